// An MCP client that speaks bare JSON-RPC lines with `patchbay mcp-server` on stdio, for what no SDK lets through:
// answers of older hosts and nonsense. Every request of the server is kept and answered as the test says.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import type { TestHome } from './home.ts';
import { type CodexResult, patchbayFile } from './patchbay.ts';

export interface RawMessage {
  readonly id?: number | string;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
  readonly params?: any;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** What goes back for a request of the server: `{ result }`, `{ error }`, or anything else a line can hold. */
export type RawAnswer = Record<string, unknown>;

export interface RawClient {
  readonly child: ChildProcess;
  /** Everything the server has sent, oldest first. */
  readonly messages: readonly RawMessage[];
  /** The elicitations among them. */
  elicitations(): RawMessage[];
  /** Resolves with the server's answer, errors included. */
  request(method: string, params?: unknown): Promise<RawMessage>;
  notify(method: string, params?: unknown): void;
  /** Calls a tool and gives its result; rejects when the answer is a JSON-RPC error. */
  call(tool: string, args: Record<string, unknown>): Promise<CodexResult>;
  /** Closes its input and waits for its end. */
  close(): Promise<void>;
}

export interface RawClientOptions {
  readonly args?: readonly string[];
  readonly capabilities?: Record<string, unknown>;
  /** Answers a request of the server. Undefined leaves it unanswered. */
  answer?(request: RawMessage): RawAnswer | undefined | Promise<RawAnswer | undefined>;
}

const CLOSE_WAIT_MS = 10_000;

export async function connectRawStdio(home: TestHome, options: RawClientOptions = {}): Promise<RawClient> {
  const child = spawn(process.execPath, [patchbayFile, 'mcp-server', ...(options.args ?? [])], {
    env: home.env,
    cwd: home.folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const messages: RawMessage[] = [];
  const waiting = new Map<number, (answer: RawMessage) => void>();
  let lastId = 0;

  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  child.stdin.on('error', () => undefined);
  readline.createInterface({ input: child.stdout }).on('line', async (line) => {
    const message = JSON.parse(line) as RawMessage;
    messages.push(message);
    if (message.method === undefined) return waiting.get(Number(message.id))?.(message);
    if (message.id === undefined) return;
    const answer = await options.answer?.(message);
    if (answer) send({ id: message.id, ...answer });
  });

  const client: RawClient = {
    child,
    messages,
    elicitations: () => messages.filter(({ method }) => method === 'elicitation/create'),
    request(method, params) {
      const id = ++lastId;
      const answer = new Promise<RawMessage>((resolve) => waiting.set(id, resolve));
      send({ id, method, ...(params !== undefined && { params }) });
      return answer;
    },
    notify: (method, params) => send({ method, ...(params !== undefined && { params }) }),
    async call(name, args) {
      const { result, error } = await client.request('tools/call', { name, arguments: args });
      if (error) throw new Error(`tools/call ${name}: ${error.message}`);
      return result as CodexResult;
    },
    async close() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_WAIT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
  await client.request('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: options.capabilities ?? { elicitation: {} },
    clientInfo: { name: 'raw-client', version: '1.0.0' },
  });
  client.notify('notifications/initialized');
  return client;
}
