// Command lines as servers: the line that starts one, or the line with which a client adds one. A server is started without a
// shell, so what only a shell can do is refused.
import { basename } from 'node:path';
import { addedServer } from './add-commands.ts';
import { isKnownProgram, programName } from './known-programs.ts';
import { NotUnderstood } from './not-understood.ts';
import { type PastedServer, pastedServer } from './pasted-server.ts';
import { readShellLines, type ShellLine } from './shell-lines.ts';
import { nameOfCommand } from './suggested-name.ts';

/** A prompt that was copied with the line. */
const PROMPT = /^[ \t]*[$>%][ \t]+/gm;
/** Variables that are set for the line. */
const ASSIGNMENT = /^[A-Za-z_]\w*=/;

/** Rather than like a word to search for. */
export function looksLikeCommand(text: string): boolean {
  const line =
    text
      .replace(PROMPT, '')
      .split(/\r?\n/)
      .find((one) => !/^\s*(#.*)?$/.test(one)) ?? '';
  const [first = '', ...more] = line.trim().split(/\s+/);
  if (ASSIGNMENT.test(first) || /^(?:[~.]{0,2}\/|[A-Za-z]:\\)/.test(first)) return true;
  return more.length > 0 && (isKnownProgram(first) || more.some((word) => /^--?\w|\//.test(word)));
}

/** @throws NotUnderstood */
export function commandServers(text: string, homeFolder: string): PastedServer[] {
  return readShellLines(text.replace(PROMPT, ''), homeFolder).map(serverOfLine);
}

function serverOfLine(line: ShellLine): PastedServer {
  const { command, args, env } = withoutEnvProgram(line);
  if (command === undefined) throw new NotUnderstood('it sets variables and starts nothing');
  const added = addedServer(args);
  if (added) return added;
  return pastedServer(nameOfCommand(basename(command), args), {
    command,
    args,
    ...(Object.keys(env).length > 0 && { env }),
  });
}

interface Started {
  readonly command: string | undefined;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** `env A=1 npx …` sets variables as well. */
function withoutEnvProgram({ words, env }: ShellLine): Started {
  const [command, ...args] = words;
  const end = args.findIndex((word) => !ASSIGNMENT.test(word));
  if (command === undefined || programName(command) !== 'env' || end <= 0) return { command, args, env };
  const set = args
    .slice(0, end)
    .map((word) => [word.split('=', 1)[0] ?? '', word.slice(word.indexOf('=') + 1)]);
  return { command: args[end], args: args.slice(end + 1), env: { ...env, ...Object.fromEntries(set) } };
}
