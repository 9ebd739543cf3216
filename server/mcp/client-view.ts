// What a client is like, of whichever era, in one form. Up to 2025-11-25 it says so once, with `initialize`; from
// 2026-07-28 on with every request.
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type Implementation,
  LOG_LEVEL_META_KEY,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { LEGACY_VERSION, MODERN_VERSION } from '../base/mcp-versions.ts';
import type { ClientView } from '../remotes/connection/channel.ts';
import type { SessionServer } from './session-server.ts';

const UNNAMED = { name: 'unnamed client', version: '0' };

export type Fields = Readonly<Record<string, unknown>>;

/** `modern` is 2026-07-28 and newer: no session, no requests to the client, questions are results. */
export type Era = 'legacy' | 'modern';

/** The client that makes a call of a tool. */
export interface CallingClient {
  readonly era: Era;
  /** Undefined when it has not introduced itself. */
  readonly info: Implementation | undefined;
  /** The revision it speaks, where that is known. */
  readonly protocol: string | undefined;
  /** Whether it declared that it can show a question. */
  readonly isAskable: boolean;
  /** Which requests it can be sent while its call runs. */
  readonly takes: { readonly elicitation: boolean; readonly sampling: boolean; readonly roots: boolean };
}

export function callingClient(server: SessionServer, ctx: ServerContext): CallingClient {
  const isLegacy = !isModern(ctx);
  const view = viewOf(server, ctx);
  const takes = (request: string) => isLegacy && view.capabilities[request] !== undefined;
  return {
    era: isLegacy ? 'legacy' : 'modern',
    info: infoIn(server.introduction, envelopeOf(ctx)),
    protocol: isLegacy ? server.getNegotiatedProtocolVersion() : MODERN_VERSION,
    isAskable: isAskable(view),
    takes: { elicitation: takes('elicitation'), sampling: takes('sampling'), roots: takes('roots') },
  };
}

/** Whether a request belongs to the modern era. */
export function isModern(ctx: ServerContext): boolean {
  return envelopeOf(ctx) !== undefined;
}

/** From 2026-07-28 on a request says whether it wants log lines; before, `logging/setLevel` told the remote. */
export function wantsLogs(ctx: ServerContext): boolean {
  const envelope = envelopeOf(ctx);
  return !envelope || envelope[LOG_LEVEL_META_KEY] !== undefined;
}

/** Whether a client declared that it can show a question. */
export function isAskable({ capabilities }: ClientView): boolean {
  return capabilities['elicitation'] !== undefined;
}

/** @param ctx of the request, which carries this in the modern era; in the legacy era `initialize` did */
export function viewOf(server: SessionServer, ctx?: ServerContext): ClientView {
  return viewFrom(server.introduction, ctx && envelopeOf(ctx));
}

/** @param envelope the `_meta` of a request of the modern era */
export function viewFrom(introduction: Fields | undefined, envelope: Fields | undefined): ClientView {
  const version = introduction?.['protocolVersion'];
  return {
    info: infoIn(introduction, envelope) ?? UNNAMED,
    capabilities: (envelope?.[CLIENT_CAPABILITIES_META_KEY] ??
      introduction?.['capabilities'] ??
      {}) as Fields,
    protocolVersion: typeof version === 'string' ? version : LEGACY_VERSION,
  };
}

/** @returns undefined where a client has not said who it is */
export function infoIn(
  introduction: Fields | undefined,
  envelope: Fields | undefined,
): (Fields & Implementation) | undefined {
  return (envelope?.[CLIENT_INFO_META_KEY] ?? introduction?.['clientInfo']) as
    | (Fields & Implementation)
    | undefined;
}

/** The SDK has validated it but does not type it. */
function envelopeOf(ctx: ServerContext): Fields | undefined {
  return ctx.mcpReq.envelope as Fields | undefined;
}
