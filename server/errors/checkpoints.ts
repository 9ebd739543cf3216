// Errors of checkpoints: what a turn changed, and taking it back.
import { messageOf, PatchbayError } from './error.ts';
import { fileProblem, isFull } from './files.ts';

/** A file of the store cannot be read, or is not what was written. */
export function checkpointBroken(folder: string, cause: unknown): PatchbayError {
  const why = typeof cause === 'string' ? cause : messageOf(cause);
  return new PatchbayError(
    'checkpoint-broken',
    `A checkpoint in ${folder} cannot be read (${why}).`,
    'What it would restore is lost; nothing was changed. Other turns can still be undone.',
    { cause },
  );
}

/** The store cannot be written: turns go on, and what they change cannot be undone. */
export function checkpointNotWritten(folder: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'checkpoint-not-written',
    `A checkpoint could not be written to ${folder} (${fileProblem(cause)}). Turns go on, but what they change until that is corrected cannot be undone.`,
    isFull(cause)
      ? 'Make room on that disk, or lower checkpoints.maxMegabytes in the settings and restart Patchbay.'
      : 'Correct that; the next turn is covered again.',
    { cause },
  );
}

/** The same, as the reason why the folder of a turn is not covered. */
export function whyNotWritten({ cause }: PatchbayError): string {
  return `the checkpoint could not be written (${fileProblem(cause)})`;
}

/** `patchbay undo` of a thread where nothing is left to undo. */
export function nothingToUndo(threadId: string): PatchbayError {
  return new PatchbayError(
    'nothing-to-undo',
    `Thread ${threadId} has no turn that could be undone.`,
    'Only turns that may write are kept, from when Patchbay first saw the thread; `patchbay sessions list` shows the threads.',
    { fixInWindow: 'Only turns that may write are kept, from when Patchbay first saw the thread.' },
  );
}

/** `patchbay redo` without an undo before it. */
export function nothingToRedo(threadId: string): PatchbayError {
  return new PatchbayError('nothing-to-redo', `Nothing was undone in thread ${threadId}.`, '');
}

/** A number that no turn of the thread has. */
export function turnNotFound(threadId: string, turn: number): PatchbayError {
  return new PatchbayError(
    'turn-not-found',
    `Thread ${threadId} has no turn ${turn} that may have written.`,
    `\`patchbay undo ${threadId} --dry-run\` shows the last one.`,
    { fixInWindow: 'The Changes tab of the thread shows its turns.' },
  );
}

/** The folder was too large, or could not be read. */
export function turnNotCovered(threadId: string, turn: number, why: string): PatchbayError {
  return new PatchbayError(
    'turn-not-covered',
    `Turn ${turn} of thread ${threadId} cannot be undone: its folder was not covered, because ${why}.`,
    why.startsWith('the checkpoint could not be written')
      ? 'Make room where PATCHBAY_HOME is; the next turn is covered again.'
      : 'Use version control for this folder, or start threads in a smaller one.',
  );
}

/** The thread's folder does not exist any more. */
export function folderGone(folder: string): PatchbayError {
  return new PatchbayError(
    'folder-gone',
    `The folder ${folder} is not there any more.`,
    'Put it back where it was, then undo.',
  );
}

/** A link has come in its place, or in that of a folder above it. */
export function folderMoved(folder: string, real: string): PatchbayError {
  return new PatchbayError(
    'folder-moved',
    `The folder ${folder} is not the one the turn worked in: a link leads to ${real}.`,
    'Nothing was changed. Put the folder back where it was, then undo.',
  );
}

/** Somebody else has changed the files since; nothing was undone. */
export function undoConflict(folder: string, files: readonly string[]): PatchbayError {
  const named = files.slice(0, 5).join(', ');
  const more = files.length > 5 ? ` and ${files.length - 5} more` : '';
  return new PatchbayError(
    'undo-conflict',
    `Nothing was changed, because these files in ${folder} have changed since: ${named}${more}.`,
    'Undo the other files one by one with --file, and correct these by hand.',
    { fixInWindow: 'Undo the other files one by one, and correct these by hand.' },
  );
}

/** What was shown to the person is not what would be done now; nothing was undone. */
export function undoChanged(folder: string): PatchbayError {
  return new PatchbayError(
    'undo-changed',
    `Nothing was changed, because files in ${folder} have changed since they were shown.`,
    'Look at what would change now, then try again.',
  );
}

/** A step could not be done; those before it were taken back. */
export function restoreFailed(folder: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'restore-failed',
    `The files in ${folder} could not be restored (${fileProblem(cause)}); nothing was changed.`,
    isFull(cause) ? 'Make room on that disk, then try again.' : 'Correct that, then try again.',
    { cause },
  );
}

/** The same, and those before it could not be taken back. The journal has what is to be done. */
export function restoreHalfDone(folder: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'restore-half-done',
    `Some files in ${folder} are restored and others are not (${fileProblem(cause)}).`,
    'Correct that, then try again: Patchbay first finishes what it has begun.',
    { cause },
  );
}

/** A turn could write in that folder meanwhile. @param folder in which it runs: the one to undo in, above or below it */
export function turnRunsThere(folder: string, threadId: string): PatchbayError {
  return new PatchbayError(
    'turn-runs-there',
    `A turn of thread ${threadId} runs in ${folder}.`,
    'Wait until it has ended, or stop it; then undo.',
  );
}

/** `patchbay undo` without a terminal and without `--yes`. */
export function confirmationNeeded(): PatchbayError {
  return new PatchbayError(
    'confirmation-needed',
    'Nobody can be asked here, because standard input is not a terminal.',
    'Look at it with --dry-run, then add --yes.',
  );
}

/** `patchbay undo --file` with a file that the turns did not change. */
export function fileNotInTurn(turns: readonly number[], file: string): PatchbayError {
  const which = turns.length === 1 ? `Turn ${turns[0]}` : 'Those turns';
  return new PatchbayError(
    'file-not-in-turn',
    `${which} did not change ${file}.`,
    'Give the file relative to the folder of the thread; `patchbay undo THREAD --dry-run` shows what the turn changed.',
    { fixInWindow: 'The Changes tab shows the files of the turn.' },
  );
}

/** `patchbay undo --and-later` of a thread that has changed its folder. */
export function turnsInSeveralFolders(threadId: string, folders: readonly string[]): PatchbayError {
  return new PatchbayError(
    'turns-in-several-folders',
    `These turns of thread ${threadId} worked in different folders: ${folders.join(', ')}.`,
    'Undo them one by one, the last one first.',
  );
}

/** `patchbay blame` of a file in no folder in which a thread has worked. */
export function folderNotCovered(file: string): PatchbayError {
  return new PatchbayError(
    'folder-not-covered',
    `Nothing is known of who wrote ${file}: no checkpoint that is kept is of a folder that has it.`,
    'Checkpoints are made of the folder of a thread when a turn may write there, and kept for as long as checkpoints.keepDays in the settings says.',
  );
}

/** `patchbay blame` of a file that is not there and is in no checkpoint. */
export function fileNeverSeen(file: string): PatchbayError {
  return new PatchbayError(
    'file-never-seen',
    `There is no file ${file}, and no checkpoint has one.`,
    'Check how it is spelled.',
  );
}

/** A folder, a pipe, a file that is too large or cannot be read. */
export function fileNotBlamed(file: string, cause: unknown): PatchbayError {
  const why = typeof cause === 'string' ? cause : messageOf(cause);
  return new PatchbayError(
    'file-not-blamed',
    `Who wrote ${file} cannot be shown: ${why}.`,
    'Give a text file.',
    { cause },
  );
}

/** `patchbay blame FILE:LINE` behind the end of the file. */
export function lineNotThere(file: string, line: number, lines: number): PatchbayError {
  return new PatchbayError(
    'line-not-there',
    `${file} has no line ${line}: it has ${lines === 1 ? '1 line' : `${lines} lines`}.`,
    'Give a line of the file as it is now.',
  );
}
