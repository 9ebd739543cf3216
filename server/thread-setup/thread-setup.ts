// What a thread is loaded with: what config.toml means for it, and passes for the remotes it reaches through us.
import type { ClientLimits } from '../config/client-limits.ts';
import type { FolderTrust } from '../config/folder-trust.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { type Limits, mayUseRemote } from '../contract/limits.ts';
import { LEASH_SERVER, LEASH_TIMEOUT_S } from '../engine/leash/hook.ts';
import type { ThreadContext } from '../engine/threads/options.ts';
import type { Loading, Thread, ThreadClient } from '../engine/threads/thread.ts';
import type { Logger } from '../logging/logger.ts';
import { createThreadPasses, type LoadedThread, type ThreadPass } from '../mcp/remote-door/passes.ts';
import {
  bearerVariable,
  PASS_HEADER,
  type TableOverride,
  tableOverride,
} from '../mcp/remote-door/table-override.ts';
import type { Session } from '../mcp/session.ts';
import type { Remotes } from '../remotes/remotes.ts';
import type { ThreadDoor } from '../transports/http/remote-door.ts';
import { configInForce, type ServerInForce } from './config-in-force.ts';
import { featuresOff, isWithin, type ServerLimit, serverLimit } from './server-limits.ts';
import { threadContextOf } from './thread-context.ts';

export interface ThreadLoading {
  /**
   * Once, before the first thread is prepared.
   * @param openSession the engine's own with the remote of a pass
   */
  connect(openSession: (pass: ThreadPass) => Session): void;
  /** @throws config-broken, profile-not-found, file-broken */
  prepare(thread: Pick<Thread, 'principal' | 'options'>, client: ThreadClient): Promise<Loading>;
  /** Ends the passes of principals that are no longer known. */
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
  /** Twice is harmless. */
  close(): Promise<void>;
}

/**
 * @param options.depth how many Patchbays this one runs in
 * @param options.openSession opens the engine's session with the remote of a pass
 */
export function createThreadLoading(options: {
  paths: Paths;
  deniedFolders: readonly string[];
  depth: number;
  ownAddresses(): readonly string[];
  trust: FolderTrust;
  remotes: Remotes;
  limits: ClientLimits;
  logger: Logger;
}): ThreadLoading {
  const { paths, deniedFolders, depth, ownAddresses, trust, remotes, limits, logger } = options;
  let openSession: ((pass: ThreadPass) => Session) | undefined;
  let door: Promise<ThreadDoor> | undefined;
  const passes = createThreadPasses(() => {
    // Whoever opens it hears why that failed.
    void door?.then(
      ({ endForgotten }) => endForgotten(),
      () => undefined,
    );
  });

  /**
   * Opened for the first thread that needs it: the HTTP server is a large import, and most clients on stdio have no
   * such remote.
   */
  function openDoor(): Promise<ThreadDoor> {
    if (!openSession) throw new Error('Nobody opens sessions for the engine.');
    const services = { passes, openSession, logger };
    door ??= import('../transports/http/remote-door.ts')
      .then(({ openThreadDoor }) => openThreadDoor(services))
      .catch((error) => {
        door = undefined;
        throw error;
      });
    return door;
  }

  /**
   * @param elsewhere names of remotes that a profile or trusted folder defines too; we only know config.toml, so those
   *   are left to the engine
   */
  async function throughUs(
    thread: LoadedThread,
    elsewhere: readonly string[],
  ): Promise<Record<string, TableOverride>> {
    const settings = readSettings(paths.settingsFile).remotes ?? {};
    const overrides: Record<string, TableOverride> = {};
    const allowed = limits.of(thread.principal);
    for (const config of remotes.registry.usable()) {
      const { name, transport } = config;
      if (!mayUseRemote(allowed, name)) continue;
      const isOff = settings[name]?.throughPatchbay === false || elsewhere.includes(name);
      if (transport.kind !== 'http' || isOff) continue;
      const { urlOf } = await openDoor();
      const through = { url: urlOf(name), token: passes.issue(thread, name) };
      overrides[name] = tableOverride(config, transport, through);
    }
    return overrides;
  }

  /** The server that the engine's hook asks before each step. Without it the thread must not start. */
  async function leashServer(thread: LoadedThread): Promise<ThreadContext['mcpServers']> {
    const { urlOf } = await openDoor();
    return {
      [LEASH_SERVER]: {
        url: urlOf(LEASH_SERVER),
        http_headers: { [PASS_HEADER]: passes.issue(thread, LEASH_SERVER) },
        bearer_token_env_var: bearerVariable.name,
        required: true,
        tool_timeout_sec: LEASH_TIMEOUT_S,
      },
    };
  }

  return {
    connect(given) {
      openSession = given;
    },
    async prepare({ principal, options: threadOptions }, { canSample, isHeld }) {
      // The engine reads the file now too: both must see the same remotes.
      remotes.registry.catchUp();
      const inForce = configInForce(threadOptions, { codexHome: paths.codexHome, trust, ownAddresses });
      const base = threadContextOf(inForce, { codexHome: paths.codexHome, depth });
      const thread: LoadedThread = { principal, cwd: threadOptions.cwd, id: undefined, canSample };
      const overrides = await throughUs(thread, inForce.elsewhere);
      const itself = inForce.servers.filter(({ name }) => !Object.hasOwn(overrides, name));
      const loaded = limitsOfServers(itself, limits.of(principal));
      const off = featuresOff(limits.of(principal));
      const ours = isHeld ? await leashServer(thread) : {};
      const mcpServers: Record<string, ThreadContext['mcpServers'][string]> = {
        ...base.mcpServers,
        ...overrides,
        ...ours,
      };
      for (const [name, limit] of loaded) if (limit) mcpServers[name] = { ...mcpServers[name], ...limit };
      return {
        surroundings: { ...base, deniedFolders, isHeld, mcpServers, featuresOff: [...off.values()].flat() },
        beyondLimits() {
          const now = limitsOfServers(itself, limits.of(principal));
          const servers = [...loaded].filter(([name, limit]) => !isWithin(limit, now.get(name)));
          const features = [...featuresOff(limits.of(principal)).keys()].filter((name) => !off.has(name));
          return [...servers.map(([name]) => name), ...features];
        },
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

function limitsOfServers(
  servers: readonly ServerInForce[],
  limits: Limits,
): Map<string, ServerLimit | undefined> {
  return new Map(
    servers.flatMap((server) =>
      server.kind === 'usable' ? [[server.name, serverLimit(server.config, limits)]] : [],
    ),
  );
}
