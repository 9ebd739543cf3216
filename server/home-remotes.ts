// The remotes of a home with everything they are reached with: network, stored sign-ins, credentials. The host and the
// doctor open the same.
import type { Paths } from './config/paths.ts';
import { readSettings } from './config/settings.ts';
import type { Logger } from './logging/logger.ts';
import { openNetwork } from './network/network.ts';
import type { ProcessGuard } from './processes/guard.ts';
import { mainFile, version } from './program.ts';
import { createCredentials } from './remotes/auth/choose.ts';
import { followSignIns } from './remotes/auth/oauth/follow.ts';
import { openSignIns } from './remotes/auth/oauth/open-sign-ins.ts';
import { openRemotes, type Remotes } from './remotes/remotes.ts';
import { openHomeSecrets } from './secrets/home-secrets.ts';
import type { Secrets } from './secrets/secrets.ts';

export interface HomeRemotes {
  readonly remotes: Remotes;
  readonly secrets: Secrets;
  close(): Promise<void>;
}

/**
 * @param options.know told of every secret that is met
 * @throws file-broken
 */
export function openHomeRemotes(options: {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  guard: ProcessGuard;
  logger: Logger;
  know(secret: string): void;
  ownAddresses(): readonly string[];
}): HomeRemotes {
  const { paths, env, guard, logger, know, ownAddresses } = options;
  const network = openNetwork(env);
  const secrets = openHomeSecrets(paths, env, logger);
  const signIns = openSignIns({
    ...paths,
    find: (name) => remotes.registry.get(name),
    secrets,
    env,
    fetch: network.fetch,
    logger,
    know,
  });
  const remotes = openRemotes({
    credentials: createCredentials({
      env,
      oauth: signIns.credentialOf,
      withoutCredential: signIns.withoutCredential,
    }),
    signIns,
    network,
    codexHome: paths.codexHome,
    program: mainFile,
    ownAddresses,
    version,
    isShared: (name) => readSettings(paths.settingsFile).remotes?.[name]?.shared === true,
    env,
    guard,
    logger,
    know,
  });
  followSignIns(signIns, remotes.registry);
  return {
    remotes,
    secrets,
    async close() {
      secrets.close();
      await remotes.close();
      await network.close();
    },
  };
}
