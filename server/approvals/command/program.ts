// Whether a program may answer for the person: not if Codex could have written it, or anything it is made of.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import { realPath, withRealPath } from '../../base/real-path.ts';
import type { SandboxMode } from '../../contract/ceiling.ts';
import { executableAt } from '../reads/program-lookup.ts';

/** More links than that lead nowhere. */
const MAX_LINKS = 40;
const WRITABLE_BY_OTHERS = 0o002;

/** Where a thread's commands may write; see the engine's `workspace-write`. */
export function writableFolders(thread: {
  readonly sandbox: SandboxMode;
  readonly cwd: string;
  readonly writableRoots: readonly string[];
}): string[] {
  if (thread.sandbox === 'read-only') return [];
  if (thread.sandbox === 'danger-full-access') return [path.parse(thread.cwd).root];
  return [thread.cwd, ...thread.writableRoots];
}

/** Every sandbox that can write can write there. */
export function temporaryFolders(env: NodeJS.ProcessEnv): string[] {
  const named = env['TMPDIR'];
  return [...(process.platform === 'win32' ? [] : ['/tmp']), os.tmpdir(), ...(named ? [named] : [])];
}

/**
 * @param command.program absolute, or a name that is looked up
 * @returns its absolute path as the person named it; undefined if there is none
 */
export function programFileOf(name: string, searchPath: string): string | undefined {
  const places = path.isAbsolute(name)
    ? [name]
    : searchPath.split(path.delimiter).map((dir) => path.join(dir, name));
  return places.find((file) => path.isAbsolute(file) && executableAt(file) !== undefined);
}

/**
 * @param command.cwd where it will run: arguments may be relative paths
 * @param writable folders in which Codex may write
 * @returns a clause that continues the program's name; undefined if it may answer
 */
export function whyNotProgram(
  command: { readonly program: string; readonly arguments: readonly string[]; readonly cwd: string },
  writable: readonly string[],
): string | undefined {
  const { program, cwd } = command;
  if (!path.isAbsolute(program)) return 'is not named with its whole path';
  if (executableAt(program) === undefined) return 'is not a program that can be run';
  const folders = writable.flatMap(withRealPath);
  const isWritable = (file: string) => folders.some((folder) => isInside(file, folder));
  const way = wayTo(program);
  if (way.some(isWritable)) return 'is in a folder where Codex can write';
  if (way.some(isOpenToOthers)) return 'can be changed by other users';
  // Inside a script or an option (`-c`, `--import=file:…`) a path is not seen as a file.
  const mention = command.arguments.find((argument) => folders.some((folder) => mentions(argument, folder)));
  if (mention !== undefined) return `gets ${mention}, which names a folder where Codex can write`;
  const files = command.arguments.flatMap((argument) => filesIn(argument, cwd));
  const found = files.find((file) => wayTo(file).some(isWritable));
  if (found !== undefined) return `gets ${found}, which is in a folder where Codex can write`;
  return undefined;
}

function mentions(argument: string, folder: string): boolean {
  const at = folder === '/' ? -1 : argument.indexOf(folder);
  return at !== -1 && /^(?:$|[^\w.-])/.test(argument.slice(at + folder.length));
}

/** The path, each file its links lead over, and the folders of all of them. */
function wayTo(file: string): string[] {
  const way = [file];
  let current = file;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    current = path.join(realPath(path.dirname(current)), path.basename(current));
    way.push(path.dirname(current), current);
    const target = linkTarget(current);
    if (target === undefined) break;
    current = path.resolve(path.dirname(current), target);
    way.push(current);
  }
  return way;
}

function linkTarget(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch {
    return undefined;
  }
}

function isOpenToOthers(file: string): boolean {
  if (process.platform === 'win32') return false;
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  // A link has all rights, and none of them counts.
  return stat !== undefined && !stat.isSymbolicLink() && (stat.mode & WRITABLE_BY_OTHERS) !== 0;
}

/** What an argument may name: itself, or what stands behind `=`. */
function filesIn(argument: string, cwd: string): string[] {
  const texts = [argument, argument.slice(argument.indexOf('=') + 1)];
  return [...new Set(texts.filter(Boolean).map((text) => path.resolve(cwd, text)))].filter((file) =>
    fs.existsSync(file),
  );
}
