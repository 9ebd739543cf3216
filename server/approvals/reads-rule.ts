// The rule "reads inside the folder": without it, asking first would be unbearable. It lets a command pass when every
// part of it is a plain reading, listing or searching program, and everything it names lies below the working folder.
// What it does not understand it leaves to the person: a quoted `$` or `|` is enough.
import fs from 'node:fs';
import path from 'node:path';
import { split } from 'shlex';
import type { Approval } from './approval.ts';

export const READS_RULE = 'Reads inside the folder';

/** Programs that only read, with the flags that would make them do more, or follow links out of the folder. */
const readers: Readonly<Record<string, RegExp | undefined>> = {
  cat: undefined,
  grep: /^(--dereference-recursive|-[a-zA-Z]*R)/,
  head: undefined,
  ls: undefined,
  nl: undefined,
  pwd: undefined,
  rg: /^(--pre|--hostname-bin|--search-zip|--follow|-[a-zA-Z]*[zL])/,
  tail: /^(--follow|--pid|--retry|-[a-zA-Z]*[fF])/,
  wc: /^--files0-from/,
};

const JOINING = new Set(['|', '&&', '||', ';']);
/** Expansions, redirections, background, brace and history expansion, escapes, line breaks. */
const NOT_PLAIN = /[$`<>&|;(){}!\\\n\r\0]/;

/** @param folder a real path: the working folder of the thread */
export function isReadInside(approval: Approval, folder: string): boolean {
  const { subject } = approval;
  // With a reason the model asks to leave the sandbox.
  if (subject.kind !== 'command' || approval.reason !== undefined || subject.isInput) return false;
  if (subject.network !== undefined || subject.cwd !== folder) return false;
  if (!subject.parsed.every(isParsedAsRead) || subject.parsed.length === 0) return false;
  const words = wordsOf(subject.command);
  return words !== undefined && partsOf(words).every((part) => isPlainRead(part, folder));
}

function isParsedAsRead(action: unknown): boolean {
  const { type } = action as { type?: unknown };
  return type === 'read' || type === 'listFiles' || type === 'search';
}

/** The words of the script in `bash -lc SCRIPT`, or of the command itself. */
function wordsOf(command: string): string[] | undefined {
  try {
    const outer = split(command);
    const isShell = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da)?sh$/.test(outer[0] ?? '');
    if (!isShell) return outer;
    return outer.length === 3 && /^-l?c$/.test(outer[1] ?? '') ? split(outer[2] ?? '') : undefined;
  } catch {
    return undefined;
  }
}

function partsOf(words: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (JOINING.has(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function isPlainRead([program = '', ...args]: readonly string[], folder: string): boolean {
  if (!Object.hasOwn(readers, program)) return false;
  const refused = readers[program];
  return args.every((arg) => {
    if (NOT_PLAIN.test(arg)) return false;
    if (!arg.startsWith('-')) return staysInside(arg, folder);
    // A flag may carry a path: `--file=/etc/passwd`, `-f../x`.
    return !refused?.test(arg) && !arg.includes('/') && !arg.includes('..') && !arg.includes('~');
  });
}

/** A word that is no path, such as a pattern, is inside too: as a path it would be. */
function staysInside(word: string, folder: string): boolean {
  if (word.startsWith('~') || /[*?[]/.test(word)) return false;
  const file = path.resolve(folder, word);
  return isBelow(file, folder) && isBelow(realPath(file), folder);
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}

/** Of what exists of it: a link out of the folder counts as outside. */
function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(realPath(parent), path.basename(file));
  }
}
