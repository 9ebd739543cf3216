// Where a word of a command leads on disk, resolved link by link as the kernel does. A path that leaves the folder on
// the way, or cannot be followed to its end, is outside.
import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';

/** The maximum number of names that the patterns of one command are compared with. */
const MAX_NAMES = 10_000;
/** The maximum number of names they may expand to. */
const MAX_MATCHES = 2_000;

/**
 * The folder of a thread and where in it a command runs, both real paths, and the work done so far for one decision.
 */
export interface Place {
  readonly folder: string;
  readonly cwd: string;
  readonly look: Look;
}

/** Shared by all commands of one text, to limit the work for each text. */
export interface Look {
  names: number;
  matches: number;
  /** Why a person must be asked about git, by the folder it would run in. */
  readonly repositories: Map<string, string | undefined>;
}

export function newLook(): Look {
  return { names: 0, matches: 0, repositories: new Map() };
}

/** @returns the real path of what `word` names, if that and every step to it stay inside the folder */
export function realPathInside(word: string, { folder, cwd }: Place): string | undefined {
  let at = path.isAbsolute(word) ? path.parse(word).root : cwd;
  let isMissing = false;
  for (const part of word.split('/')) {
    if (part === '' || part === '.') continue;
    // After a component that does not exist yet, `..` could lead anywhere.
    if (part === '..' && isMissing) return undefined;
    at = part === '..' ? path.dirname(at) : path.join(at, part);
    const step = isMissing ? undefined : stepTo(at);
    if (step === 'lost') return undefined;
    if (step === undefined) isMissing = true;
    else at = step;
    // On the way down from the root, a step may be above the folder, but nowhere else outside.
    if (!isInside(at, folder) && !isInside(folder, at)) return undefined;
  }
  return isInside(at, folder) ? at : undefined;
}

/** The real path of the next step; undefined if nothing exists there, `lost` if that cannot be determined. */
function stepTo(file: string): string | 'lost' | undefined {
  try {
    const stat = fs.lstatSync(file);
    return stat.isSymbolicLink() ? followLink(file) : file;
  } catch (error) {
    // A path that is too long, or a folder that cannot be read, does not mean a missing file.
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'lost';
  }
}

/** A dangling link may lead somewhere later. */
function followLink(file: string): string | 'lost' {
  try {
    return fs.realpathSync.native(file);
  } catch {
    return 'lost';
  }
}

/**
 * Expands a pattern of `*` and `?` as a shell does, but including hidden files.
 * @returns an empty list if nothing matches; undefined if that cannot be determined
 */
export function expandPattern(pattern: string, place: Place): string[] | undefined {
  // In zsh, `**` matches all folders below.
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

/** @returns undefined if the pattern leads outside, or shells disagree about what it matches */
function matching(part: string, before: string, place: Place): string[] | undefined {
  const folder = before === '' ? place.cwd : realPathInside(before, place);
  // In some shells `.*` matches `.` and `..`.
  const findsParent = part.startsWith('.') && (matches('.', part) || matches('..', part));
  if (folder === undefined || findsParent) return undefined;
  const names = namesIn(folder);
  place.look.names += names?.length ?? 0;
  if (place.look.names > MAX_NAMES) return undefined;
  // `?` matches a byte in some shells, a character in others.
  const isAmbiguous = part.includes('?') && names?.some((name) => /[^\0-\x7f]/.test(name));
  return isAmbiguous ? undefined : names?.filter((name) => matches(name, part));
}

/** @returns undefined if a name is not valid text, since its path could not be determined */
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

/** Takes time proportional to the lengths, for any pattern. */
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
