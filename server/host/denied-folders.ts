// Folders that no command of the agent may reach, approved or not.
import fs from 'node:fs';
import { isInside } from '../base/paths-inside.ts';
import { controlPlaceOf, ensureControlFolder } from '../config/control-place.ts';

/**
 * Ours, and the one of the control socket where that lies elsewhere. That one is made even if nobody listens there:
 * what does not exist cannot be denied, and the agent's shell could make it and wait for clients.
 * None may lie in another: the engine's sandbox then fails to start (observed on 0.169.0).
 * @param patchbayHome an existing folder
 * @returns absolute paths, each as it is named and as it is without links
 */
export function foldersToDeny(patchbayHome: string): string[] {
  const folders = [patchbayHome];
  const place = controlPlaceOf(patchbayHome);
  if (place.kind === 'folder' && !isInside(place.folder, fs.realpathSync(patchbayHome))) {
    try {
      ensureControlFolder(place.folder);
      folders.push(place.folder);
    } catch {
      // Somebody else's: no Patchbay of ours listens or connects there.
    }
  }
  return [...new Set(folders.flatMap((folder) => [folder, fs.realpathSync(folder)]))];
}
