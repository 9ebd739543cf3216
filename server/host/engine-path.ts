// Which Codex binary this home runs: one named on the command line, else the one in the settings, else the one that
// comes with Patchbay.
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings.ts';
import { bundledEngine, namedEngine } from '../engine/process/binary.ts';

/**
 * @param named path of a codex binary, or of the npm shim, that wins over the settings
 * @throws engine-missing, engine-not-executable, file-broken when the settings cannot be read
 */
export function engineFile({ settingsFile }: Pick<Paths, 'settingsFile'>, named?: string): string {
  const file = named ?? readSettings(settingsFile).engine?.path;
  return file === undefined ? bundledEngine().file : namedEngine(file);
}
