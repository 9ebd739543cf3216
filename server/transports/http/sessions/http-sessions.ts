// The sessions of clients that speak MCP 2025-11-25 or older over HTTP. A session belongs to the principal that
// opened it; to anybody else it does not exist. Idle sessions time out; their number is capped.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isInitializeRequest } from '@modelcontextprotocol/server';
import { answerWith, readableIdOf } from '../../../base/incoming.ts';
import { INVALID_PARAMS, SESSION_NOT_FOUND } from '../../../base/json-rpc.ts';
import type { Principal } from '../../../config/principals.ts';
import { messageOf } from '../../../errors/error.ts';
import type { Logger } from '../../../logging/logger.ts';
import { isSameScope, type Scope } from '../../../mcp/scope.ts';
import type { Session } from '../../../mcp/session.ts';
import { problemWithInitialize } from '../../../mcp/session-server.ts';
import { holdBackAnswer } from '../../hold-back.ts';
import type { Asked } from '../asked.ts';
import { refuse } from '../guards.ts';
import type { EarlySession } from './early-sessions.ts';
import { createSilences } from './event-stream.ts';
import { readMessages } from './read-messages.ts';
import { createSessionTransport, type SessionTransport } from './transport.ts';

export interface HttpSessions {
  /** Serves one POST, GET or DELETE that has passed the guards. */
  handle(request: IncomingMessage, response: ServerResponse, asked: Asked): void | Promise<void>;
  /** Takes over a session whose client has its first answer. One that cannot be is no session to its client either. */
  adopt(early: EarlySession): Promise<void>;
  readonly count: number;
  /** Ends the sessions of principals for which this is false. */
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
  close(): Promise<void>;
}

interface HttpSession {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly session: Session;
  readonly transport: SessionTransport;
  /** Open HTTP requests, streams included. */
  openRequests: number;
  /** The timer that runs while a call is running and no client listens. */
  unattended?: NodeJS.Timeout | undefined;
  /** When the last request ended, ms. */
  lastUsedAt: number;
}

/**
 * @param options.open creates the MCP session of a new client
 * @param options.idleMs a session without a request, a stream or a running call is closed after this time
 * @param options.most the maximum number of sessions; further ones are refused
 * @param options.unattendedMs how long a call keeps running after its client left
 */
export function createHttpSessions(options: {
  open(principal: Principal, scope: Scope): Session;
  idleMs: number;
  most: number;
  unattendedMs: number;
  logger: Logger;
}): HttpSessions {
  const { unattendedMs, logger } = options;
  const sessions = new Map<string, HttpSession>();
  const silences = createSilences();
  const isIdle = (held: HttpSession) => held.openRequests === 0 && !held.session.isBusy();

  const sweep = setInterval(() => {
    const before = Date.now() - options.idleMs;
    for (const held of sessions.values()) if (isIdle(held) && held.lastUsedAt < before) void end(held);
  }, options.idleMs / 4);
  sweep.unref();

  async function end(held: HttpSession): Promise<void> {
    await held.transport.close();
  }

  /** In this era a broken stream does not cancel the call: the client may come back and resume. */
  function abandonLater(held: HttpSession): void {
    const { session } = held;
    logger.warn('client-gone', {
      session: session.id,
      message: `its calls end in ${unattendedMs} ms`,
    });
    held.unattended = setTimeout(() => session.abandon(), unattendedMs);
    held.unattended.unref();
  }

  async function open(principal: Principal, scope: Scope): Promise<HttpSession> {
    const transport = createSessionTransport(silences, (id) => void sessions.set(id, held));
    const held = await hold(principal, scope, transport);
    return held;
  }

  async function hold(principal: Principal, scope: Scope, transport: SessionTransport): Promise<HttpSession> {
    const session = options.open(principal, scope);
    const held: HttpSession = {
      principal,
      scope,
      session,
      transport,
      openRequests: 0,
      lastUsedAt: Date.now(),
    };
    session.server.onclose = () => {
      clearTimeout(held.unattended);
      if (transport.sessionId !== undefined) sessions.delete(transport.sessionId);
      logger.info('session-closed', { session: session.id });
    };
    await session.server.connect(transport);
    return held;
  }

  async function begin(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
    const isOpening = request.method === 'POST' && isInitializeRequest(asked.body);
    if (!isOpening) return refuseUnopened(response, asked.body);
    if (sessions.size >= options.most) {
      response.setHeader('Retry-After', '60');
      return refuse(response, 503, `There are ${sessions.size} sessions, the most Patchbay holds.`);
    }
    const held = await open(asked.principal, asked.scope);
    use(held, request, response, asked);
    // The transport refused this `initialize`: the session has no id, so nobody can return to it.
    if (held.transport.sessionId === undefined) await end(held);
  }

  function use(held: HttpSession, request: IncomingMessage, response: ServerResponse, asked: Asked): void {
    held.openRequests += 1;
    clearTimeout(held.unattended);
    response.on('close', () => {
      held.openRequests -= 1;
      held.lastUsedAt = Date.now();
      if (held.openRequests === 0 && held.session.isBusy()) abandonLater(held);
    });
    held.transport.handleRequest(request, response, asked, readMessages);
  }

  return {
    get count() {
      return sessions.size;
    },

    handle(request, response, asked) {
      const { principal, scope } = asked;
      const id = request.headers['mcp-session-id'] as string | undefined;
      let held = id === undefined ? undefined : sessions.get(id);
      if (held && !(held.principal.id === principal.id && isSameScope(held.scope, scope))) held = undefined;
      if (id !== undefined && !held) {
        const message = 'Session not found. Start a new one with initialize.';
        return refuse(response, 404, message, SESSION_NOT_FOUND);
      }
      if (request.method === 'POST' && !isJson(request.headers['content-type'])) {
        return refuse(response, 415, 'Unsupported Media Type: Content-Type must be application/json');
      }
      return held ? use(held, request, response, asked) : begin(request, response, asked);
    },

    async adopt({ principal, scope, transport, opening }) {
      try {
        const held = await hold(principal, scope, transport);
        sessions.set(transport.sessionId as string, held);
        await new Promise<void>((resolve) => {
          holdBackAnswer(transport, opening.id, resolve);
          transport.onmessage?.(opening);
        });
      } catch (error) {
        logger.error('session-not-adopted', { message: messageOf(error) });
      }
    },

    keepOnly(isStillKnown) {
      for (const held of sessions.values()) if (!isStillKnown(held.principal.id)) void end(held);
    },

    async close() {
      clearInterval(sweep);
      await Promise.all([...sessions.values()].map(end));
    },
  };
}

/** A request that names no session and opens none. */
function refuseUnopened(response: ServerResponse, body: unknown): void {
  const id = readableIdOf(body);
  const message = id !== null && isInitialize(body) ? problemWithInitialize(body) : undefined;
  if (message === undefined) refuse(response, 400, 'Mcp-Session-Id is missing: call initialize first.');
  else {
    response.writeHead(400, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answerWith({ id, code: INVALID_PARAMS, message })));
  }
}

function isInitialize(body: unknown): body is { readonly method: 'initialize' } {
  return (body as { method?: unknown } | null | undefined)?.method === 'initialize';
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}
