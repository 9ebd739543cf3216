// The tools of all remotes beside the Codex tools, under names of our own (remotes/offered-names.ts).
import type {
  CallToolResult,
  JSONRPCRequest,
  Result,
  ServerContext,
  Tool,
} from '@modelcontextprotocol/server';
import { appUriOf, isForApps } from '../../contract/apps.ts';
import { PatchbayError } from '../../errors/error.ts';
import { appAmbiguous, appNotFound, remoteToolFiltered } from '../../errors/remotes.ts';
import { isToolOffered, type RemoteConfig, startupLimit } from '../../remotes/config.ts';
import { silentCaller } from '../../remotes/connection/caller.ts';
import type { RemoteTool } from '../../remotes/connection/connection.ts';
import { offeredNames, prefixOf, type RawName } from '../../remotes/offered-names.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import type { Params } from '../../remotes/wire/peer.ts';
import { errorResult } from '../call-results.ts';
import { isAskable, viewOf } from '../client-view.ts';
import type { SessionServer } from '../session-server.ts';
import { showsApps } from './apps.ts';
import type { Forwarder } from './forwarder.ts';
import type { ToolGate } from './gate.ts';
import type { Listing, MissingRemote, ToolsOf } from './listing.ts';
import type { Reach } from './reach.ts';

export interface RemoteList {
  readonly tools: Tool[];
  readonly missing: readonly MissingRemote[];
}

export interface RemoteTools {
  list(ctx: ServerContext): Promise<RemoteList>;
  /** Whether this could be the name of a remote tool. */
  owns(name: string): boolean;
  /** Tells every remote that supports logging the level its client wants. */
  setLogLevel(level: string, ctx: ServerContext): Promise<void>;
  /**
   * Answers `resources/read` of an app, as its remote does.
   * @throws app-not-found, app-ambiguous, and what the forwarder throws
   */
  readApp(request: JSONRPCRequest, ctx: ServerContext, signal: AbortSignal): Promise<Result>;
  /** Failures are results with `isError`; an error answered by the remote is thrown unchanged. */
  call(request: JSONRPCRequest, ctx: ServerContext, signal: AbortSignal): Promise<Result>;
}

interface Listed {
  readonly raw: RawName;
  readonly tool: RemoteTool;
}

export function createRemoteTools(options: {
  server: SessionServer;
  remotes: Pick<Remotes, 'registry' | 'patience' | 'pins'>;
  reach: Reach;
  forwarder: Forwarder;
  listing: Listing;
  gate: ToolGate;
}): RemoteTools {
  const { server, reach, forwarder, listing, gate } = options;
  const { registry, patience, pins } = options.remotes;
  /** The last list, as it is before limits leave anything out. */
  let built: Built | undefined;
  const reachable = () => registry.usable().filter(({ name }) => reach.includes(name));

  /** The only remotes that can have a tool of that name, collisions included. */
  function candidates(name: string): RemoteConfig[] {
    return registry.usable().filter((remote) => name.startsWith(prefixOf(remote.name)));
  }

  /** The tools of each remote that answers in time and has an app, without what the client may not call. */
  async function toolsWithApps(ctx: ServerContext): Promise<{ tools: Listed[]; missing: RemoteConfig[] }> {
    const { present, missing } = await listing.inTime(reachable(), ctx);
    const tools = [...named(present).values()].filter(({ raw, tool }) => reach.offers(raw.remote, tool));
    const haveApps = new Set(tools.filter(({ tool }) => appUriOf(tool)).map(({ raw }) => raw.remote));
    const names = new Set(missing.map(({ server: remote }) => remote));
    return {
      tools: tools.filter(({ raw }) => haveApps.has(raw.remote)),
      missing: reachable().filter((config) => names.has(config.name)),
    };
  }

  /**
   * An app calls its tools by their own names, because it does not know through whom it is shown.
   * @throws app-ambiguous
   */
  async function toolOfApp(name: string, ctx: ServerContext): Promise<Listed | undefined> {
    const { tools, missing } = await toolsWithApps(ctx);
    return ofOneRemote(
      name,
      tools.filter(({ tool }) => tool.name === name && isForApps(tool)),
      missing.filter((config) => pins.listedBy(config).has(name)),
    );
  }

  async function call(request: JSONRPCRequest, ctx: ServerContext, signal: AbortSignal): Promise<Result> {
    const { name, arguments: args } = request.params as { name: string; arguments?: unknown };
    const inReach = candidates(name).filter((config) => reach.includes(config.name));
    // All of them, however long that takes: two with tools of the same name have others than one alone.
    const ofEach = await Promise.all(
      inReach.map(async (config) => ({ config, tools: await listing.toolsOf(config.name, ctx) })),
    );
    const view = viewOf(server, ctx);
    const found = named(ofEach).get(name) ?? (showsApps(view) ? await toolOfApp(name, ctx) : undefined);
    if (!found) {
      for (const config of candidates(name)) reach.requireRemote(config.name);
      return unknownTool(name, inReach);
    }
    const { remote, tool } = found.raw;
    await reach.requireTool(remote, tool, async () => [found.tool]);
    return await forwarder.forward({
      remote,
      method: 'tools/call',
      params: { ...request.params, name: tool },
      ctx,
      signal,
      before: (connection, caller, over) =>
        gate.pass({
          connection,
          tool,
          args,
          caller,
          signal: over,
          requestId: ctx.mcpReq.id,
          clientName: String(view.info['name']),
          isAskable: isAskable(view),
        }),
    });
  }

  return {
    async list(ctx) {
      const { present, missing } = await listing.inTime(reachable(), ctx);
      if (!built || !isSame(built.from, present)) built = build(present);
      const { offered, tools } = built;
      if (!reach.isPartial()) return { tools, missing };
      const within = offered.filter(({ remote, tool }) => reach.offers(remote, tool));
      return { tools: within.map(({ shown }) => shown), missing };
    },
    async setLogLevel(level, ctx) {
      const told = reachable().map(({ name: remote }) =>
        patience.waitFor(
          remote,
          forwarder.use(remote, ctx, async ({ about, config, request }) => {
            if (!about.capabilities['logging']) return;
            const call = { method: 'logging/setLevel', params: { level }, limit: startupLimit(config) };
            await request(call, silentCaller);
          }),
        ),
      );
      await Promise.allSettled(told);
    },
    owns: (name) => candidates(name).length > 0,
    async readApp({ method, params }, ctx, signal) {
      const uri = String(params?.['uri']);
      const { tools, missing } = await toolsWithApps(ctx);
      const found = ofOneRemote(
        uri,
        tools.filter(({ tool }) => appUriOf(tool) === uri),
        missing.filter((config) => pins.hasListedApp(config, uri)),
      );
      if (!found) throw appNotFound(uri);
      const { remote } = found.raw;
      return await forwarder.forward({ remote, method, params: params as Params, ctx, signal });
    },
    async call(request, ctx, signal) {
      try {
        return await call(request, ctx, signal);
      } catch (error) {
        if (error instanceof PatchbayError) return errorResult(error);
        throw error;
      }
    },
  };
}

interface Offered {
  readonly remote: string;
  readonly tool: RemoteTool;
  readonly shown: Tool;
}

interface Built {
  readonly from: readonly ToolsOf[];
  readonly offered: readonly Offered[];
  /** As they are shown, all of them. */
  readonly tools: Tool[];
}

/** Named before any is left out: a tool keeps its name when others may not be called. */
function build(from: readonly ToolsOf[]): Built {
  const offered = [...named(from)].map(([name, { raw, tool }]) => ({
    remote: raw.remote,
    tool,
    shown: { ...tool, name } as unknown as Tool,
  }));
  return { from, offered, tools: offered.map(({ shown }) => shown) };
}

/** A connection gives the same array until its remote announces a change. */
function isSame(left: readonly ToolsOf[], right: readonly ToolsOf[]): boolean {
  return (
    left.length === right.length &&
    left.every(
      ({ config, tools }, at) => config.name === right[at]?.config.name && tools === right[at]?.tools,
    )
  );
}

/** @returns offered name → tool */
function named(ofEach: readonly ToolsOf[]): Map<string, Listed> {
  const all = ofEach.flatMap(({ config, tools }) =>
    tools.map((tool): Listed => ({ raw: { remote: config.name, tool: tool.name }, tool })),
  );
  const names = [...offeredNames(all.map(({ raw }) => raw)).keys()];
  return new Map(names.map((name, index) => [name, all[index] as Listed]));
}

/**
 * The first of those of one remote.
 * @param missing those that had it when they last answered
 * @throws app-ambiguous if they are of several: one of them could pretend to be another
 */
function ofOneRemote(
  what: string,
  found: readonly Listed[],
  missing: readonly RemoteConfig[],
): Listed | undefined {
  if (found.length === 0) return undefined;
  const remotes = [...new Set([...found.map(({ raw }) => raw.remote), ...missing.map(({ name }) => name)])];
  if (remotes.length > 1) throw appAmbiguous(what, remotes);
  return found[0];
}

function unknownTool(name: string, remotes: readonly RemoteConfig[]): CallToolResult {
  for (const remote of remotes) {
    const tool = name.slice(prefixOf(remote.name).length);
    if (!isToolOffered(remote, tool)) return errorResult(remoteToolFiltered(remote.name, tool));
  }
  return errorResult(new Error(`Unknown tool '${name}'`));
}
