// Where a word of a command leads on the disk, link by link as the kernel goes. What leaves the folder on the way, or
// cannot be followed to its end, is outside.
import fs from 'node:fs';
import path from 'node:path';

/** More names than this and a pattern is not worth following. */
const MAX_MATCHES = 2_000;

/** The folder of a thread and where in it a command runs. Both are real paths. */
export interface Place {
  readonly folder: string;
  readonly cwd: string;
}

/** @returns the real path of what `word` names, when that and every step to it stays inside the folder */
export function realPathInside(word: string, { folder, cwd }: Place): string | undefined {
  let at = path.isAbsolute(word) ? path.parse(word).root : cwd;
  let isMissing = false;
  for (const part of word.split('/')) {
    if (part === '' || part === '.') continue;
    // Behind something that is not there yet, `..` could lead anywhere.
    if (part === '..' && isMissing) return undefined;
    at = part === '..' ? path.dirname(at) : path.join(at, part);
    const step = isMissing ? undefined : stepTo(at);
    if (step === 'lost') return undefined;
    if (step === undefined) isMissing = true;
    else at = step;
    // On the way down from the root a step may stand above the folder, and nowhere else.
    if (!isInside(at, folder) && !isInside(folder, at)) return undefined;
  }
  return isInside(at, folder) ? at : undefined;
}

export function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** The real path of one more step; undefined where nothing is, `lost` where a link leads to nothing. */
function stepTo(file: string): string | 'lost' | undefined {
  const stat = lookAt(file);
  if (!stat?.isSymbolicLink()) return stat && file;
  try {
    return fs.realpathSync.native(file);
  } catch {
    return 'lost';
  }
}

function lookAt(file: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(file);
  } catch {
    return undefined;
  }
}

/**
 * The names a pattern of `*` and `?` stands for, like a shell's but with hidden files too.
 * @returns the pattern itself where nothing matches, as shells do; undefined where that cannot be told
 */
export function expandPattern(pattern: string, place: Place): string[] | undefined {
  // In zsh it reaches into all folders below.
  if (pattern.includes('**')) return undefined;
  let found = [path.isAbsolute(pattern) ? '/' : ''];
  for (const part of pattern.split('/').filter((name) => name !== '')) {
    const isPattern = /[*?]/.test(part);
    const next: string[] = [];
    for (const before of found) {
      const names = isPattern ? matching(part, before, place) : [part];
      if (!names) return undefined;
      next.push(...names.map((name) => before + name));
      if (next.length > MAX_MATCHES) return undefined;
    }
    found = next.map((name) => `${name}/`);
  }
  const names = found.map((name) => name.replace(/\/$/, ''));
  return names.length === 0 ? [pattern] : names;
}

/** @returns undefined where the pattern stands outside */
function matching(part: string, before: string, place: Place): string[] | undefined {
  const folder = before === '' ? place.cwd : realPathInside(before, place);
  if (folder === undefined) return undefined;
  const shape = new RegExp(
    `^${part
      .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'su',
  );
  try {
    return fs.readdirSync(folder).filter((name) => shape.test(name));
  } catch {
    return [];
  }
}
