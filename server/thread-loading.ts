// What a thread is loaded with: what config.toml means for it, and passes to the remotes that it reaches through us.
import fs from 'node:fs';
import { readCodexConfig, readCodexProfile } from './config/codex-config.ts';
import { DEPTH_VARIABLE, findLoopingServers } from './config/loops.ts';
import type { Paths } from './config/paths.ts';
import { readSettings } from './config/settings.ts';
import type { ThreadSurroundings } from './engine/thread-options.ts';
import type { Loading, Thread, ThreadClient } from './engine/threads.ts';
import type { Logger } from './logging/logger.ts';
import type { Session } from './mcp/session.ts';
import { type TableOverride, tableOverride } from './mcp/thread-overrides.ts';
import { createThreadPasses, type LoadedThread, type ThreadPass } from './mcp/thread-passes.ts';
import { azureSignIn } from './model-providers.ts';
import { mainFile } from './program.ts';
import type { Remotes } from './remotes/remotes.ts';
import type { ThreadDoor } from './transports/thread-door.ts';

export interface ThreadLoading {
  /** @throws config-broken, profile-not-found, file-broken */
  prepare(thread: Pick<Thread, 'principal' | 'options'>, client: ThreadClient): Promise<Loading>;
  /** Ends the passes of principals for which this is false. */
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
  /** Twice is harmless. */
  close(): Promise<void>;
}

/**
 * @param options.depth how many Patchbays this one runs in
 * @param options.openSession the engine's own with the remote of a pass
 */
export function createThreadLoading(options: {
  paths: Paths;
  deniedFolders: readonly string[];
  depth: number;
  ownAddresses(): readonly string[];
  remotes: Remotes;
  openSession(pass: ThreadPass): Session;
  logger: Logger;
}): ThreadLoading {
  const { paths, deniedFolders, remotes, openSession, logger } = options;
  let door: Promise<ThreadDoor> | undefined;
  const passes = createThreadPasses(() => void door?.then(({ endForgotten }) => endForgotten()));

  /** Opened for the first thread that needs it: what serves it is large, and most clients on stdio have no such remote. */
  function openDoor(): Promise<ThreadDoor> {
    door ??= import('./transports/thread-door.ts')
      .then(({ openThreadDoor }) => openThreadDoor({ passes, openSession, logger }))
      .catch((error) => {
        door = undefined;
        throw error;
      });
    return door;
  }

  /** A profile may say something else about a remote than config.toml, which alone we know: it is left to the engine. */
  async function throughUs(
    thread: LoadedThread,
    profile: ThreadSurroundings['profile'],
  ): Promise<Record<string, TableOverride>> {
    const settings = readSettings(paths.settingsFile).remotes ?? {};
    const ofProfile = profile['mcp_servers'] ?? {};
    const overrides: Record<string, TableOverride> = {};
    for (const config of remotes.registry.usable()) {
      const { name, transport } = config;
      const isOff = settings[name]?.throughPatchbay === false || Object.hasOwn(ofProfile, name);
      if (transport.kind !== 'http' || isOff) continue;
      const { urlOf } = await openDoor();
      const through = { url: urlOf(name), token: passes.issue(thread, name) };
      overrides[name] = tableOverride(config, transport, through);
    }
    return overrides;
  }

  return {
    async prepare({ principal, options: threadOptions }, { canSample }) {
      const { cwd, profile } = threadOptions;
      const base = surroundingsOf(profile, options);
      const thread: LoadedThread = { principal, cwd, id: undefined, canSample };
      const overrides = await throughUs(thread, base.profile);
      return {
        surroundings: { ...base, deniedFolders, mcpServers: { ...base.mcpServers, ...overrides } },
        loaded(threadId) {
          thread.id = threadId;
        },
        unloaded: () => passes.keepOnly((other) => other !== thread),
      };
    },
    keepOnly: (isStillKnown) => passes.keepOnly(({ principal }) => isStillKnown(principal)),
    async close() {
      passes.keepOnly(() => false);
      await (await door)?.close();
    },
  };
}

function surroundingsOf(
  profile: string | undefined,
  options: { paths: Paths; depth: number; ownAddresses(): readonly string[] },
): Omit<ThreadSurroundings, 'deniedFolders'> {
  const { paths, depth, ownAddresses } = options;
  const config = readCodexConfig(paths.codexHome);
  const ofProfile = profile === undefined ? {} : readCodexProfile(paths.codexHome, profile);
  const servers = { ...config.mcp_servers, ...ofProfile.mcp_servers };
  const looping = findLoopingServers(servers, { program: mainFile, addresses: ownAddresses() });
  // The engine cleans the environment of the servers it starts, so a hidden loop would not be counted otherwise.
  const counted = Object.keys(servers).filter((name) => servers[name]?.command && !looping.includes(name));
  const counter = { env: { [DEPTH_VARIABLE]: String(depth + 1) } };
  const { exclude_slash_tmp, exclude_tmpdir_env_var } = config.sandbox_workspace_write ?? {};
  return {
    protectedFolders: [...new Set([paths.codexHome, fs.realpathSync(paths.codexHome)])],
    mcpServers: Object.fromEntries([
      ...looping.map((name) => [name, { enabled: false }]),
      ...counted.map((name) => [name, counter]),
    ]),
    modelProviders: azureSignIn({ ...config.model_providers, ...ofProfile.model_providers }),
    closesTemp: { slashTmp: exclude_slash_tmp ?? false, tmpdir: exclude_tmpdir_env_var ?? false },
    profile: ofProfile,
  };
}
