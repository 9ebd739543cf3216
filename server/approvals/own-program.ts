// Whether a command starts Patchbay itself: it decides what Codex may do, and its command line can change that.
import path from 'node:path';
import { mainFile, programFolder } from '../base/program.ts';
import { realPath } from '../base/real-path.ts';

/** The command, the app's program and its packages (`build/launchers`, `forge.config.ts`), on every system. */
const LAUNCHER = /^patchbay(?:-app)?(?:[-_.\d].*)?$/i;
/** What an interpreter is given: the bundle, and the sources. */
const SCRIPT = /^patchbay\.[cm]?[jt]s$/i;

/**
 * @param args an interpreter gets the file as one of them
 * @param cwd where it runs, for relative paths; undefined where nobody knows it
 */
export function startsPatchbay(program: string, args: readonly string[], cwd?: string): boolean {
  const words = [program, ...args];
  if (LAUNCHER.test(baseName(program)) || words.some((word) => SCRIPT.test(baseName(word)))) return true;
  const own = ownFiles();
  // By a link or another name too.
  return words.some(
    (word) =>
      (path.isAbsolute(word) || cwd !== undefined) && own.has(realPath(path.resolve(cwd ?? '/', word))),
  );
}

function baseName(word: string): string {
  return path.posix.basename(word.replaceAll('\\', '/'));
}

/** In the app, this process is its program; an AppImage says where it lies. */
function ownFiles(): ReadonlySet<string> {
  const app = process.versions['electron'] === undefined ? [] : [process.execPath];
  const image = process.env['APPIMAGE'];
  return new Set([mainFile, programFolder, ...app, ...(image ? [image] : [])].map(realPath));
}
