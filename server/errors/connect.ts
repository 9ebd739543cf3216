// Errors of connecting clients: what stands in the way of changing their settings.
import { PatchbayError } from './error.ts';
import { fileProblem } from './files.ts';

/** @param known the ids there are */
export function clientUnknown(id: string, known: readonly string[]): PatchbayError {
  return new PatchbayError(
    'client-unknown',
    `Patchbay does not know a client ${JSON.stringify(id)}.`,
    `It knows ${known.join(', ')}. For any other, \`patchbay mcp-server\` is the command to enter.`,
    { fixInWindow: 'Choose one of the list, or use the text for any client.' },
  );
}

/** A client cannot connect to an address. @param name of the client */
export function clientNeedsStdio(name: string): PatchbayError {
  return new PatchbayError(
    'client-needs-stdio',
    `${name} accepts no server with an address and a token in its settings file.`,
    'Leave out `--http`: it then starts Patchbay itself.',
    { fixInWindow: 'Let it start Patchbay itself.' },
  );
}

/** @param name of the client */
export function clientHasNoLink(name: string, id: string): PatchbayError {
  return new PatchbayError(
    'client-has-no-link',
    `${name} knows no links that add a server.`,
    `\`patchbay connect ${id} --print\` prints the entry instead.`,
  );
}

/** A client keeps its settings where only its own window can change them. @param where a clause: what to do with the text */
export function clientByHand(name: string, where: string): PatchbayError {
  return new PatchbayError(
    'client-by-hand',
    `${name} has no settings file that Patchbay could change.`,
    `Copy the text: ${where}.`,
  );
}

/**
 * A settings file that is not understood; it is left as it is.
 * @param line starts at 1
 * @param reason a clause about the file
 */
export function clientSettingsUnreadable(
  file: string,
  line: number | undefined,
  reason: string,
): PatchbayError {
  return new PatchbayError(
    'client-settings-unreadable',
    `${file}${line === undefined ? '' : ` line ${line}`} was left as it is: ${reason}.`,
    'Correct that and try again, or enter Patchbay yourself.',
  );
}

/** Somebody else changed the file after the person had seen the change. */
export function clientSettingsChanged(file: string): PatchbayError {
  return new PatchbayError(
    'client-settings-changed',
    `${file} has changed since you were shown what would be written; nothing was written.`,
    'Try again, and look at the change once more.',
  );
}

/** The file, or the copy of it that is made first, could not be written. */
export function clientSettingsNotWritten(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'client-settings-not-written',
    `${file} could not be written (${fileProblem(cause)}); the settings of the client are unchanged.`,
    'Correct that, then try again.',
    { cause },
  );
}

/** The person said no. */
export function connectNotConfirmed(): PatchbayError {
  return new PatchbayError('connect-not-confirmed', 'Nothing was written.', '');
}

/** There is nobody who could be asked. */
export function connectNeedsYes(): PatchbayError {
  return new PatchbayError(
    'connect-needs-yes',
    'Nothing was written: there is no terminal to ask at.',
    'Look at the change above; with `--yes` it is written.',
  );
}
