// Shapes of commands and patches, and marks of tools, that a person should look at twice. These are warnings, never decisions: a command
// without a warning is not necessarily harmless.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isInside } from '../base/paths-inside.ts';
import { realPath } from '../base/real-path.ts';
import { toolMarks } from '../contract/tool-marks.ts';
import type { ApprovalSubject } from './approval.ts';
import { dangersOfPath } from './dangerous-paths.ts';
import { startsPatchbay } from './own-program.ts';
import { type FoundCommand, findCommands } from './shell-commands.ts';

const dangers = [
  'pipe-to-shell',
  'privileged',
  'recursive-delete',
  'outside-folder',
  'one-liner',
  'hooks',
  'ci',
  'shell-profile',
  'own-files',
  'own-program',
  'on-open',
  ...toolMarks,
] as const;
export type Danger = (typeof dangers)[number];

/** Where a thread works, and the folders of Patchbay and Codex, which decide what Codex may do. */
interface ThreadFolders {
  readonly folder: string;
  readonly ownFolders: readonly string[];
}

const SHELLS = /^(?:ba|z|da|k|a|fi)?sh$/;
const INTERPRETERS = /^(?:python[\d.]*|node|perl|ruby|php|deno|bun)$/;
const DOWNLOADERS = /^(?:curl|wget|fetch|aria2c|http|https)$/;
const PRIVILEGED = /^(?:sudo|doas|su|pkexec|runas)$/;
/** Programs whose arguments name another program to start. */
const WRAPPERS =
  /^(?:sudo|doas|pkexec|env|xargs|nohup|time|timeout|nice|ionice|stdbuf|setsid|command|builtin|exec|find|parallel|watch)$/;
/** Streams, not files. */
const NO_FILE = /^(?:\/dev\/(?:null|stdout|stderr|tty)|\d+|-|&.*)$/;

/** @returns the warnings for a question, each once, in a fixed order */
export function dangersOf(subject: ApprovalSubject, about: ThreadFolders): Danger[] {
  const found = new Set<Danger>();
  if (subject.kind === 'command') {
    for (const command of findCommands(subject.command)) addCommand(command, subject.cwd, about, found);
    if (about.ownFolders.some((own) => subject.command.includes(own))) found.add('own-files');
  }
  if (subject.kind === 'patch') {
    for (const { path: file, kind } of subject.changes) {
      addPath(path.resolve(about.folder, file), about, found);
      if (kind.type === 'update' && kind.move_path)
        addPath(path.resolve(about.folder, kind.move_path), about, found);
    }
  }
  if (subject.kind === 'tool') for (const mark of subject.marks ?? []) found.add(mark);
  return dangers.filter((danger) => found.has(danger));
}

function addCommand(command: FoundCommand, cwd: string, about: ThreadFolders, found: Set<Danger>): void {
  const files = [...command.writesTo];
  for (const words of startedBy(command.words)) {
    const [program = '', ...args] = words;
    if (startsPatchbay(program, args, cwd)) found.add('own-program');
    if (PRIVILEGED.test(program)) found.add('privileged');
    if (runsWhatItReads(program, args, command)) found.add('pipe-to-shell');
    if (deletesRecursively(program, args)) found.add('recursive-delete');
    if (isOneLiner(program, args)) found.add('one-liner');
    files.push(...writtenBy(program, args));
  }
  for (const file of files) {
    const place = withHome(file);
    // The value of a variable is not known.
    if (!NO_FILE.test(place) && !place.includes('$')) addPath(path.resolve(cwd, place), about, found);
  }
}

/** The command itself and, after `sudo` or `xargs`, every position where another command may start. */
function startedBy(words: readonly string[]): string[][] {
  const starts = words.map((word, at) => [path.posix.basename(word), ...words.slice(at + 1)]);
  return WRAPPERS.test(starts[0]?.[0] ?? '') ? starts : starts.slice(0, 1);
}

function runsWhatItReads(program: string, args: readonly string[], command: FoundCommand): boolean {
  const isShell = SHELLS.test(program);
  const downloads = command.inside.some(({ words }) => DOWNLOADERS.test(path.posix.basename(words[0] ?? '')));
  if (downloads && (isShell || /^(?:eval|source|\.)$/.test(program))) return true;
  if (!command.readsPipe || !(isShell || INTERPRETERS.test(program))) return false;
  return args.includes('-s') || args.every((arg) => arg.startsWith('-'));
}

function deletesRecursively(program: string, args: readonly string[]): boolean {
  const has = (shape: RegExp) => args.some((arg) => shape.test(arg));
  if (program === 'rm') return has(/^(?:-\w*[rR]\w*|--recursive)$/);
  if (program === 'find') return args.includes('-delete');
  if (program === 'git') return args[0] === 'clean' && has(/^-\w*[dfx]/);
  return program === 'rsync' && has(/^--delete/);
}

function isOneLiner(program: string, args: readonly string[]): boolean {
  if (program === 'eval') return true;
  if (program === 'base64') return args.some((arg) => /^(?:-\w*[dD]|--decode)$/.test(arg));
  return INTERPRETERS.test(program) && args.some((arg) => /^(?:-\w*[ceE]|--eval|-p|--print|-r)$/.test(arg));
}

/** The arguments that name what a program writes, deletes or changes. */
function writtenBy(program: string, args: readonly string[]): string[] {
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const after = (shape: RegExp) =>
    args.flatMap((arg, at) => (shape.test(arg) ? args.slice(at + 1, at + 2) : []));
  switch (program) {
    case 'tee':
    case 'touch':
    case 'mkdir':
    case 'rm':
    case 'rmdir':
    case 'chmod':
    case 'chown':
    case 'truncate':
    case 'mv':
      return operands;
    case 'cp':
    case 'ln':
    case 'install':
    case 'rsync':
      return operands.slice(-1);
    case 'sed':
      return args.some((arg) => /^(?:-\w*i|--in-place)/.test(arg)) ? operands.slice(1) : [];
    case 'dd':
      return operands.flatMap((arg) => (arg.startsWith('of=') ? [arg.slice(3)] : []));
    case 'curl':
      return after(/^(?:-\w*o|--output)$/);
    case 'wget':
      return after(/^(?:-\w*O|--output-document)$/);
    default:
      return [];
  }
}

function withHome(file: string): string {
  return file.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, os.homedir());
}

/** By its name, and by where links on the way lead now. */
function addPath(named: string, about: ThreadFolders, found: Set<Danger>): void {
  addPlace(named, about.folder, about, found);
  const real = followed(named);
  if (real !== named) addPlace(real, realPath(about.folder), about, found);
}

/** The real path, also of what is not there yet. */
function followed(file: string): string {
  const parent = path.dirname(file);
  if (parent === file) return file;
  try {
    return fs.realpathSync(file);
  } catch {
    return path.join(followed(parent), path.basename(file));
  }
}

function addPlace(file: string, folder: string, about: ThreadFolders, found: Set<Danger>): void {
  if (!isInside(file, folder)) found.add('outside-folder');
  if (about.ownFolders.some((own) => isInside(file, own))) found.add('own-files');
  for (const danger of dangersOfPath(file)) found.add(danger);
}
