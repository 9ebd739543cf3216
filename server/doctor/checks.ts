// What can be wrong with an installation, looked at one by one. Nothing is changed; remotes are connected to, as a
// client would, and left again.
import { readRawConfig } from '../config/codex-config.ts';
import { configuredSecrets } from '../config/known-secrets.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { chosenEngine } from '../engine/process/binary.ts';
import type { Redactor } from '../logging/redact.ts';
import { type Check, checked, eachOf, ok } from './check.ts';
import { checkConfigs } from './config-checks.ts';
import { checkEngine } from './engine-checks.ts';
import { checkCodexFolder, checkDisk, checkFiles, checkFolder, checkModes } from './file-checks.ts';
import { checkPort } from './port-check.ts';
import { checkRemotes } from './remote-checks.ts';
import { checkSignIns } from './sign-in-checks.ts';

export type { Check } from './check.ts';

/**
 * In an order in which they can be repaired; their texts hold no secret.
 * @param redactor told of the secrets that are met
 */
export async function checkInstallation(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  redactor: Redactor,
): Promise<Check[]> {
  configuredSecrets(paths.codexHome, env).forEach(redactor.know);
  const checks = await checkAll(paths, env, redactor);
  return checks.map((check) => ({ ...check, text: redactor.redact(check.text) }));
}

async function checkAll(paths: Paths, env: NodeJS.ProcessEnv, redactor: Redactor): Promise<Check[]> {
  const settings = await checked('Settings', () => {
    readSettings(paths.settingsFile);
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
    await checked('Disk', () => checkDisk(paths)),
  ];
}

/** What is wrong with it is said by its own check. */
function binaryIn(paths: Paths): string | undefined {
  try {
    return chosenEngine(paths.settingsFile);
  } catch {
    return undefined;
  }
}

/** Remotes can be connected whatever else the engine has against config.toml. */
function isToml({ codexHome }: Paths): boolean {
  try {
    readRawConfig(codexHome);
    return true;
  } catch {
    return false;
  }
}
