// What a request must show before anything is done for it: a Host we answer to (DNS rebinding), no foreign Origin
// (another web page), and a token that belongs to a principal. A guard refuses, or lets pass; what it has worked out
// for one header text is not worked out again for the next request with the same.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { SERVER_ERROR } from '../../base/json-rpc.ts';
import { LOOPBACK_HOSTS } from '../../base/loopback.ts';
import { remembered } from '../../base/remembered.ts';
import type { Verified } from '../../config/client-tokens.ts';
import type { Principal } from '../../config/principals.ts';
import { tokenExpired } from '../../errors/tokens.ts';

/** @returns undefined when the request has been refused */
export type Guard<Passed> = (request: IncomingMessage, response: ServerResponse) => Passed | undefined;

/** The methods that MCP uses. */
export const METHODS = ['GET', 'POST', 'DELETE'];

/**
 * Answers with a JSON-RPC error that belongs to no request.
 * @param code as the SDK's server has it, for refusals before a message is looked at
 * @returns nothing, so that a guard can return it
 */
export function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  code = SERVER_ERROR,
): undefined {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(refusalBody(message, code));
  return undefined;
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
export function guardHostAndOrigin(hosts: readonly string[], origins: readonly string[]): Guard<true> {
  const allowedHosts: readonly string[] = [...LOOPBACK_HOSTS, ...hosts.map(asInHeader)];
  const isAllowed = remembered((host: string) => {
    const hostname = hostnameOf(host);
    return (
      hostname !== undefined && [hostname, host.toLowerCase()].some((name) => allowedHosts.includes(name))
    );
  });
  return (request, response) => {
    const { host, origin } = request.headers;
    // Node keeps the first; a gateway in front may have checked the other one (RFC 9112, section 3.2).
    if (countOf('host', request) > 1) {
      return refuse(response, 400, 'The request has more than one Host header.');
    }
    if (host === undefined) {
      response.setHeader('Connection', 'close');
      return refuse(response, 400, 'The request has no Host header.');
    }
    if (!isAllowed(host)) {
      return refuse(response, 403, 'This Host is not allowed. Patchbay answers to others with --allow-host.');
    }
    if (origin !== undefined && origin !== `http://${host}` && !origins.includes(origin)) {
      return refuse(response, 403, 'This Origin is not allowed. Web pages are let in with --allow-origin.');
    }
    return true;
  };
}

/** How often a header occurs. @param name in small letters */
function countOf(name: string, { rawHeaders }: IncomingMessage): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] as string;
    if (given.length === name.length && given.toLowerCase() === name) count += 1;
  }
  return count;
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

/**
 * @param identify tells whose a bearer token is; called with undefined when the request has none
 * @param onRefused receives the name the client gives itself
 */
export function guardPrincipal(
  identify: (token: string | undefined) => Verified | undefined,
  onRefused?: (client: string) => void,
): Guard<Principal> {
  return (request, response) => {
    const { authorization, 'user-agent': client = '' } = request.headers;
    // As with Host: a gateway in front may have checked a different one of the two.
    if (authorization !== undefined && countOf('authorization', request) > 1) {
      return refuse(response, 400, 'The request has more than one Authorization header.');
    }
    const token = authorization === undefined ? undefined : /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1];
    const verified = identify(token);
    if (verified?.kind === 'valid') return verified.principal;
    const what = token === undefined ? 'A token is required' : 'This token is not known';
    response.setHeader(
      'WWW-Authenticate',
      `Bearer realm="Patchbay"${token === undefined ? '' : ', error="invalid_token"'}`,
    );
    if (verified) return refuse(response, 401, tokenExpired(verified.name).message);
    onRefused?.(client);
    const fix = 'make one with `patchbay token add NAME` and send it as `Authorization: Bearer TOKEN`.';
    return refuse(response, 401, `${what}: ${fix}`);
  };
}

/** Refuses the methods that MCP does not use. */
export function guardMethod({ method = '' }: IncomingMessage, response: ServerResponse): true | undefined {
  if (METHODS.includes(method)) return true;
  response.setHeader('Allow', METHODS.join(', '));
  return refuse(response, 405, 'Method not allowed.');
}
