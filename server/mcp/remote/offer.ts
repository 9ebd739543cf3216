// Puts the tools of all remotes beside the Codex tools of a session: their calls bypass the SDK's schemas, and the
// client is told when the list changes.
import type { ServerContext } from '@modelcontextprotocol/server';
import type { Principal } from '../../config/principals.ts';
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import { isModern, viewOf } from '../client-view.ts';
import type { SessionServer } from '../session-server.ts';
import { offerAppResources } from './app-resources.ts';
import { showsApps } from './apps.ts';
import { createForwarder, type RemoteServices } from './forwarder.ts';
import { createToolGate } from './gate.ts';
import { createListing } from './listing.ts';
import { createMissingNews } from './missing-news.ts';
import { createReach } from './reach.ts';
import { createToolSearch } from './tool-search.ts';
import { createRemoteTools, type RemoteTools } from './tools.ts';

export interface RemoteOffer {
  readonly server: SessionServer;
  readonly principal: Principal;
  readonly sessionId: string;
  readonly cwd: string | undefined;
  readonly services: RemoteServices;
  readonly logger: Logger;
  isOwnTool(name: unknown): boolean;
  /** The `_meta` of the session's only request, if it has no handshake. */
  readonly envelope: unknown;
  /** Counts a call among the session's running ones until it has ended. */
  whileRunning<T>(tool: string, ctx: ServerContext, run: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export function offerRemotes(offer: RemoteOffer): RemoteTools {
  const { server, principal, sessionId, cwd, services, logger, isOwnTool, whileRunning } = offer;
  const { remotes, broker, limits } = services;
  const reach = createReach({ principal, limitsOf: limits.of, pins: remotes.pins });

  const notTold = (error: unknown) => logger.debug('not-told', { message: messageOf(error) });

  function tellToolsChanged(): void {
    server.sendToolListChanged().catch(notTold);
  }

  const connections = remotes.connectSession({
    view: () => viewOf(server),
    cwd,
    bystander: {
      ask: (method, params, signal) => server.ask(method, params, signal),
      tell(method) {
        if (method === 'notifications/tools/list_changed') tellToolsChanged();
      },
    },
  });
  const stopWatching = remotes.registry.onChanged(() => {
    if (server.introduction) tellToolsChanged();
  });
  const stopWatchingLimits = limits.onChanged(principal.id, () => {
    const names = remotes.registry.list().map(({ name }) => name);
    connections.drop(new Set(names.filter((name) => !reach.includes(name))));
  });
  const forwarder = createForwarder({
    server,
    principal,
    sessionId,
    cwd,
    connections,
    services,
    logger,
  });
  const gate = createToolGate({ sessionId, principal, broker });
  const listing = createListing({
    remotes,
    forwarder,
    sharersOf: (ctx) =>
      isModern(ctx) ? JSON.stringify([principal.id, viewOf(server, ctx).capabilities]) : undefined,
    tellArrived(ctx) {
      tellToolsChanged();
      // Over HTTP such a client listens on a stream that belongs to no session.
      if (isModern(ctx)) remotes.tellToolsChanged();
    },
    logger,
  });
  const tools = createRemoteTools({ server, remotes, reach, forwarder, listing, gate });
  const news = createMissingNews(notTold);

  const search = createToolSearch({
    tools,
    remoteNames: () => remotes.registry.usable().flatMap(({ name }) => (reach.includes(name) ? [name] : [])),
  });
  const usesSearch = () => limits.of(principal.id).toolSearch === true;

  server.hooks = {
    isForwarded({ params }, ctx) {
      const name = String(params?.['name']);
      if (isOwnTool(name)) return false;
      return tools.owns(name) || (usesSearch() && search.owns(name)) || showsApps(viewOf(server, ctx));
    },
    ...offerAppResources({ server, tools, envelope: offer.envelope, whileRunning }),
    forward(request, ctx) {
      const name = String(request.params?.['name']);
      const { call } = search.owns(name) ? search : tools;
      return whileRunning(name, ctx, (signal) => call(request, ctx, signal));
    },
  };
  server.whenEnded(() => {
    stopWatching();
    stopWatchingLimits();
    void connections.close();
  });
  return {
    ...tools,
    async list(ctx) {
      if (usesSearch()) return { tools: search.list(), missing: [] };
      const list = await tools.list(ctx);
      news.tell(list.missing, ctx);
      return list;
    },
    setLogLevel(level, ctx) {
      news.setLevel(level);
      return tools.setLogLevel(level, ctx);
    },
  };
}
