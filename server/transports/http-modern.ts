// The 2026-07-28 era over HTTP: no sessions, every request stands alone and gets an MCP server of its own. A client
// that goes away cancels its request.
import { once } from 'node:events';
import { type AuthInfo, classifyInboundRequest, createMcpHandler } from '@modelcontextprotocol/server';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import type { Principal } from '../config/principals.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import type { Session } from '../mcp/session.ts';
import { principalOf } from './guards.ts';

export interface ModernHttp {
  handle(request: HttpRequest, response: HttpResponse): Promise<void>;
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 5000;
/** Headers wait this long for the first words, to be sent with them. */
const SILENT_MS = 10;

/** Whether a request that has passed the guards belongs to an older era, which has sessions. */
export function isOfLegacyEra(request: HttpRequest): boolean {
  const route = classifyInboundRequest({
    httpMethod: request.method,
    body: request.body,
    ...withHeader('protocolVersionHeader', request.get('mcp-protocol-version')),
    ...withHeader('mcpMethodHeader', request.get('mcp-method')),
    ...withHeader('mcpNameHeader', request.get('mcp-name')),
  });
  return route.kind === 'legacy';
}

/** @param options.open makes the MCP side of one request */
export function createModernHttp(options: {
  open(principal: Principal): Session;
  logger: Logger;
}): ModernHttp {
  const handler = createMcpHandler(({ authInfo }) => options.open(principalIn(authInfo)).server, {
    legacy: 'reject',
    // Always a stream: a silent call answered with JSON would send no byte until it ends.
    responseMode: 'sse',
    keepAliveMs: KEEP_ALIVE_MS,
    onerror: (error) => options.logger.info('modern-request-refused', { message: messageOf(error) }),
  });

  return {
    async handle(request, response) {
      const gone = new AbortController();
      response.once('close', () => response.writableFinished || gone.abort());
      const answer = await handler.fetch(webRequest(request, gone.signal), {
        parsedBody: request.body,
        authInfo: authInfoOf(principalOf(response)),
      });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      // Soon, before there is anything to say: clients give up on silence.
      setTimeout(() => response.flushHeaders(), SILENT_MS).unref();
      await send(answer.body ?? [], response, gone.signal).catch(() => undefined);
    },
    close: () => handler.close(),
  };
}

async function send(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  response: HttpResponse,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of body) {
    if (signal.aborted) return;
    if (!response.write(chunk)) await once(response, 'drain', { signal });
  }
  response.end();
}

/** The body has been parsed already and is handed over beside the request. */
function webRequest(request: HttpRequest, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return new Request(`http://${request.headers.host}${request.originalUrl}`, {
    method: request.method,
    headers,
    signal,
  });
}

function authInfoOf(principal: Principal): AuthInfo {
  return { token: '', clientId: principal.id, scopes: [], extra: { principal } };
}

function principalIn(authInfo: AuthInfo | undefined): Principal {
  return authInfo?.extra?.['principal'] as Principal;
}

function withHeader<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}
