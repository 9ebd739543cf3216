// The transport of 2024-11-05 for old clients: one stream from us (`GET /sse`), messages to us by `POST /messages`.
// The stream is the session: when it breaks the session ends, since the protocol has no way back to it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJSONRPCMessage } from '@modelcontextprotocol/server';
import type { SSEServerTransport } from '@modelcontextprotocol/server-legacy/sse';
import { INVALID_REQUEST } from '../../base/json-rpc.ts';
import type { Principal } from '../../config/principals.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Session } from '../../mcp/session.ts';
import { refuse } from './guards.ts';
import { keepAlive } from './silence.ts';

export interface LegacySse {
  /** `GET /sse` */
  open(response: ServerResponse, principal: Principal): Promise<void>;
  /** `POST /messages?sessionId=…` */
  receive(
    request: IncomingMessage,
    response: ServerResponse,
    message: { principal: Principal; sessionId: unknown; body: unknown },
  ): Promise<void>;
  readonly count: number;
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
  close(): Promise<void>;
}

interface SseSession {
  readonly principal: Principal;
  readonly transport: SSEServerTransport;
}

export function createLegacySse(options: {
  open(principal: Principal): Session;
  most: number;
  logger: Logger;
}): LegacySse {
  const sessions = new Map<string, SseSession>();

  return {
    get count() {
      return sessions.size;
    },

    async open(response, principal) {
      // It brings an SDK of its own, and hardly anybody needs it.
      const { SSEServerTransport } = await import('@modelcontextprotocol/server-legacy/sse');
      if (response.destroyed) return;
      if (sessions.size >= options.most) {
        return refuse(response, 503, `There are ${sessions.size} sessions, the most Patchbay holds.`);
      }
      const session = options.open(principal);
      const transport = new SSEServerTransport('/messages', response);
      sessions.set(transport.sessionId, { principal, transport });
      const stopKeepAlive = keepAlive(response);
      session.server.onclose = () => {
        stopKeepAlive();
        sessions.delete(transport.sessionId);
        options.logger.info('session-closed', { session: session.id });
      };
      await session.server.connect(transport);
    },

    async receive(request, response, { principal, sessionId: id, body }) {
      const held = typeof id === 'string' ? sessions.get(id) : undefined;
      if (!held || held.principal.id !== principal.id) {
        return refuse(response, 404, 'Session not found. Open a new one with GET /sse.');
      }
      try {
        parseJSONRPCMessage(body);
      } catch {
        return refuse(response, 400, 'The body is not a JSON-RPC message.', INVALID_REQUEST);
      }
      await held.transport.handlePostMessage(request, response, body);
    },

    keepOnly(isStillKnown) {
      for (const { principal, transport } of sessions.values()) {
        if (!isStillKnown(principal.id)) void transport.close();
      }
    },

    async close() {
      await Promise.all([...sessions.values()].map(({ transport }) => transport.close()));
    },
  };
}
