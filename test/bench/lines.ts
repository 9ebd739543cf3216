// A child process that is spoken to in lines of JSON-RPC, as thin as can be, so that the time measured is the child's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readLines } from '../../server/base/lines.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

export interface LinesChild {
  readonly pid: number;
  /** Resolves with the result, rejects with an error answer or when the child ends. */
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params?: unknown): void;
  /** The params of the next notification of this name. */
  next(method: string): Promise<unknown>;
  /** Ends its input and waits until it has ended by itself, as a client that leaves does. */
  end(): Promise<void>;
}

const END_WAIT_MS = 10_000;

export function startLines(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): LinesChild {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'ignore'] });
  const closed = once(child, 'close');
  const waiting = new Map<number | string, { resolve(result?: unknown): void; reject(error: Error): void }>();
  let nextId = 1;

  readLines(child.stdout, (line) => {
    const { id, method, params, result, error } = JSON.parse(line) as Message;
    if (method !== undefined && id !== undefined) throw new Error(`${command} asks something: ${line}`);
    const key = method ?? id ?? '';
    const waiter = waiting.get(key);
    waiting.delete(key);
    if (error === undefined) waiter?.resolve(method === undefined ? result : params);
    else waiter?.reject(new Error(line));
  });
  const fail = () => {
    for (const { reject } of waiting.values()) reject(new Error(`${command} ended too early`));
  };
  closed.then(fail, fail);

  const write = (message: object) => child.stdin.write(`${JSON.stringify(message)}\n`);
  const waitFor = (key: number | string) =>
    new Promise<unknown>((resolve, reject) => waiting.set(key, { resolve, reject }));

  return {
    pid: child.pid as number,
    request(method, params) {
      const id = nextId++;
      write({ jsonrpc: '2.0', id, method, params });
      return waitFor(id);
    },
    notify: (method, params) =>
      void write({ jsonrpc: '2.0', method, ...(params !== undefined && { params }) }),
    next: waitFor,
    async end() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), END_WAIT_MS);
      const [, signal] = await closed;
      clearTimeout(timer);
      if (signal) throw new Error(`${command} did not end by itself within ${END_WAIT_MS} ms`);
    },
  };
}
