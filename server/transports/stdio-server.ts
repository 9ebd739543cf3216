// One client on a pair of streams: standard input and output, or a connection that was relayed to us. They carry MCP
// and nothing else. Its first message says which era of the protocol it speaks.
import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { messageOf } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';
import type { Session } from '../mcp/session.ts';
import { type ClientWire, createClientWire } from './client-wire.ts';
import { holdBackAnswer } from './hold-back.ts';

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  /** The first request on `input`, if the client has its answer already. */
  readonly answered?: RequestId | undefined;
}

export interface StreamConnection {
  /** Resolves when the client is gone: the end of its input, or a broken output. */
  readonly gone: Promise<void>;
  /** Ends its session. */
  close(): Promise<void>;
}

/**
 * @param open makes a session; called again when the client first asks for the newer era and then continues in the
 *   older one
 */
export function serveStreams(
  open: () => Session,
  { input, output, answered }: Streams,
  logger: Logger,
): StreamConnection {
  const sessions: Session[] = [];
  const report = (message: string) => {
    const [session] = sessions.slice(-1);
    logger.warn('stream-error', { ...(session && { session: session.id }), message });
  };
  const wire = createClientWire(input, output, report);
  const openServer = () => {
    const session = open();
    sessions.push(session);
    return session.server;
  };
  const { close } = serveStdio(openServer, {
    transport: wire,
    onerror: (error) => report(messageOf(error)),
  });
  wire.oninputend = () => {
    for (const session of sessions) session.endTurns?.();
  };
  if (answered !== undefined) holdBack(wire, answered);
  const endSession = wire.onclose;
  const gone = new Promise<void>((resolve) => {
    wire.onclose = () => {
      endSession?.();
      resolve();
    };
  });
  // A previous reader may have paused the stream, so resume it.
  input.resume();
  return { gone, close };
}

/** The client has the answer to its first request: the server's is held back, and what follows waits for it. */
function holdBack(wire: ClientWire, id: RequestId): void {
  const deliver = wire.onmessage;
  const waiting: JSONRPCMessage[] = [];
  wire.onmessage = (first) => {
    wire.onmessage = (message) => void waiting.push(message);
    deliver?.(first);
  };
  holdBackAnswer(wire, id, () => {
    wire.hasAnswer(id);
    Object.assign(wire, { onmessage: deliver });
    for (const next of waiting) deliver?.(next);
  });
}
