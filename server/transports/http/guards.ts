// What a request must show before anything is done for it: a Host we answer to (DNS rebinding), no foreign Origin
// (another web page), a token that belongs to a principal, and a JSON body of a sane size and depth.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { localhostAllowedHostnames } from '@modelcontextprotocol/server';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { problemWith } from '../../base/incoming.ts';
import { INTERNAL_ERROR, INVALID_REQUEST, PARSE_ERROR, SERVER_ERROR } from '../../base/json-rpc.ts';
import type { Verified } from '../../config/client-tokens.ts';
import type { Principal } from '../../config/principals.ts';
import { tokenExpired } from '../../errors/tokens.ts';
import type { Logger } from '../../logging/logger.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Real messages are about a dozen levels deep; recursing into a hostile one would exhaust the stack. */
const MAX_NESTING = 200;

/** The methods that MCP uses. */
const METHODS = ['GET', 'POST', 'DELETE'];

const LONGEST_PATH_SHOWN = 200;

/**
 * Answers with a JSON-RPC error that belongs to no request.
 * @param code as the SDK's server has it, for refusals before a message is looked at
 */
export function refuse(response: ServerResponse, status: number, message: string, code = SERVER_ERROR): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(refusalBody(message, code));
}

/** The JSON of such an error. */
export function refusalBody(message: string, code = SERVER_ERROR): string {
  return JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null });
}

/**
 * A target may be a whole URL, whose host then counts instead of the header's (RFC 9112, section 3.2.2). Reduces it to
 * a path, because Express only routes paths.
 * @returns false when the target is neither a path nor such a URL
 */
export function readTarget(request: IncomingMessage): boolean {
  const target = request.url ?? '';
  if (target.startsWith('/')) return true;
  if (!/^https?:/i.test(target) || !URL.canParse(target)) return false;
  const { host, pathname, search } = new URL(target);
  request.url = pathname + search;
  request.headers.host = host;
  return true;
}

/**
 * @param hosts further host names; one with a port is accepted on that port only
 * @param origins further origins, exactly as browsers send them
 */
export function checkHostAndOrigin(hosts: readonly string[], origins: readonly string[]): RequestHandler {
  const allowedHosts = [...localhostAllowedHostnames(), ...hosts.map(asInHeader)];
  return (request, response, next) => {
    // Node keeps the first; a gateway in front may have checked the other one (RFC 9112, section 3.2).
    if ((request.headersDistinct['host']?.length ?? 0) > 1) {
      return refuse(response, 400, 'The request has more than one Host header.');
    }
    if (request.headers.host === undefined) {
      return refuse(response.set('Connection', 'close'), 400, 'The request has no Host header.');
    }
    const { host, origin } = request.headers;
    const hostname = hostnameOf(host);
    const isAllowed = [hostname, host.toLowerCase()].some((name) => name && allowedHosts.includes(name));
    if (!hostname || !isAllowed) {
      return refuse(response, 403, 'This Host is not allowed. Patchbay answers to others with --allow-host.');
    }
    const isOwn = origin === `http://${host}`;
    if (origin !== undefined && !isOwn && !origins.includes(origin)) {
      return refuse(response, 403, 'This Origin is not allowed. Web pages are let in with --allow-origin.');
    }
    next();
  };
}

/** In URLs and Host headers, an IPv6 address is written in brackets. */
function asInHeader(host: string): string {
  return (isIPv6(host) ? `[${host}]` : host).toLowerCase();
}

/** `name:port` → name, `[::1]:port` → [::1]; undefined if the text is not a host. */
function hostnameOf(host: string): string | undefined {
  if (!URL.canParse(`http://${host}`)) return undefined;
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase();
}

/** Lets web pages of these origins read our answers (CORS); browsers ask for that before they send a token. */
export function letPagesIn(origins: readonly string[]): RequestHandler {
  return cors({
    origin: [...origins],
    methods: METHODS,
    exposedHeaders: ['Mcp-Session-Id', 'WWW-Authenticate'],
  });
}

/** Where this guard stores the principal for later handlers. */
export function principalOf(response: Response): Principal {
  return response.locals['principal'] as Principal;
}

/**
 * @param identify tells whose a bearer token is; called with undefined when the request has none
 * @param onRefused receives the name the client gives itself
 */
export function requirePrincipal(
  identify: (token: string | undefined) => Verified | undefined,
  onRefused?: (client: string) => void,
): RequestHandler {
  return (request, response, next) => {
    // As with Host: a gateway in front may have checked a different one of the two.
    if ((request.headersDistinct['authorization']?.length ?? 0) > 1) {
      return refuse(response, 400, 'The request has more than one Authorization header.');
    }
    const token = /^bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
    const verified = identify(token);
    if (verified?.kind === 'valid') {
      response.locals['principal'] = verified.principal;
      return next();
    }
    const what = token === undefined ? 'A token is required' : 'This token is not known';
    response.set(
      'WWW-Authenticate',
      `Bearer realm="Patchbay"${token === undefined ? '' : ', error="invalid_token"'}`,
    );
    if (verified) return refuse(response, 401, tokenExpired(verified.name).message);
    onRefused?.(request.get('user-agent') ?? '');
    const fix = 'make one with `patchbay token add NAME` and send it as `Authorization: Bearer TOKEN`.';
    refuse(response, 401, `${what}: ${fix}`);
  };
}

/** Refuses the methods that MCP does not use. */
export function checkMethod(): RequestHandler {
  return (request, response, next) => {
    if (METHODS.includes(request.method)) return next();
    refuse(response.set('Allow', METHODS.join(', ')), 405, 'Method not allowed.');
  };
}

/** Parses JSON bodies within the limits; other content types are left for the transport to refuse. */
export function parseBody(): RequestHandler {
  return express.json({
    limit: MAX_BODY_BYTES,
    verify(_request, _response, body, encoding) {
      if (encoding !== 'utf-8') throw Object.assign(new Error('JSON is UTF-8 here'), { status: 415 });
      if (isTooDeep(body)) throw Object.assign(new Error('nested too deeply'), { status: 400 });
    },
  });
}

function isTooDeep(body: Buffer): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (isInString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) isInString = false;
    } else if (byte === 0x22) isInString = true;
    else if (byte === 0x5b || byte === 0x7b) depth += 1;
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}

/** Turns every error thrown by a handler into JSON: never HTML, never a stack trace. */
export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: BodyError, request: Request, response, _next) => {
    const status = error.status ?? 500;
    const level = status < 500 ? 'info' : 'error';
    logger[level]('http-error', { status, path: request.path, message: error.message });
    if (response.headersSent) return void response.destroy();
    if (status === 413) return refuse(response, 413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    if (error instanceof URIError) {
      const path = request.originalUrl.slice(0, LONGEST_PATH_SHOWN);
      const why = 'what is written with % in it is not UTF-8. A % itself is written as %25.';
      return refuse(response, 400, `The path ${path} cannot be decoded: ${why}`);
    }
    if (status < 500) {
      const { problem, code } = problemOf(error);
      return refuse(response, status, `This message cannot be used: ${problem}.`, code);
    }
    refuse(response, 500, 'Internal error', INTERNAL_ERROR);
  };
}

/** What body-parser throws. @property body the text, if it was not valid JSON */
type BodyError = Error & { readonly status?: number; readonly type?: string; readonly body?: string };

/** The problem in our words, not the library's. */
function problemOf({ type, body = '', message }: BodyError): { problem: string; code: number } {
  if (type !== 'entity.parse.failed') return { problem: message, code: PARSE_ERROR };
  try {
    return { problem: problemWith(JSON.parse(body)) ?? message, code: INVALID_REQUEST };
  } catch {
    return { problem: 'it is not valid JSON', code: PARSE_ERROR };
  }
}
