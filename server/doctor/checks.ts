// The checks of an installation, one by one. They change nothing; remotes are connected as for a client, and
// disconnected again.
import { readRawConfig } from '../config/codex-config.ts';
import { configuredSecrets } from '../config/known-secrets.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { chosenEngine } from '../engine/process/binary.ts';
import type { Redactor } from '../logging/redact.ts';
import { type Check, checked, eachOf, failedWith, ok } from './check.ts';
import { checkClients } from './client-checks.ts';
import { checkConfigs } from './config-checks.ts';
import { checkEngine } from './engine-checks.ts';
import { checkCodexFolder, checkDisk, checkFiles, checkFolder, checkModes } from './file-checks.ts';
import { checkPort } from './port-check.ts';
import { checkRemotes } from './remote-checks.ts';
import { checkSignIns } from './sign-in-checks.ts';

export type { Check } from './check.ts';

/**
 * Runs all checks, in an order in which problems can be fixed. Their texts contain no secrets.
 * @param redactor learns the secrets that are found
 */
export async function checkInstallation(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  redactor: Redactor,
): Promise<Check[]> {
  configuredSecrets(paths.codexHome, env).forEach(redactor.know);
  const checks = await checkAll(paths, env, redactor);
  return checks.map((check) => ({
    ...check,
    text: redactor.redact(check.text),
    ...(check.textInWindow !== undefined && { textInWindow: redactor.redact(check.textInWindow) }),
  }));
}

async function checkAll(paths: Paths, env: NodeJS.ProcessEnv, redactor: Redactor): Promise<Check[]> {
  const settings = await checked('Settings', () => {
    try {
      readSettings(paths.settingsFile);
    } catch (error) {
      return { ...failedWith(error), need: 'configuration' };
    }
    return ok(`${paths.settingsFile} is valid, or absent`);
  });
  const areSettingsRead = settings.outcome !== 'failed';
  const configs = await checkConfigs(paths, env, binaryIn(paths));
  const [config] = configs;
  const isConfigUsable = config.outcome !== 'failed';
  return [
    await checked('Folder', () => checkFolder(paths)),
    await checked('File modes', () => checkModes(paths)),
    ...(await checkFiles(paths)),
    settings,
    await checked('Codex folder', () => checkCodexFolder(paths)),
    ...configs,
    ...(areSettingsRead ? await checkEngine(paths, env, isConfigUsable) : []),
    ...(isToml(paths) && areSettingsRead
      ? await eachOf('Remotes', () => checkRemotes(paths, env, redactor))
      : []),
    ...(areSettingsRead ? [await checked('Sign-ins', () => checkSignIns(paths, env))] : []),
    ...(areSettingsRead ? [await checked('Port', () => checkPort(paths))] : []),
    await checked('Clients', () => checkClients(paths, env)),
    await checked('Disk', () => checkDisk(paths)),
  ];
}

/** Its own check reports what is wrong with it. */
function binaryIn(paths: Paths): string | undefined {
  try {
    return chosenEngine(paths.settingsFile);
  } catch {
    return undefined;
  }
}

/** Remotes can be checked even if the engine rejects config.toml for another reason. */
function isToml({ codexHome }: Paths): boolean {
  try {
    readRawConfig(codexHome);
    return true;
  } catch {
    return false;
  }
}
