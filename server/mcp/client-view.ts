// How a client of either era introduced itself, in one form.
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { LEGACY_VERSION } from '../base/mcp-versions.ts';
import type { ClientView } from '../remotes/connection/channel.ts';
import type { SessionServer } from './session-server.ts';

const UNNAMED = { name: 'unnamed client', version: '0' };

type Fields = Readonly<Record<string, unknown>>;

/** Whether a request belongs to 2026-07-28 or newer: no session, and no requests to the client. */
export function isModern(ctx: ServerContext): boolean {
  return ctx.mcpReq.envelope !== undefined;
}

/** @param ctx of the request, which carries this in the modern era; in the legacy era `initialize` did */
export function viewOf(server: SessionServer, ctx?: ServerContext): ClientView {
  return viewFrom(server.introduction, ctx?.mcpReq.envelope as Fields | undefined);
}

/** @param envelope the `_meta` of a request of the modern era */
export function viewFrom(introduction: Fields | undefined, envelope: Fields | undefined): ClientView {
  const version = introduction?.['protocolVersion'];
  return {
    info: (envelope?.[CLIENT_INFO_META_KEY] ?? introduction?.['clientInfo'] ?? UNNAMED) as Fields,
    capabilities: (envelope?.[CLIENT_CAPABILITIES_META_KEY] ??
      introduction?.['capabilities'] ??
      {}) as Fields,
    protocolVersion: typeof version === 'string' ? version : LEGACY_VERSION,
  };
}
