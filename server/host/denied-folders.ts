// Folders that no command of the agent may reach, approved or not.
import { isInside } from '../base/paths-inside.ts';
import { realPath, withRealPath } from '../base/real-path.ts';
import { controlPlaceOf, ensureControlFolder } from '../config/control-place.ts';

/**
 * PATCHBAY_HOME, and the folder of the control socket if it is elsewhere. That folder is created even if nobody
 * listens there: a missing folder cannot be denied, and the agent's shell could create it and wait for clients. None
 * may be inside another, or the engine's sandbox fails to start (observed on 0.169.0).
 * @param patchbayHome an existing folder
 * @returns absolute paths, each as it is named and as it is without links
 */
export function foldersToDeny(patchbayHome: string): string[] {
  const folders = [patchbayHome];
  const place = controlPlaceOf(patchbayHome);
  if (place.kind === 'folder' && !isInside(place.folder, realPath(patchbayHome))) {
    try {
      ensureControlFolder(place.folder);
      folders.push(place.folder);
    } catch {
      // The folder belongs to another user: our Patchbays neither listen nor connect there.
    }
  }
  return [...new Set(folders.flatMap(withRealPath))];
}
