// The rule "reads inside the folder": without it, asking first would be unbearable. A command passes if every program
// in it is known to only read, list or search with these options, and every path it names is inside the working
// folder. In case of doubt, a person is asked.

import fs from 'node:fs';
import { holdsHome } from '../../base/home-folder.ts';
import { isInside } from '../../base/paths-inside.ts';
import { messageOf } from '../../errors/error.ts';
import type { Approval } from '../approval.ts';
import { type PlainCommand, readScript } from '../shell-script.ts';
import { isPlainAwk } from './awk.ts';
import { whyAskFind } from './find.ts';
import { whyAskGit } from './git.ts';
import { isPlainJq } from './jq.ts';
import { expandPattern, newLook, type Place, realPathInside } from './named-paths.ts';
import { type Argument, type Parsed, readArguments } from './option-arguments.ts';
import { whyAskProgram } from './program-lookup.ts';
import { type Reader, readerOf } from './readers.ts';
import { isPlainSed } from './sed.ts';

export const READS_RULE = 'Reads inside the folder';

const MAX_CHANGES = 2;

/** What the rule decides; `reason` is for a person to read. */
export interface ReadsVerdict {
  readonly decision: 'allow' | 'ask';
  readonly reason: string;
}

/** @param folder the working folder of the thread; a real path */
export function isReadInside(approval: Approval, folder: string): boolean {
  const { subject } = approval;
  // A reason means that the model asks to leave the sandbox.
  if (subject.kind !== 'command' || approval.reason !== undefined || subject.isInput) return false;
  if (subject.network !== undefined) return false;
  return judgeRead(subject.command, { folder, cwd: subject.cwd }).decision === 'allow';
}

/**
 * Reads files, runs nothing.
 * @param command as the engine shows it: shell text, or `/bin/bash -lc SCRIPT`
 * @param place where it would run; real paths
 */
export function judgeRead(command: string, place: Pick<Place, 'folder' | 'cwd'>): ReadsVerdict {
  const reason = whyAskOrFail(command, { ...place, look: newLook() }, whyAskCommand);
  return reason === undefined ? { decision: 'allow', reason: READS_RULE } : { decision: 'ask', reason };
}

/** @returns why one simple command is asked about; undefined where it passes */
type CommandJudge = (words: PlainCommand, place: Place) => string | undefined;

/**
 * The same for whoever has more to say about each simple command.
 * @param judge gets what only reads too, and may ask `whyAskCommand`
 * @returns why it is asked about; undefined where every simple command passes
 */
export function whyAskAbout(
  command: string,
  place: Pick<Place, 'folder' | 'cwd'>,
  judge: CommandJudge,
): string | undefined {
  return whyAskOrFail(command, { ...place, look: newLook() }, judge);
}

/** If the disk or the command makes a decision impossible, a person is asked. */
function whyAskOrFail(command: string, place: Place, judge: CommandJudge): string | undefined {
  try {
    return whyAsk(command, place, judge);
  } catch (error) {
    return `it cannot be judged: ${messageOf(error)}`;
  }
}

function whyAsk(command: string, place: Place, judge: CommandJudge): string | undefined {
  if (process.platform === 'win32') return 'commands of this system are not known';
  if (!isInside(place.cwd, place.folder)) return 'it runs outside the folder';
  // All of the person's files would be inside.
  if (holdsHome(place.folder)) return 'the folder holds the home folder';
  const script = readScript(command);
  if (script.kind === 'not-plain') return script.reason;

  // Whether `cd` succeeds is not known before it runs, so what follows must be inside in both cases.
  const places = [place];
  let changes = 0;
  for (const words of script.commands) {
    const [program, ...rest] = words;
    if (program?.value === 'cd') {
      changes += 1;
      if (changes > MAX_CHANGES) return 'cd more than twice';
      const next = changeFolder(rest, places);
      if (typeof next === 'string') return next;
      places.push(...next);
      continue;
    }
    for (const at of places) {
      const reason = judge(words, at);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

/** A bare name could be looked up in CDPATH, and shells resolve `..` without looking at links. */
function changeFolder(args: PlainCommand, places: readonly Place[]): Place[] | string {
  const [target, ...more] = args;
  if (!target || target.isGlob || more.length > 0 || !/^(?:\.?\/.*|\.)$/.test(target.value))
    return 'cd to anything but one path that begins with / or ./';
  if (target.value.split('/').includes('..')) return 'cd with .. in its path';
  const cwds = places.map((place) => realPathInside(target.value, place));
  if (cwds.includes(undefined)) return `outside the folder: ${target.value}`;
  return cwds.flatMap((cwd, index) => {
    const place = places[index];
    return cwd === undefined || place === undefined ? [] : [{ ...place, cwd }];
  });
}

/** One simple command that is not `cd`. */
export function whyAskCommand([first, ...rest]: PlainCommand, place: Place): string | undefined {
  const name = programName(first?.value ?? '');
  if (!first || first.isGlob || name === undefined) return `${first?.value ?? ''} is not known to only read`;
  const args = expandAll(rest, place);
  if (!args) return 'a pattern that cannot be followed';
  return whyAskReader(name, args, place) ?? whyAskProgram(name, place, searchPath());
}

function searchPath(): string {
  return process.env['PATH'] ?? '';
}

function programName(word: string): string | undefined {
  return /^(?:\/(?:usr\/)?bin\/)?([^/]+)$/.exec(word)?.[1];
}

function expandAll(words: PlainCommand, place: Place): Argument[] | undefined {
  const args: Argument[] = [];
  for (const { value, isGlob } of words) {
    if (!isGlob) {
      args.push({ value });
      continue;
    }
    const names = expandPattern(value, place);
    if (!names) return undefined;
    // Just looking a path up reveals whether a file outside exists.
    if (names.some((name) => realPathInside(name, place) === undefined)) return undefined;
    if (names.length === 0) args.push({ value, pattern: 'unmatched' });
    args.push(...names.map((name) => ({ value: name, pattern: 'matched' as const })));
  }
  return args;
}

function whyAskReader(name: string, args: readonly Argument[], place: Place): string | undefined {
  if (name === 'find') return whyAskFind(args, place);
  if (name === 'git') return whyAskGit(args, place);
  if (name === 'test' || name === '[') return whyAskTest(name, args, place);
  if (name === 'command') {
    const [option, ...names] = args;
    return option?.value === '-v' ? whyAskNames(names) : 'command without -v';
  }
  const reader = readerOf(name);
  if (!reader) return `${name} is not known to only read`;
  if (reader.operands === 'anything' || isVersion(name, args)) return undefined;
  if (reader.operands === 'version') return `${name} with more than --version`;
  if (reader.operands === 'printf') return whyAskPrintf(args);
  const read = readArguments(args, reader);
  return typeof read === 'string' ? `${name} with ${read}` : whyAskOperands(name, reader, read, place);
}

function isVersion(name: string, args: readonly Argument[]): boolean {
  const [only, ...more] = args.map(({ value }) => value);
  return more.length === 0 && (only === '--version' || (name === 'node' && only === '-v'));
}

function whyAskOperands(name: string, reader: Reader, read: Parsed, place: Place): string | undefined {
  const { operands } = read;
  const values = operands.map(({ value }) => value);
  switch (reader.operands) {
    case 'none':
      return values.length > 0 ? `${name} with ${values[0]}` : undefined;
    case 'text':
    case 'anything':
    case 'version':
    case 'printf':
      return undefined;
    case 'date-format':
      return values.every((value) => value.startsWith('+')) ? undefined : `${name} with ${values[0]}`;
    case 'programs':
      return whyAskNames(operands);
    case 'paths':
      return whyAskPaths(values, place);
    case 'files':
      return whyAskFiles(values, place);
    case 'one-file':
      return values.length > 1 ? `${name} would write into ${values[1]}` : whyAskFiles(values, place);
    case 'pattern-and-paths':
      return whyAskSearch(name, read, place);
    case 'sed-script':
    case 'awk-script':
    case 'jq-script':
      return whyAskScript(name, reader.operands, read, place);
  }
}

function whyAskNames(operands: readonly Argument[]): string | undefined {
  return operands.every(({ value }) => /^[\w.+][\w.+-]*$/.test(value))
    ? undefined
    : 'a name that is not a program';
}

function whyAskPaths(values: readonly string[], place: Place): string | undefined {
  const outside = values.find((value) => value !== '-' && realPathInside(value, place) === undefined);
  return outside === undefined ? undefined : `outside the folder: ${outside}`;
}

function whyAskFiles(values: readonly string[], place: Place): string | undefined {
  // `tail +1f` is an option.
  const plus = values.find((value) => value.startsWith('+'));
  if (plus !== undefined) return `a file named ${plus}`;
  const folder = values.find((value) => value !== '-' && isFolder(realPathInside(value, place)));
  return whyAskPaths(values, place) ?? (folder === undefined ? undefined : `${folder} is a folder`);
}

function isFolder(file: string | undefined): boolean {
  try {
    return file !== undefined && fs.statSync(file).isDirectory();
  } catch {
    return false;
  }
}

/** The first operand is the search pattern, unless an option gave it or only names are listed. */
function whyAskSearch(name: string, { operands, options }: Parsed, place: Place): string | undefined {
  const given = new Set(options.map(([option]) => option));
  const hasPattern = !['-e', '--regexp', '--files', '--type-list'].some((option) => given.has(option));
  const [sought, ...paths] = hasPattern ? operands : [undefined, ...operands];
  // Systems that parse an option differently could treat it as a file.
  if (sought && (sought.pattern || isOutside(sought.value, place))) return `${name} for ${sought.value}`;
  return whyAskPaths(
    paths.flatMap((argument) => argument?.value ?? []),
    place,
  );
}

function isOutside(word: string, place: Place): boolean {
  return word.startsWith('/') && realPathInside(word, place) === undefined && fs.existsSync(word);
}

const plainScripts = { 'sed-script': isPlainSed, 'awk-script': isPlainAwk, 'jq-script': isPlainJq };

function whyAskScript(
  name: string,
  language: keyof typeof plainScripts,
  { operands, options, isMixed }: Parsed,
  place: Place,
): string | undefined {
  // The first operand could be the script.
  if (isMixed) return `${name} with an option after its script`;
  const given = options.filter(([option]) => option === '-e' || option === '--expression');
  const inOptions = language === 'sed-script' ? given.map(([, value]) => value ?? '') : [];
  const [script, ...files] = inOptions.length > 0 ? [undefined, ...operands] : operands;
  if (inOptions.length === 0 && (!script || script.pattern)) return `${name} without a script`;
  const scripts = script ? [script.value] : inOptions;
  if (!scripts.every((text) => plainScripts[language](text)))
    return `${name} with a script that could do more than print`;
  const values = files.flatMap((file) => file?.value ?? []);
  // awk treats `name=value` as an assignment.
  if (language === 'awk-script' && values.some((value) => value.includes('=')))
    return `${name} with an assignment`;
  return whyAskFiles(values, place);
}

/** zsh evaluates the argument of `%d` as arithmetic, and bash stores the count of `%n`: both can run commands. */
function whyAskPrintf([format, ...more]: readonly Argument[]): string | undefined {
  const isPlain = format && !format.pattern && /^(?!-)(?:[^%]|%[%sb])*$/.test(format.value);
  return isPlain && more.every(({ pattern }) => !pattern)
    ? undefined
    : 'printf with a format that is not plain';
}

/** `-eq` and `-v` are left out: shells evaluate their operands as arithmetic, which can run commands. */
function whyAskTest(name: string, args: readonly Argument[], place: Place): string | undefined {
  const words = args.map(({ value }) => value);
  const closes = name === '[' ? words.pop() === ']' : true;
  if (!closes || args.some(({ pattern }) => pattern)) return `${name} that is not plain`;
  if (words[0] === '!') words.shift();
  const [operator = '', operand = '', ...more] = words;
  if (words.length === 2 && /^-[zn]$/.test(operator)) return undefined;
  if (words.length === 2 && /^-[bcdefghLprsSwx]$/.test(operator)) return whyAskPaths([operand], place);
  if (words.length === 3 && more.length === 1 && /^!?==?$/.test(operand)) return undefined;
  return `${name} that is not plain`;
}
