// Where a word of a command leads on the disk, link by link as the kernel goes. What leaves the folder on the way, or
// cannot be followed to its end, is outside.
import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';

/** Names that patterns of one command may be compared with: more are not worth following. */
const MAX_NAMES = 10_000;
/** Names that they may stand for. */
const MAX_MATCHES = 2_000;

/** The folder of a thread and where in it a command runs, both real paths, and what one judgement has looked at. */
export interface Place {
  readonly folder: string;
  readonly cwd: string;
  readonly look: Look;
}

/** Shared by all commands of one text, so that no text is too much work. */
export interface Look {
  names: number;
  matches: number;
  /** Why git is asked about, by the folder it would run in. */
  readonly repositories: Map<string, string | undefined>;
}

export function newLook(): Look {
  return { names: 0, matches: 0, repositories: new Map() };
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

/** The real path of one more step; undefined where nothing is, `lost` where that cannot be told. */
function stepTo(file: string): string | 'lost' | undefined {
  try {
    const stat = fs.lstatSync(file);
    return stat.isSymbolicLink() ? followLink(file) : file;
  } catch (error) {
    // Too long a path, or a folder that may not be looked into, is not a missing file.
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'lost';
  }
}

/** A link that leads to nothing now may lead somewhere later. */
function followLink(file: string): string | 'lost' {
  try {
    return fs.realpathSync.native(file);
  } catch {
    return 'lost';
  }
}

/**
 * The names a pattern of `*` and `?` stands for, like a shell's but with hidden files too.
 * @returns none where nothing matches; undefined where that cannot be told
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
      place.look.matches += names.length;
      if (place.look.matches > MAX_MATCHES) return undefined;
    }
    found = next.map((name) => `${name}/`);
  }
  return found.map((name) => name.replace(/\/$/, ''));
}

/** @returns undefined where the pattern stands outside, or shells do not agree about what it matches */
function matching(part: string, before: string, place: Place): string[] | undefined {
  const folder = before === '' ? place.cwd : realPathInside(before, place);
  // Some shells find `.` and `..` with `.*`.
  const findsParent = part.startsWith('.') && (matches('.', part) || matches('..', part));
  if (folder === undefined || findsParent) return undefined;
  const names = namesIn(folder);
  place.look.names += names?.length ?? 0;
  if (place.look.names > MAX_NAMES) return undefined;
  // `?` is a byte for some, a character for others.
  const isAmbiguous = part.includes('?') && names?.some((name) => /[^\0-\x7f]/.test(name));
  return isAmbiguous ? undefined : names?.filter((name) => matches(name, part));
}

/** @returns undefined where a name is no text: what leads where could not be told */
function namesIn(folder: string): string[] | undefined {
  let names: Buffer[];
  try {
    names = fs.readdirSync(folder, { encoding: 'buffer' });
  } catch {
    return [];
  }
  const texts = names.map((name) => name.toString());
  return texts.every((text, at) => names[at]?.equals(Buffer.from(text))) ? texts : undefined;
}

/** In a time that grows with the lengths alone, whatever the pattern. */
function matches(name: string, pattern: string): boolean {
  let [at, seen, star, starAt] = [0, 0, -1, 0];
  while (at < name.length) {
    if (pattern[seen] === '*') {
      [star, starAt] = [seen, at];
      seen += 1;
    } else if (pattern[seen] === '?' || pattern[seen] === name[at]) {
      seen += 1;
      at += 1;
    } else if (star >= 0) {
      starAt += 1;
      [seen, at] = [star + 1, starAt];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(seen));
}
