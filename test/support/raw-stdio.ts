// `patchbay mcp-server` on stdio with a client that writes whatever lines a test wants, well-formed or not.

import { type Json, type LinesClient, startLines } from './lines-client.ts';
import { type Place, patchbayFile } from './patchbay.ts';
import { eventually } from './processes.ts';

export type Message = Json;

export interface RawStdio extends Pick<LinesClient, 'child' | 'lines' | 'stderr' | 'write' | 'send'> {
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

/** Ids below it are the test's own. */
const FIRST_ID = 1001;

export function startRawStdio(home: Place, args: readonly string[] = []): RawStdio {
  const client = startLines({
    command: process.execPath,
    args: [patchbayFile, 'mcp-server', ...args],
    env: home.env,
    cwd: home.folder,
  });
  const { messages, lines, stderr } = client;
  let nextId = FIRST_ID;

  const raw: RawStdio = {
    child: client.child,
    lines,
    stderr,
    write: client.write,
    send: client.send,
    answerTo: (id) =>
      eventually<Message>(
        () => messages.find((message) => message.id === id && message.method === undefined),
        {
          describe: () => `no answer to ${JSON.stringify(id)}: ${lines.join('\n')}\n${stderr()}`,
        },
      ),
    ask(method, params) {
      const id = nextId++;
      client.send({ id, method, ...(params && { params }) });
      return raw.answerTo(id);
    },
    async initialize(protocolVersion = '2025-11-25', capabilities = {}) {
      const answer = await raw.ask('initialize', { protocolVersion, capabilities, clientInfo });
      client.notify('notifications/initialized');
      return answer;
    },
    end() {
      void client.end();
      return client.closed;
    },
  };
  return raw;
}
