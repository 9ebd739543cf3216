// A client on stdio that writes whatever lines a test wants, well-formed or not, and keeps every line that comes back.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import type { TestHome } from './home.ts';
import { patchbayFile } from './patchbay.ts';
import { eventually } from './processes.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
export type Message = any;

export interface RawStdio {
  readonly child: ChildProcess;
  /** Every line of stdout so far, as it came. */
  readonly lines: readonly string[];
  stderr(): string;
  /** Writes this text as it is. */
  write(text: string): void;
  /** Writes one message as a line. */
  send(message: object): void;
  /** The answer to the request with this id, as soon as it is there. */
  answerTo(id: unknown): Promise<Message>;
  /** Sends a request with a new id and gives its whole answer. */
  ask(method: string, params?: object): Promise<Message>;
  /** Initializes with this version and these capabilities. */
  initialize(protocolVersion?: string, capabilities?: object): Promise<Message>;
  /** Ends the input and gives the exit code. */
  end(): Promise<number | null>;
}

export const clientInfo = { name: 'raw-client', version: '1.0.0' };

export function startRawStdio(home: TestHome, args: readonly string[] = []): RawStdio {
  const child = spawn(process.execPath, [patchbayFile, 'mcp-server', ...args], {
    env: home.env,
    cwd: home.folder,
  });
  const exited = once(child, 'close');
  const lines: string[] = [];
  let stderr = '';
  let lastId = 1000;
  readline.createInterface({ input: child.stdout }).on('line', (line) => void lines.push(line));
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => undefined);

  const raw: RawStdio = {
    child,
    lines,
    stderr: () => stderr,
    write: (text) => void child.stdin.write(text),
    send: (message) => raw.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    answerTo: (id) =>
      eventually(
        () =>
          lines
            .map((line) => JSON.parse(line) as Message)
            .find((message) => message.id === id && message.method === undefined),
        {
          withinMs: 20_000,
          describe: () => `no answer to ${JSON.stringify(id)}: ${lines.join('\n')}\n${stderr}`,
        },
      ),
    ask(method, params) {
      lastId += 1;
      raw.send({ id: lastId, method, ...(params && { params }) });
      return raw.answerTo(lastId);
    },
    async initialize(protocolVersion = '2025-11-25', capabilities = {}) {
      const answer = await raw.ask('initialize', { protocolVersion, capabilities, clientInfo });
      raw.send({ method: 'notifications/initialized' });
      return answer;
    },
    async end() {
      child.stdin.end();
      await exited;
      return child.exitCode;
    },
  };
  return raw;
}
