// `patchbay rules test`: what the reads rule decides about commands. Nothing is run.
import fs from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { quote } from 'shlex';
import { judgeRead } from '../approvals/reads/reads-rule.ts';
import { notAFolder } from '../errors/cli.ts';

/**
 * Prints `{"decision":"allow"|"ask","reason":…}` for each command, one per line, in order.
 * @param words the command, as one text or as separate words; if empty, commands are read from standard input,
 *   separated by NUL
 * @param cwd the working folder of the thread that would run it
 * @throws not-a-folder
 */
export async function testRules(words: readonly string[], cwd: string): Promise<void> {
  const folder = realFolder(cwd);
  const commands = words.length === 0 ? await readCommands() : [asText(words)];
  const lines = commands.map((command) => JSON.stringify(judgeRead(command, { folder, cwd: folder })));
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function realFolder(folder: string): string {
  try {
    const real = fs.realpathSync.native(folder);
    // Fails for a file as well as for a missing folder.
    fs.readdirSync(real);
    return real;
  } catch (error) {
    throw notAFolder('--cwd', folder, error);
  }
}

/** If there are several words, a shell has already removed their quotes. */
function asText(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : words.map(quote).join(' ');
}

/** A NUL ends a command; text after the last one is a command too. */
async function readCommands(): Promise<string[]> {
  const commands = (await buffer(process.stdin)).toString('utf8').split('\0');
  return commands.at(-1) === '' ? commands.slice(0, -1) : commands;
}
