/**
 * A child process that is spoken to in lines of JSON-RPC over its stdio. What is sent and kept is exactly what is on the
 * wire, well-formed or not: for what no SDK lets through, and to compare servers with each other.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readLines } from '../../server/base/lines.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
export type Json = any;

export interface LinesMessage {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
  readonly error?: Json;
}

export interface LinesClient {
  readonly child: ChildProcess;
  /** Every line of stdout so far, as it came. */
  readonly lines: readonly string[];
  /** The same, parsed; oldest first. */
  readonly messages: readonly LinesMessage[];
  /** When it has ended: the exit code. What it started may still hold its output open. */
  readonly exited: Promise<number | null>;
  /** The same, when all its output has come too. */
  readonly closed: Promise<number | null>;
  stderr(): string;
  /** Writes this text as it is. */
  write(text: string): void;
  /** Writes one message as a line. */
  send(message: object): void;
  /** Sends a request with a new id, unless one is given, and resolves with the whole answer, errors included. */
  request(method: string, params?: unknown, id?: number | string): Promise<LinesMessage>;
  notify(method: string, params?: unknown): void;
  /** The first message from index `from` on, received or to come, that fits; pending for ever when none comes. */
  find(fits: (message: LinesMessage) => boolean, from?: number): Promise<LinesMessage>;
  /** Ends its input. Resolves with the exit code; what has not ended by itself after that time is killed. */
  end(killAfterMs?: number): Promise<number | null>;
}

export interface LinesOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Leaves `"jsonrpc": "2.0"` out, as Codex's app-server does. */
  readonly isBare?: boolean;
  /** What goes back for a request of the other side: `{ result }`, `{ error }` or anything else; undefined: nothing. */
  answer?(request: LinesMessage): object | undefined | Promise<object | undefined>;
}

export function startLines(options: LinesOptions): LinesClient {
  const { command, args, cwd, env } = options;
  const child = spawn(command, args, { cwd, env });
  const exited = once(child, 'exit').then(() => child.exitCode);
  const closed = once(child, 'close').then(() => child.exitCode);
  // Told to whoever waits for them, if anybody does.
  for (const end of [exited, closed]) end.catch(() => undefined);
  const lines: string[] = [];
  const messages: LinesMessage[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  let lastId = 0;

  child.stdin.on('error', () => undefined);
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  readLines(child.stdout, async (line) => {
    lines.push(line);
    const message = JSON.parse(line) as LinesMessage;
    messages.push(message);
    for (const check of waiting) check();
    if (message.method === undefined || message.id === undefined) return;
    const answer = await options.answer?.(message);
    if (answer) client.send({ id: message.id, ...answer });
  });

  const client: LinesClient = {
    child,
    lines,
    messages,
    exited,
    closed,
    stderr: () => stderr,
    write: (text) => void child.stdin.write(text),
    send: (message) =>
      client.write(`${JSON.stringify({ ...(!options.isBare && { jsonrpc: '2.0' }), ...message })}\n`),
    request(method, params, id = ++lastId) {
      const from = messages.length;
      client.send({ id, method, ...(params !== undefined && { params }) });
      return client.find((message) => message.id === id && message.method === undefined, from);
    },
    notify: (method, params) => client.send({ method, ...(params !== undefined && { params }) }),
    find(fits, from = 0) {
      return new Promise((resolve) => {
        let next = from;
        const check = () => {
          while (next < messages.length) {
            const message = messages[next++] as LinesMessage;
            if (!fits(message)) continue;
            waiting.delete(check);
            return resolve(message);
          }
        };
        waiting.add(check);
        check();
      });
    },
    async end(killAfterMs) {
      child.stdin.end();
      const timer =
        killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      const code = await exited;
      clearTimeout(timer);
      return code;
    },
  };
  return client;
}
