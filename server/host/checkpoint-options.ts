// How checkpoints are kept in a home: for the host, and for the command line where none runs.
import { realPath } from '../base/real-path.ts';
import { type Coverage, defaultCoverage } from '../checkpoints/look.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';

/** @throws file-broken, file-newer when the settings cannot be read */
export function checkpointOptions(paths: Paths): { folder: string; coverage: Coverage } {
  const { skippedFolders = [] } = readSettings(paths.settingsFile).checkpoints ?? {};
  return {
    folder: paths.checkpointsFolder,
    coverage: {
      ...defaultCoverage,
      skippedFolders: [...defaultCoverage.skippedFolders, ...skippedFolders],
      ownFolders: [realPath(paths.patchbayHome), realPath(paths.codexHome)],
    },
  };
}
