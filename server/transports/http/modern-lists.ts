// Lists of tools for clients of 2026-07-28, which ask for them again and again. They are answered straight on Node's
// requests and responses: with web streams, as the handler of the SDK has them, that takes twice as long. What is asked for
// in any other way than the usual one is left to that handler.
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  classifyInboundRequest,
  isJsonContentType,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type Transport,
} from '@modelcontextprotocol/server';
import { MODERN_VERSION } from '../../base/mcp-versions.ts';
import { answerText } from '../../mcp/list-text.ts';
import type { Session } from '../../mcp/session.ts';
import type { Asked } from './asked.ts';
import { createSilences, openEventStream } from './sessions/event-stream.ts';

export interface ModernLists {
  /**
   * Answers a request for which `listIn` gave this.
   * @param session opened for this request alone; it ends with the answer, or when the client is gone
   */
  answer(list: JSONRPCRequest, session: Session, response: ServerResponse): Promise<void>;
  /** Ends the requests that run. */
  close(): void;
}

const LIST = 'tools/list';

/**
 * The SDK checks more of other methods. Its checks of this one are all here, except those of its server.
 * @returns the `tools/list` in a request that nothing in its head and in its envelope refuses
 */
export function listIn(
  { method: httpMethod = '', headers }: IncomingMessage,
  { body, scope }: Pick<Asked, 'body' | 'scope'>,
): JSONRPCRequest | undefined {
  const [version, mcpMethod] = [headers['mcp-protocol-version'], headers['mcp-method']];
  if (version !== MODERN_VERSION || mcpMethod !== LIST || scope.kind === 'remote') return undefined;
  if (!isJsonContentType(headers['content-type'])) return undefined;
  const about = { httpMethod, body, protocolVersionHeader: version, mcpMethodHeader: LIST };
  const route = classifyInboundRequest(about);
  return route.kind === 'modern' && route.messageKind === 'request' ? route.message : undefined;
}

export function createModernLists(): ModernLists {
  const silences = createSilences();
  const running = new Set<Transport>();

  function createTransport(id: unknown, response: ServerResponse): Transport {
    let isOver = false;
    const stream = openEventStream(response, { sessionId: undefined, silences, onGone: end });

    function end(last?: string): void {
      if (isOver) return;
      isOver = true;
      stream.end(last);
      running.delete(transport);
      transport.onclose?.();
    }

    const transport: Transport = {
      start: async () => undefined,
      async send(message, about) {
        if (!('method' in message)) end(eventOf(message));
        else if (about?.relatedRequestId === id && !isOver) stream.write(eventOf(message));
      },
      close: async () => end(),
    };
    return transport;
  }

  return {
    async answer(list, { server }, response) {
      const transport = createTransport(list.id, response);
      running.add(transport);
      server.withoutHandshake();
      await server.connect(transport);
      if (response.closed) await transport.close();
      else transport.onmessage?.(list);
    },
    close() {
      for (const transport of running) void transport.close();
    },
  };
}

function eventOf(message: JSONRPCMessage): string {
  return `event: message\ndata: ${answerText(message)}\n\n`;
}
