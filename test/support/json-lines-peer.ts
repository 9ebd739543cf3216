/**
 * A child process that speaks JSON-RPC in lines over its stdio, as `codex app-server` does: messages
 * go out through `request` and `notify`, and everything that comes in is kept in `messages`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
export type Json = any;

interface PeerMessage {
  id?: number | string;
  method?: string;
  params?: Json;
  result?: Json;
  error?: Json;
}

export interface JsonLinesPeer {
  /** Everything received, oldest first. */
  messages: PeerMessage[];
  /** Resolves with the result, rejects with an error answer. */
  request(method: string, params: Json): Promise<Json>;
  notify(method: string, params?: Json): void;
  /** The first message, received or to come, that fits. */
  find(fits: (message: PeerMessage) => boolean): Promise<PeerMessage>;
  /** Ends its input; kills it if it has not ended two seconds later. */
  close(): Promise<void>;
}

interface PeerOptions {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Answers a request of the child with a result. */
  onRequest(request: PeerMessage): Json;
}

interface Waiter {
  fits(message: PeerMessage): boolean;
  resolve(message: PeerMessage): void;
  reject(reason: unknown): void;
}

export function startPeer(options: PeerOptions): JsonLinesPeer {
  const { command, args, cwd, env } = options;
  const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const messages: PeerMessage[] = [];
  const waiters = new Set<Waiter>();
  let stderr = '';
  let end: { reason: unknown } | undefined;
  let lastId = 0;

  child.stdin.on('error', () => {});
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  createInterface({ input: child.stdout }).on('line', (line) => receive(JSON.parse(line)));
  exited.then(
    () => finish(new Error(`${command} has ended. ${stderr}`)),
    (error) => finish(error),
  );

  function receive(message: PeerMessage): void {
    messages.push(message);
    if (message.method !== undefined && message.id !== undefined) {
      send({ id: message.id, result: options.onRequest(message) });
    }
    for (const waiter of waiters) {
      if (!waiter.fits(message)) continue;
      waiters.delete(waiter);
      waiter.resolve(message);
    }
  }

  function finish(reason: unknown): void {
    end = { reason };
    for (const waiter of waiters) waiter.reject(reason);
  }

  function send(message: PeerMessage): void {
    child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  function find(fits: Waiter['fits']): Promise<PeerMessage> {
    const known = messages.find(fits);
    if (known) return Promise.resolve(known);
    if (end) return Promise.reject(end.reason);
    return new Promise((resolve, reject) => waiters.add({ fits, resolve, reject }));
  }

  return {
    messages,
    async request(method, params) {
      const id = ++lastId;
      send({ id, method, params });
      const answer = await find((message) => message.id === id && message.method === undefined);
      if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return answer.result;
    },
    notify: (method, params) => send({ method, ...(params !== undefined && { params }) }),
    find,
    async close() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
      await exited;
      clearTimeout(timer);
    },
  };
}
