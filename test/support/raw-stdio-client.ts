// An MCP client of `patchbay mcp-server` on stdio that has said hello, for what no SDK lets through: answers of older
// hosts and nonsense. Every request of the server is kept and answered as the test says.
import { type LinesClient, type LinesMessage, startLines } from './lines-client.ts';
import { type CodexResult, type Place, patchbayFile } from './patchbay.ts';

export type RawMessage = LinesMessage;

/** What goes back for a request of the server: `{ result }`, `{ error }`, or anything else a line can hold. */
export type RawAnswer = Record<string, unknown>;

export interface RawClient extends Pick<LinesClient, 'child' | 'messages' | 'request' | 'notify'> {
  /** The elicitations among the messages. */
  elicitations(): RawMessage[];
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

export async function connectRawStdio(home: Place, options: RawClientOptions = {}): Promise<RawClient> {
  const client = startLines({
    command: process.execPath,
    args: [patchbayFile, 'mcp-server', ...(options.args ?? [])],
    env: home.env,
    cwd: home.folder,
    ...(options.answer && { answer: options.answer }),
  });
  await client.request('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: options.capabilities ?? { elicitation: {} },
    clientInfo: { name: 'raw-client', version: '1.0.0' },
  });
  client.notify('notifications/initialized');
  const { child, messages, request, notify } = client;
  return {
    child,
    messages,
    request,
    notify,
    elicitations: () => messages.filter(({ method }) => method === 'elicitation/create'),
    async call(name, args) {
      const { result, error } = await request('tools/call', { name, arguments: args });
      if (error) throw new Error(`tools/call ${name}: ${error.message}`);
      return result as CodexResult;
    },
    async close() {
      await client.end(CLOSE_WAIT_MS);
    },
  };
}
