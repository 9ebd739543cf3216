// An MCP client that is nothing but lines of JSON-RPC, so that any server can be compared with any other.
import { type LinesClient, type LinesMessage, startLines } from './lines-client.ts';

export type { Json } from './lines-client.ts';

export type McpMessage = LinesMessage;

export interface McpLinesClient
  extends Pick<LinesClient, 'child' | 'messages' | 'request' | 'notify' | 'find'> {
  /** What goes back for a request of the server: `{ result }` or `{ error }`; undefined leaves it unanswered. */
  answer: (request: McpMessage) => object | undefined;
  /** Writes a line as it is. */
  write(line: string): void;
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
  const lines = startLines({ ...options, answer: (request) => client.answer(request) });
  const { child, messages, request, notify, find, exited } = lines;
  const client: McpLinesClient = {
    child,
    messages,
    request,
    notify,
    find,
    answer: () => undefined,
    write: (line) => lines.write(`${line}\n`),
    async end(waitMs) {
      child.stdin?.end();
      const late = new Promise<undefined>((resolve) => {
        setTimeout(() => resolve(undefined), waitMs).unref();
      });
      return (await Promise.race([exited, late])) ?? undefined;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await exited;
    },
  };
  return client;
}
