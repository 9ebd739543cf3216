// The person's home folder, as a place that is too wide to work in.
import os from 'node:os';
import path from 'node:path';
import { isInside } from './paths-inside.ts';
import { withRealPath } from './real-path.ts';

/**
 * Whether a folder is the root, the person's home folder, or one that it lies in: nearly everything is in there.
 * @param folder real and absolute
 */
export function holdsHome(folder: string): boolean {
  return folder === path.parse(folder).root || homeFolders().some((home) => isInside(home, folder));
}

/** Asked once: the answer does not change, and takes longer than judging a command. */
const homeOfSystem = found(() => os.userInfo().homedir);

/** As HOME says and as the system knows it, in every spelling: HOME may be a link, or set for one program. */
function homeFolders(): string[] {
  const homes = [...found(os.homedir), ...homeOfSystem];
  return homes.filter((home) => path.isAbsolute(home)).flatMap((home) => withRealPath(path.resolve(home)));
}

function found(find: () => string): string[] {
  try {
    return [find()].filter(Boolean);
  } catch {
    // The system does not know this user.
    return [];
  }
}
