// A command line that cannot be understood.
import { PatchbayError } from './error.ts';

/**
 * @param what a sentence
 * @param meant what the person may have meant: the closest words
 * @param command `patchbay rules add`, whose help says what there is
 */
export function usageWrong(what: string, meant: string | undefined, command: string): PatchbayError {
  const help = `\`${command} --help\` shows what there is.`;
  return new PatchbayError(
    'usage-wrong',
    what,
    meant === undefined ? help : `Did you mean ${meant}? ${help}`,
  );
}
