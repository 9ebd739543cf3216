// The copies of a home: for the host, and for the command line where none runs.
import { defaultCoverage } from '../checkpoints/look.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { type Copies, openCopies } from '../copies/copies.ts';

/** @throws file-broken, file-newer when the settings cannot be read */
export function homeCopies(paths: Paths): Copies {
  const { skippedFolders = [] } = readSettings(paths.settingsFile).checkpoints ?? {};
  return openCopies({
    file: paths.copiesFile,
    copies: paths.copiesFolder,
    store: paths.copiesStore,
    skippedFolders: [...defaultCoverage.skippedFolders, ...skippedFolders],
  });
}
