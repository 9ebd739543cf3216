// What the HTTP server serves behind its front: /mcp, in both eras of the protocol.
import type { ClientLimits } from '../../config/client-limits.ts';
import type { Principal } from '../../config/principals.ts';
import { mayUseRemote, noLimits } from '../../contract/limits.ts';
import { messageOf } from '../../errors/error.ts';
import { remoteOutsideLimits } from '../../errors/limits.ts';
import { remoteUnknown } from '../../errors/remote-config.ts';
import type { Logger } from '../../logging/logger.ts';
import { viewFrom } from '../../mcp/client-view.ts';
import type { ClientCall } from '../../mcp/remote/gate.ts';
import { holdForListening } from '../../mcp/remote/listening.ts';
import { relayModern } from '../../mcp/remote/modern-relay.ts';
import type { ForwardedCall } from '../../mcp/remote/told-calls.ts';
import { everything, type Scope } from '../../mcp/scope.ts';
import type { Session } from '../../mcp/session.ts';
import { type HandedLease, handOver, type Lease } from '../../remotes/connection/leases.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import type { Front } from './front.ts';
import { refuse } from './guards.ts';
import { createLegacySse } from './legacy-sse.ts';
import { createModernHttp, isOfLegacyEra } from './modern-http.ts';
import { whenNeeded } from './plain-posts.ts';
import { createHttpSessions } from './sessions/http-sessions.ts';

export interface HttpOptions {
  /** Whether a principal is still known. Asked periodically, since tokens can be revoked during a session. */
  isKnown(principalId: string): boolean;
  /** Called periodically: ends what is still running outside of a request for principals that are no longer known. */
  endForgotten(): void;
  /** @param lease a connection to the remote of the scope, for the request of a client without a handshake */
  openSession(principal: Principal, scope: Scope, lease?: HandedLease, envelope?: unknown): Session;
  /** If absent, nothing is served at `/mcp/<remote>`. */
  readonly remotes?: Remotes;
  /** If absent, no client has limits. */
  readonly limits?: ClientLimits;
  /** Called for calls that were relayed to a remote unchanged; sessions report their own calls. */
  onCalled?(call: ForwardedCall): void;
  /** Whether a person has paused this client; nobody is if this is absent. */
  isPaused?(principalId: string): boolean;
  /** Whether a rule of the person denies a call that would be relayed unchanged, or wants to see it. */
  isHeldBack?(call: ClientCall): Promise<boolean>;
  readonly sessionIdleMs?: number;
  readonly maxSessions?: number;
  readonly unattendedMs?: number;
  readonly logger: Logger;
}

export interface HttpServer {
  readonly host: string;
  readonly port: number;
  /** Where clients point: `http://HOST:PORT/mcp`. */
  readonly url: string;
  readonly sessionCount: number;
  close(): Promise<void>;
}

const SESSION_IDLE_MS = 30 * 60_000;
const MAX_SESSIONS = 4096;
/** A call keeps running for this long after its client left; then its turn is interrupted. */
const UNATTENDED_MS = 5 * 60_000;
const REVOCATION_CHECK_MS = 2000;
/** Not at once: the first requests come then, and few of them need it. */
const LOAD_APP_AFTER_MS = 2000;

/** Serves what comes in at the front, from now on. */
export async function serveHttp(front: Front, options: HttpOptions): Promise<HttpServer> {
  const {
    logger,
    remotes,
    limits = withoutLimits,
    onCalled = () => undefined,
    isPaused = () => false,
    isHeldBack = async () => false,
  } = options;
  const most = options.maxSessions ?? MAX_SESSIONS;
  const sessions = createHttpSessions({
    open: options.openSession,
    idleMs: options.sessionIdleMs ?? SESSION_IDLE_MS,
    most,
    unattendedMs: options.unattendedMs ?? UNATTENDED_MS,
    logger,
  });

  const sse = createLegacySse({
    open: (principal) => options.openSession(principal, everything),
    most,
    logger,
  });
  const modern = createModernHttp({
    async open(principal, scope, { method, meta, isContinued, onOver }) {
      const lease =
        // A continued call already has its connection.
        scope.kind === 'remote' && !isContinued
          ? await leaseOf({ remotes, limits }, principal, scope.name, meta).catch(orSay(method))
          : undefined;
      const handed = lease && handOver(lease);
      if (handed) onOver(handed.release);
      return options.openSession(principal, scope, handed, meta);
    },
    relay: async (principal, scope, request) =>
      scope.kind === 'remote' && remotes
        ? await relayModern(
            { remotes, limits, logger, onCalled, isPaused, isHeldBack },
            { name: scope.name, principal },
            request,
          )
        : undefined,
    listen(principal, scope, meta) {
      const stopWatchingLimits = limits.onChanged(principal.id, () => {
        for (const list of ['tools', 'resources', 'prompts']) {
          modern.tellListChanged(`notifications/${list}/list_changed`);
        }
      });
      const client = { principalId: principal.id, limits: limits.of(principal.id), scope, meta };
      const release = remotes && holdForListening(remotes, client, logger);
      return () => {
        stopWatchingLimits();
        release?.();
      };
    },
    logger,
  });

  const stopWatching = [
    remotes?.registry.onChanged(() => modern.tellListChanged('notifications/tools/list_changed')),
    remotes?.onListChanged(modern.tellListChanged),
  ];

  await front.serve({
    serve(request, response, asked) {
      const { scope } = asked;
      if (scope.kind === 'remote' && !remotes?.registry.list().some((entry) => entry.name === scope.name)) {
        return refuse(response, 404, remoteUnknown(scope.name).message);
      }
      const era = isOfLegacyEra(request, asked) ? sessions : modern;
      return era.handle(request, response, asked);
    },
    others: whenNeeded(async () => {
      const { createServerApp } = await import('./server-app.ts');
      return createServerApp(front.door, { allowOrigins: front.allowOrigins, sse });
    }, logger),
    adopt: sessions.adopt,
    async close() {
      await Promise.all([sessions.close(), sse.close(), modern.close()]);
    },
  });
  const revocation = setInterval(() => {
    try {
      options.endForgotten();
      sessions.keepOnly(options.isKnown);
      sse.keepOnly(options.isKnown);
    } catch (error) {
      // The tokens cannot be read right now: nobody new is let in, and existing sessions stay.
      logger.error('tokens-not-read', { message: messageOf(error) });
    }
  }, REVOCATION_CHECK_MS);
  revocation.unref();
  // An update may replace our files while we run, and Node 20 never tries again what it could not load once. Whoever needs
  // it hears of the failure.
  const loading = setTimeout(() => void import('./server-app.ts').catch(() => undefined), LOAD_APP_AFTER_MS);
  loading.unref();

  return {
    host: front.host,
    port: front.port,
    url: front.url,
    get sessionCount() {
      return sessions.count + sse.count;
    },
    async close() {
      clearInterval(revocation);
      clearTimeout(loading);
      for (const stop of stopWatching) stop?.();
      await front.close();
    },
  };
}

const withoutLimits: ClientLimits = {
  of: () => noLimits,
  ceilingOf: () => undefined,
  onChanged: () => () => undefined,
  close: () => undefined,
};

/** @throws remote-outside-limits, and what a lease throws */
async function leaseOf(
  { remotes, limits }: { remotes: Remotes | undefined; limits: ClientLimits },
  principal: Principal,
  name: string,
  meta: unknown,
): Promise<Lease | undefined> {
  if (!mayUseRemote(limits.of(principal.id), name)) throw remoteOutsideLimits(name, principal.name);
  const view = viewFrom(undefined, meta as Record<string, unknown> | undefined);
  return await remotes?.leases.lease(principal.id, view, name);
}

/**
 * An unreachable remote has nothing to report to `server/discover`, so that fails; other requests report the failure
 * themselves.
 */
function orSay(method: unknown): (error: unknown) => undefined {
  return (error) => {
    if (method === 'server/discover') throw error;
  };
}
