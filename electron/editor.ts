// Starts the person's editor, at a line if the editor supports that.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { split } from 'shlex';

const GOTO = /^(code|code-insiders|codium|vscodium|cursor|windsurf)$/;
const COLON = /^(zed|zeditor|subl|hx|helix)$/;
const PLUS = /^(vi|vim|nvim|gvim|nano|emacs|gedit|kak)$/;

/**
 * @param editor the command as the person typed it, with its arguments
 * @returns false if it is empty
 * @throws when it cannot be started
 */
export async function openInEditor(editor: string, file: string, line: number | undefined): Promise<boolean> {
  const [program, ...words] = split(editor);
  if (!program) return false;
  await start(program, [...words, ...wordsFor(path.basename(program), file, line)]);
  return true;
}

function wordsFor(name: string, file: string, line: number | undefined): string[] {
  if (line === undefined) return [file];
  if (GOTO.test(name)) return ['--goto', `${file}:${line}`];
  if (COLON.test(name)) return [`${file}:${line}`];
  return PLUS.test(name) ? [`+${line}`, file] : [file];
}

function start(program: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { detached: true, stdio: 'ignore' });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
