// An MCP client that is nothing but lines of JSON-RPC over the stdio of a server: what it sends and keeps is exactly
// what is on the wire, so that any server can be compared with any other.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';

// biome-ignore lint/suspicious/noExplicitAny: what a server sends is looked at freely
export type Json = any;

export interface McpMessage {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
  readonly error?: Json;
}

export interface McpLinesClient {
  readonly child: ChildProcess;
  /** Everything the server has sent, oldest first. */
  readonly messages: readonly McpMessage[];
  /** What goes back for a request of the server: `{ result }` or `{ error }`; undefined leaves it unanswered. */
  answer: (request: McpMessage) => object | undefined;
  /** Writes a line as it is. */
  write(line: string): void;
  /** Resolves with the whole answer, whenever it comes. */
  request(method: string, params?: unknown, id?: number | string): Promise<McpMessage>;
  notify(method: string, params?: unknown): void;
  /** The first message from index `from` on, received or to come, that fits. */
  find(fits: (message: McpMessage) => boolean, from?: number): Promise<McpMessage>;
  /** Ends its input. Resolves with the exit code, or undefined when it still runs after that time. */
  end(waitMs: number): Promise<number | undefined>;
  kill(): Promise<void>;
}

export function startMcpLines(options: {
  command: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
}): McpLinesClient {
  const { command, args, cwd, env } = options;
  const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const messages: McpMessage[] = [];
  const waiting = new Set<() => void>();
  let lastId = 0;

  child.stdin.on('error', () => undefined);
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as McpMessage;
    messages.push(message);
    for (const check of waiting) check();
    if (message.method === undefined || message.id === undefined) return;
    const answer = client.answer(message);
    if (answer) send({ id: message.id, ...answer });
  });

  const send = (message: object) => client.write(JSON.stringify({ jsonrpc: '2.0', ...message }));

  const client: McpLinesClient = {
    child,
    messages,
    answer: () => undefined,
    write: (line) => void child.stdin.write(`${line}\n`),
    request(method, params, id = ++lastId) {
      const from = messages.length;
      send({ id, method, ...(params !== undefined && { params }) });
      return client.find((message) => message.id === id && message.method === undefined, from);
    },
    notify: (method, params) => send({ method, ...(params !== undefined && { params }) }),
    find(fits, from = 0) {
      return new Promise((resolve) => {
        const check = () => {
          const found = messages.slice(from).find(fits);
          if (!found) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      });
    },
    async end(waitMs) {
      child.stdin.end();
      const late = new Promise<undefined>((resolve) => {
        setTimeout(() => resolve(undefined), waitMs).unref();
      });
      const end = await Promise.race([exited, late]);
      return end && (end[0] as number);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await exited;
    },
  };
  return client;
}
