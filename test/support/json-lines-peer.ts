// A program that speaks JSON-RPC as `codex app-server` does, with every request of its own answered by a result.
import { type Json, type LinesClient, type LinesMessage, startLines } from './lines-client.ts';

export type { Json } from './lines-client.ts';

export interface JsonLinesPeer extends Pick<LinesClient, 'messages' | 'notify'> {
  /** Resolves with the result; rejects with an error answer, or when the program ends. */
  request(method: string, params: Json): Promise<Json>;
  /** The first message, received or to come, that fits; rejects when the program ends. */
  find(fits: (message: LinesMessage) => boolean): Promise<LinesMessage>;
  /** Ends its input; kills it if it has not ended two seconds later. */
  close(): Promise<void>;
}

interface PeerOptions {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Answers a request of the child with a result. */
  onRequest(request: LinesMessage): Json;
}

const CLOSE_WAIT_MS = 2000;

export function startPeer({ onRequest, ...options }: PeerOptions): JsonLinesPeer {
  const client = startLines({
    ...options,
    isBare: true,
    answer: (request) => ({ result: onRequest(request) }),
  });
  const ended = client.exited.then((): never => {
    throw new Error(`${options.command} has ended. ${client.stderr()}`);
  });
  ended.catch(() => undefined);
  return {
    messages: client.messages,
    async request(method, params) {
      const { result, error } = await Promise.race([client.request(method, params), ended]);
      if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
      return result;
    },
    notify: client.notify,
    find: (fits) => Promise.race([client.find(fits), ended]),
    async close() {
      await client.end(CLOSE_WAIT_MS);
    },
  };
}
