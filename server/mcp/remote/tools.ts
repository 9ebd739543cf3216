// The tools of all remotes beside the Codex tools, under names of our own (remotes/offered-names.ts). A broken or slow remote
// is left out of a list; the others stay.
import type {
  CallToolResult,
  JSONRPCRequest,
  Result,
  ServerContext,
  Tool,
} from '@modelcontextprotocol/server';
import { within } from '../../base/deadline.ts';
import { messageOf, PatchbayError } from '../../errors/error.ts';
import { remoteTimedOut, remoteToolFiltered } from '../../errors/remotes.ts';
import type { Logger } from '../../logging/logger.ts';
import { isToolOffered, type RemoteConfig, startupLimit } from '../../remotes/config.ts';
import { silentCaller } from '../../remotes/connection/caller.ts';
import type { RemoteTool } from '../../remotes/connection/connection.ts';
import { offeredNames, prefixOf, type RawName } from '../../remotes/offered-names.ts';
import type { Registry } from '../../remotes/registry.ts';
import { errorResult } from '../call-results.ts';
import { isAskable, viewOf } from '../client-view.ts';
import type { SessionServer } from '../session-server.ts';
import type { Forwarder } from './forwarder.ts';
import type { ToolGate } from './gate.ts';
import type { Reach } from './reach.ts';

export interface RemoteTools {
  list(ctx: ServerContext): Promise<Tool[]>;
  /** Whether this could be the name of a remote tool. */
  owns(name: string): boolean;
  /** Tells every remote that supports logging the level its client wants. */
  setLogLevel(level: string, ctx: ServerContext): Promise<void>;
  /** Failures are results with `isError`; an error answered by the remote is thrown unchanged. */
  call(request: JSONRPCRequest, ctx: ServerContext, signal: AbortSignal): Promise<Result>;
}

interface Listed {
  readonly raw: RawName;
  readonly tool: RemoteTool;
}

export function createRemoteTools(options: {
  server: SessionServer;
  registry: Registry;
  reach: Reach;
  forwarder: Forwarder;
  gate: ToolGate;
  logger: Logger;
}): RemoteTools {
  const { server, registry, reach, forwarder, gate, logger } = options;
  const reachable = () => registry.usable().filter(({ name }) => reach.includes(name));

  /** @returns offered name → tool */
  async function listed(configs: readonly RemoteConfig[], ctx: ServerContext): Promise<Map<string, Listed>> {
    const ofEach = await Promise.all(
      configs.map(async ({ name: remote }): Promise<Listed[]> => {
        const tools = await forwarder.use(remote, ctx, (connection) =>
          connection.about.capabilities['tools'] ? connection.tools() : Promise.resolve([]),
        );
        return tools.map((tool) => ({ raw: { remote, tool: tool.name }, tool }));
      }),
    );
    const all = ofEach.flat();
    const names = [...offeredNames(all.map(({ raw }) => raw)).keys()];
    return new Map(names.map((name, index) => [name, all[index] as Listed]));
  }

  async function listOne(config: RemoteConfig, ctx: ServerContext): Promise<RemoteConfig[]> {
    try {
      await inTime(listed([config], ctx), config);
      return [config];
    } catch (error) {
      logger[config.isRequired ? 'error' : 'warn']('remote-not-listed', {
        remote: config.name,
        message: messageOf(error),
      });
      return [];
    }
  }

  /** The only remotes that can have a tool of that name, collisions included. */
  function candidates(name: string): RemoteConfig[] {
    return registry.usable().filter((remote) => name.startsWith(prefixOf(remote.name)));
  }

  async function call(request: JSONRPCRequest, ctx: ServerContext, signal: AbortSignal): Promise<Result> {
    const { name, arguments: args } = request.params as { name: string; arguments?: unknown };
    const inReach = candidates(name).filter((config) => reach.includes(config.name));
    const found = (await listed(inReach, ctx)).get(name);
    if (!found) {
      for (const config of candidates(name)) reach.requireRemote(config.name);
      return unknownTool(name, inReach);
    }
    const { remote, tool } = found.raw;
    await reach.requireTool(remote, tool, async () => [found.tool]);
    const view = viewOf(server, ctx);
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
      const answering = await Promise.all(reachable().map((config) => listOne(config, ctx)));
      // Named before any is left out: a tool keeps its name when others may not be called.
      const tools = [...(await listed(answering.flat(), ctx))];
      const offered = tools.filter(([, { raw, tool }]) => reach.offers(raw.remote, tool));
      return offered.map(([name, { tool }]) => ({ ...tool, name }) as unknown as Tool);
    },
    async setLogLevel(level, ctx) {
      const told = reachable().map(({ name: remote }) =>
        forwarder.use(remote, ctx, async ({ about, config, request }) => {
          if (!about.capabilities['logging']) return;
          const call = { method: 'logging/setLevel', params: { level }, limit: startupLimit(config) };
          await request(call, silentCaller);
        }),
      );
      await Promise.allSettled(told);
    },
    owns: (name) => candidates(name).length > 0,
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

/** A slow remote is left out of this list; its tools appear in the next one. */
async function inTime<T>(work: Promise<T>, config: RemoteConfig): Promise<T> {
  const limit = startupLimit(config);
  return await within(limit.ms, work, () => remoteTimedOut(config.name, 'tools/list', limit));
}

function unknownTool(name: string, remotes: readonly RemoteConfig[]): CallToolResult {
  for (const remote of remotes) {
    const tool = name.slice(prefixOf(remote.name).length);
    if (!isToolOffered(remote, tool)) return errorResult(remoteToolFiltered(remote.name, tool));
  }
  return errorResult(new Error(`Unknown tool '${name}'`));
}
