// The engine starts every command as `/bin/bash -lc TEXT` and shows it so. TEXT is the command; that shell is none the
// model wrote.
import { parse } from 'unbash';

/** What the engine finds for a shell's name; a name alone, or another path, is the model's own. */
export const ENGINE_SHELL = /^(?:\/(?:usr\/)?(?:local\/)?bin\/|\/opt\/homebrew\/bin\/)(?:ba|z|da)?sh$/;
export const ENGINE_FLAG = /^-l?c$/;
/** The words are joined with one blank. */
const AT_THE_START = /^(\/\S+) -l?c (?=\S)/;

/**
 * TEXT of a command that stands there as the engine shows it; any other text as it is. For looking at, not for allowing:
 * where the parser fails, TEXT still has its quotes.
 */
export function withoutEngineShell(command: string): string {
  const [start = '', shell = ''] = AT_THE_START.exec(command) ?? [];
  if (!ENGINE_SHELL.test(shell)) return command;
  const rest = command.slice(start.length);
  try {
    const { commands, errors } = parse(rest);
    if (errors?.length) return rest;
    const [statement, ...more] = commands;
    const node = statement?.command;
    const isOneWord =
      more.length === 0 &&
      node?.type === 'Command' &&
      !statement?.background &&
      node.prefix.length === 0 &&
      node.suffix.length === 0;
    return isOneWord ? (node.name?.value ?? rest) : command;
  } catch {
    // Nested too deeply.
    return rest;
  }
}
