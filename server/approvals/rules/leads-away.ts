// Whether a word of an allowed command leads elsewhere than it says: a link that Codex made in its sandbox can point to
// where the sandbox lets nothing be written.
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import { isProtected } from '../dangerous-paths.ts';
import { type Place, realPathInside } from '../reads/named-paths.ts';

/** @returns whether it names something inside the folder, and that is a way out of it or into what is protected */
export function leadsAway(word: string, place: Place): boolean {
  const named = path.resolve(place.cwd, word);
  if (!isInside(named, place.folder)) return false;
  const real = realPathInside(word, place);
  if (real === undefined) return true;
  return isProtected(real) && !isProtected(named);
}
