// The tools of those remotes that answer in time, and which are missing and why. A broken or slow remote is left out of a
// list; the others stay. What comes later is announced.
import type { ServerContext } from '@modelcontextprotocol/server';
import { knownError, messageOf } from '../../errors/error.ts';
import { remoteTimedOut } from '../../errors/remotes.ts';
import type { Logger } from '../../logging/logger.ts';
import type { RemoteConfig } from '../../remotes/config.ts';
import type { RemoteTool } from '../../remotes/connection/connection.ts';
import { LIST_WAIT_MS } from '../../remotes/patience.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import type { Forwarder } from './forwarder.ts';

/** In `_meta` of a list: the remotes whose tools are not in it. */
export const MISSING_KEY = 'patchbay/missing';

export interface MissingRemote {
  /** Its name in config.toml. */
  readonly server: string;
  readonly reason: string;
}

export interface ToolsOf {
  readonly config: RemoteConfig;
  readonly tools: readonly RemoteTool[];
}

export interface Listing {
  /** @throws what connecting to the remote and asking it throws */
  toolsOf(remote: string, ctx: ServerContext): Promise<readonly RemoteTool[]>;
  /** In the order of the remotes. */
  inTime(
    configs: readonly RemoteConfig[],
    ctx: ServerContext,
  ): Promise<{ present: ToolsOf[]; missing: MissingRemote[] }>;
}

/** @param options.tellArrived tells clients that a remote they were told is missing has its tools now */
export function createListing(options: {
  remotes: Pick<Remotes, 'patience' | 'activity'>;
  forwarder: Forwarder;
  /** Of a client without a session: those who could share its connections, as one text. */
  sharersOf(ctx: ServerContext): string | undefined;
  tellArrived(ctx: ServerContext): void;
  logger: Logger;
}): Listing {
  const { forwarder, sharersOf, logger } = options;
  const { patience, activity } = options.remotes;
  const expected = new Set<string>();

  function toolsOf(remote: string, ctx: ServerContext): Promise<readonly RemoteTool[]> {
    const list = () =>
      forwarder.use(remote, ctx, (connection) =>
        connection.about.capabilities['tools'] ? connection.tools() : Promise.resolve([]),
      );
    const sharers = sharersOf(ctx);
    return sharers === undefined ? list() : patience.listFor(remote, sharers, list);
  }

  function note({ name, isRequired }: RemoteConfig, message: string): void {
    logger[isRequired ? 'error' : 'warn']('remote-not-listed', { remote: name, message });
  }

  function expect(config: RemoteConfig, work: Promise<unknown>, ctx: ServerContext, why: string): void {
    const { name } = config;
    if (expected.has(name)) return;
    expected.add(name);
    note(config, why);
    work
      .then(
        () => options.tellArrived(ctx),
        (error) => note(config, messageOf(error)),
      )
      .finally(() => expected.delete(name));
  }

  async function look(config: RemoteConfig, ctx: ServerContext): Promise<ToolsOf | MissingRemote> {
    const { name } = config;
    const work = toolsOf(name, ctx);
    try {
      if (await patience.waitFor(name, work)) return { config, tools: await work };
      const late = remoteTimedOut(name, 'tools/list', { ms: LIST_WAIT_MS }).summary;
      expect(config, work, ctx, late);
      return { server: name, reason: activity.of(name).failure?.summary ?? late };
    } catch (error) {
      note(config, messageOf(error));
      return { server: name, reason: knownError(error).summary };
    }
  }

  return {
    toolsOf,
    async inTime(configs, ctx) {
      const found = await Promise.all(configs.map((config) => look(config, ctx)));
      return {
        present: found.filter((one) => 'tools' in one),
        missing: found.filter((one) => 'reason' in one),
      };
    },
  };
}
