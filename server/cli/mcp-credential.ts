// Which credential a remote gets, for `patchbay mcp get`. None is fetched.
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { openCommandLog } from '../logging/open-log.ts';
import { type Explanation, explainCredential } from '../remotes/auth/choose.ts';
import { entryOf } from '../remotes/auth/oauth/stored.ts';
import { isHttp } from '../remotes/config.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { openHomeSecrets } from '../secrets/home-secrets.ts';
import { openStoredHeaders } from '../secrets/stored-headers.ts';

/** @returns undefined for a remote without a choice: a child process, a broken table */
export function credentialOf(name: string, paths: Paths): Explanation | undefined {
  const entry = readEntries(configFileIn(paths.codexHome)).find((one) => one.name === name);
  if (entry?.kind !== 'usable' || !isHttp(entry.config)) return undefined;
  const { remotes } = readSettings(paths.settingsFile);
  const { logger } = openCommandLog(paths.logsFolder);
  const secrets = openHomeSecrets(paths, process.env, logger);
  try {
    return explainCredential(entry.config, {
      azureScopeOf: (remote) => remotes?.[remote]?.azureScope,
      storedHeadersOf: ({ name: remote, transport }) =>
        openStoredHeaders(secrets).namesOf(remote, transport.url),
      isSignedIn: ({ name: remote, transport }) =>
        secrets.about(entryOf(remote, transport.url)) !== undefined,
    });
  } finally {
    secrets.close();
  }
}
