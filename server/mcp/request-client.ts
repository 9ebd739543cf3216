// The client behind a request: how it is asked, told and shown progress while the request is open.
import type { ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { MAX_TIMER_MS } from '../base/deadline.ts';
import { messageOf } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';
import type { Caller } from '../remotes/connection/caller.ts';
import type { Params } from '../remotes/wire/peer.ts';
import { wantsLogs } from './client-view.ts';

const ROOTS_TIMEOUT_MS = 5000;

/** A client up to 2025-11-25, which can be sent requests; answers come as they are, unchecked. */
export function callerOf(ctx: ServerContext, logger: Logger): Caller {
  return {
    ...listenerOf(ctx, logger),
    ask: (method, params, signal) =>
      ctx.mcpReq.send({ method, ...(params && { params }) }, z.unknown(), { signal, timeout: MAX_TIMER_MS }),
  };
}

/** A client of either era. Nothing is sent once its request is cancelled. */
export function listenerOf(ctx: ServerContext, logger: Logger): Omit<Caller, 'ask'> {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  const tell = (method: string, params: Params | undefined) => {
    if (ctx.mcpReq.signal.aborted || (method === 'notifications/message' && !wantsLogs(ctx))) return;
    ctx.mcpReq
      .notify({ method, ...(params && { params: { ...params } }) })
      .catch((error) => logger.debug('notification-not-sent', { message: messageOf(error) }));
  };
  return {
    tell,
    ...(progressToken !== undefined && {
      progress: (params: Params) => tell('notifications/progress', { ...params, progressToken }),
    }),
  };
}

/** @returns the `file:` URIs of its workspace roots; none where it does not tell them in time */
export async function rootsOf(ctx: ServerContext, logger: Logger): Promise<string[]> {
  try {
    const { roots } = await ctx.mcpReq.send({ method: 'roots/list' }, { timeout: ROOTS_TIMEOUT_MS });
    return roots.map((root) => root.uri);
  } catch (error) {
    logger.info('roots-not-listed', { message: messageOf(error) });
    return [];
  }
}
