// The remotes of a home with everything they need: network, stored secrets, sign-ins and credentials.
import { mainFile, version } from '../base/program.ts';
import type { Paths } from '../config/paths.ts';
import { settingsReader } from '../config/settings-file.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import { openNetwork } from '../network/network.ts';
import type { ProcessGuard } from '../processes/guard.ts';
import { openHomeSecrets } from '../secrets/home-secrets.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { openStoredHeaders, remoteOfHeaders } from '../secrets/stored-headers.ts';
import { type AzureTokens, createAzureTokens } from './auth/azure-tokens.ts';
import { createCredentials } from './auth/choose.ts';
import { followSignIns } from './auth/oauth/follow.ts';
import { openSignIns } from './auth/oauth/open-sign-ins.ts';
import { openRemotes, type Remotes } from './remotes.ts';

export interface HomeRemotes {
  readonly remotes: Remotes;
  readonly secrets: Secrets;
  readonly azure: AzureTokens;
  close(): Promise<void>;
}

/**
 * @param options.ownAddresses `host:port` of every address that leads to a Patchbay of this person; may grow
 * @param options.redactor learns every secret that is used
 */
export function openHomeRemotes(options: {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  ownAddresses(): readonly string[];
  guard: ProcessGuard;
  logger: Logger;
  redactor: Redactor;
}): HomeRemotes {
  const { paths, env, logger, redactor } = options;
  const settings = settingsReader(paths.settingsFile);
  const network = openNetwork(env);
  const azure = createAzureTokens({
    env,
    network,
    redactor,
    onFailed: (failure) => logger.warn('azure-sign-in-failed', failure),
    ways: () => settings().azure?.credentials ?? 'auto',
  });
  const secrets = openHomeSecrets(paths, env, logger);
  const signIns = openSignIns({
    ...options,
    ...paths,
    find: (name) => remotes.registry.get(name),
    secrets,
    fetch: network.fetch,
    know: redactor.know,
  });
  const azureScopeOf = (name: string) => settings().remotes?.[name]?.azureScope;
  const { credentialOf: oauth, withoutCredential } = signIns;
  const remotes = openRemotes({
    ...options,
    credentials: createCredentials({
      env,
      azure,
      storedHeaders: openStoredHeaders(secrets),
      azureScopeOf,
      oauth,
      withoutCredential,
    }),
    signIns,
    network,
    know: redactor.know,
    redact: redactor.redact,
    codexHome: paths.codexHome,
    pinsFile: paths.remoteToolsFile,
    program: mainFile,
    version,
    isShared: (name) => settings().remotes?.[name]?.shared === true,
  });
  followSignIns(signIns, remotes.registry);
  secrets.onChanged((entries) => {
    remotes.registry.touch(new Set([...entries].flatMap((entry) => remoteOfHeaders(entry) ?? [])));
  });
  return {
    remotes,
    secrets,
    azure,
    async close() {
      secrets.close();
      await remotes.close();
      await network.close();
    },
  };
}
