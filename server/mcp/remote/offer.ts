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
import { createMissingNews, type MissingNews } from './missing-news.ts';
import { createReach } from './reach.ts';
import { createToolSearch, type ToolSearch } from './tool-search.ts';
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

/** What a session has that uses what is offered. */
interface RemotesInUse {
  readonly tools: RemoteTools;
  readonly search: ToolSearch;
  readonly news: MissingNews;
  end(): void;
}

export function offerRemotes(offer: RemoteOffer): Pick<RemoteTools, 'list' | 'setLogLevel'> {
  const { server, principal, services, logger, isOwnTool, whileRunning } = offer;
  const { remotes, limits } = services;
  const notTold = (error: unknown) => logger.debug('not-told', { message: messageOf(error) });
  const tellToolsChanged = () => void server.sendToolListChanged().catch(notTold);
  let used: RemotesInUse | undefined;

  /** Most clients introduce themselves long before they use anything, and many never do. */
  function inUse(): RemotesInUse {
    used ??= takeRemotes(offer, { tellToolsChanged, notTold });
    return used;
  }

  const stopWatching = remotes.registry.onChanged(() => {
    if (server.introduction) tellToolsChanged();
  });
  const usesSearch = () => limits.of(principal.id).toolSearch === true;

  server.hooks = {
    isForwarded({ params }, ctx) {
      const name = String(params?.['name']);
      if (isOwnTool(name)) return false;
      const { tools, search } = inUse();
      return tools.owns(name) || (usesSearch() && search.owns(name)) || showsApps(viewOf(server, ctx));
    },
    ...offerAppResources({
      server,
      readApp: (request, ctx, signal) => inUse().tools.readApp(request, ctx, signal),
      envelope: offer.envelope,
      whileRunning,
    }),
    forward(request, ctx) {
      const name = String(request.params?.['name']);
      const { tools, search } = inUse();
      const { call } = search.owns(name) ? search : tools;
      return whileRunning(name, ctx, (signal) => call(request, ctx, signal));
    },
  };
  server.whenEnded(() => {
    stopWatching();
    used?.end();
  });
  return {
    async list(ctx) {
      const { tools, search, news } = inUse();
      if (usesSearch()) return { tools: search.list(), missing: [] };
      const list = await tools.list(ctx);
      news.tell(list.missing, ctx);
      return list;
    },
    setLogLevel(level, ctx) {
      const { tools, news } = inUse();
      news.setLevel(level);
      return tools.setLogLevel(level, ctx);
    },
  };
}

function takeRemotes(
  { server, principal, sessionId, cwd, services, logger }: RemoteOffer,
  { tellToolsChanged, notTold }: { tellToolsChanged(): void; notTold(error: unknown): void },
): RemotesInUse {
  const { remotes, broker, limits } = services;
  const reach = createReach({ principal, limitsOf: limits.of, pins: remotes.pins });
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
  const search = createToolSearch({
    tools,
    remoteNames: () => remotes.registry.usable().flatMap(({ name }) => (reach.includes(name) ? [name] : [])),
  });
  return {
    tools,
    search,
    news: createMissingNews(notTold),
    end() {
      stopWatchingLimits();
      void connections.close();
    },
  };
}
