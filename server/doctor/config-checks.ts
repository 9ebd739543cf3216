// Whether Codex accepts its configuration: config.toml, the profiles beside it, and the settings of trusted folders.
import fs from 'node:fs';
import path from 'node:path';
import { readCodexConfig } from '../config/codex-config.ts';
import { openFolderTrust } from '../config/folder-trust.ts';
import type { Paths } from '../config/paths.ts';
import type { ConfigBroken } from '../errors/config.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { checkConfig, checkProfile } from '../thread-setup/config-check.ts';
import { type Check, checked, type Finding, failed, ok, warning } from './check.ts';

/**
 * The first check is that of config.toml.
 * @param binary the engine; if undefined, only what we read ourselves is checked
 */
export async function checkConfigs(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  binary: string | undefined,
): Promise<[Check, ...Check[]]> {
  const { codexHome } = paths;
  const engine = binary === undefined ? undefined : { binary, codexHome, env };
  const config = await checked('config.toml', async () => {
    const fine = `valid, or absent, in ${codexHome}`;
    const broken = engine && (await checkConfig(engine));
    if (broken) return findingOf(broken, fine);
    readCodexConfig(codexHome);
    return whole(codexHome, fine);
  });
  // An error in config.toml would be reported again with each of the others.
  if (config.outcome === 'failed' || !engine) return [config];
  const profiles = profilesIn(codexHome).map((name) =>
    checked(`Profile ${name}`, async () => findingOf(await checkProfile(engine, name), 'valid')),
  );
  const folders = trustedFolders(paths).map((folder) =>
    checked(`Folder ${folder}`, async () =>
      findingOf(await checkConfig(engine, folder), 'its .codex is valid'),
    ),
  );
  return [config, ...(await Promise.all([...profiles, ...folders]))];
}

/** The engine is given the file without its broken tables, each of which has a check of its own. */
function whole(codexHome: string, fine: string): Finding {
  const broken = readEntries(configFileIn(codexHome)).filter(({ kind }) => kind === 'broken');
  const names = broken.map(({ name }) => `[mcp_servers.${name}]`).join(', ');
  return names
    ? warning(`Codex works with it, but without ${names}: what is wrong there is said below.`)
    : ok(fine);
}

function findingOf(broken: ConfigBroken | undefined, fine: string): Finding {
  return broken ? failed(broken.message, 'configuration') : ok(fine);
}

function profilesIn(codexHome: string): string[] {
  if (!fs.existsSync(codexHome)) return [];
  const suffix = '.config.toml';
  return fs
    .readdirSync(codexHome)
    .flatMap((name) => (name.endsWith(suffix) ? [name.slice(0, -suffix.length)] : []));
}

/** Empty if the trust file is damaged: then no folder counts as trusted. */
function trustedFolders({ foldersFile }: Paths): string[] {
  try {
    return openFolderTrust(foldersFile)
      .list()
      .filter(({ isTrusted }) => isTrusted)
      .map(({ folder }) => folder)
      .filter((folder) => fs.existsSync(path.join(folder, '.codex', 'config.toml')));
  } catch {
    return [];
  }
}
