// Errors of copies: a thread's own copy of a folder, and merging what it did there.
import { messageOf, PatchbayError } from './error.ts';

/** No copy of that folder can be made. @param why a clause */
export function copyNotPossible(folder: string, why: string): PatchbayError {
  return new PatchbayError(
    'copy-not-possible',
    `No copy of ${folder} can be made: ${why}.`,
    'Let one thread after the other work there, or make a git worktree yourself and name it as `cwd`.',
  );
}

/** git refused, or the files could not be copied. */
export function copyFailed(folder: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'copy-failed',
    `A copy of ${folder} could not be made or read (${messageOf(cause)}).`,
    'Correct that, then try again.',
    { cause },
  );
}

/** No copy has that id, or several begin with it. */
export function copyNotFound(id: string): PatchbayError {
  return new PatchbayError(
    'copy-not-found',
    `There is no copy ${id}, or more than one begins like that.`,
    '`patchbay worktrees list` shows them.',
    { fixInWindow: 'Settings → Copies shows them.' },
  );
}

/** What is there is not the copy that was made, or nothing is; what is missing in it was not removed by a thread. @param why a clause */
export function copyGone(id: string, why: string): PatchbayError {
  return new PatchbayError(
    'copy-gone',
    `The copy ${id} is gone, so nothing of it can be merged: ${why}.`,
    `\`patchbay worktrees discard ${id}\` takes it off the list.`,
    { fixInWindow: 'Throw it away in Settings → Copies, which takes it off the list.' },
  );
}

/** The working tree to merge into is not there. */
export function copyWithoutOriginal(id: string, folder: string): PatchbayError {
  return new PatchbayError(
    'copy-without-original',
    `The copy ${id} cannot be merged, because ${folder}, which it is a copy of, is not there.`,
    `Move the folder back, or throw the copy away with \`patchbay worktrees discard ${id}\`.`,
    { fixInWindow: 'Move the folder back, or throw the copy away in Settings → Copies.' },
  );
}

/** The list names a folder that no copy can be in. */
export function copyElsewhere(id: string, folder: string, copies: string): PatchbayError {
  return new PatchbayError(
    'copy-elsewhere',
    `Nothing was removed: the list says that the copy ${id} is ${folder}, but copies are folders directly in ${copies}.`,
    'Look at that folder yourself, then remove the entry from worktrees.json.',
  );
}

/** A turn could write there meanwhile. */
export function copyInUse(folder: string, threadId: string): PatchbayError {
  return new PatchbayError(
    'copy-in-use',
    `A turn of thread ${threadId} runs in ${folder}.`,
    'Wait until it has ended, or stop it; then try again.',
  );
}

/** Both sides have changed the same lines, or one has removed what the other has changed; nothing was merged. */
export function copyConflict(folder: string, files: readonly string[]): PatchbayError {
  const named = files.slice(0, 5).join(', ');
  const more = files.length > 5 ? ` and ${files.length - 5} more` : '';
  return new PatchbayError(
    'copy-conflict',
    `Nothing was merged, because ${folder} and the copy have changed the same places: ${named}${more}.`,
    'Make these files of the copy agree with the folder, by hand or by the thread, then merge again.',
  );
}

/** The person was asked where a second thread is to work, and did not let it begin. */
export function secondThreadStopped(folder: string): PatchbayError {
  return new PatchbayError(
    'second-thread-stopped',
    `The person did not let a second thread begin in ${folder}.`,
    'Wait until the other thread has ended, or name another folder as `cwd`.',
  );
}

/** What would be merged is not what was shown. */
export function copyChanged(id: string): PatchbayError {
  return new PatchbayError(
    'copy-changed',
    `Nothing was merged: what merging the copy ${id} would do has changed since it was shown.`,
    'Look at it again.',
  );
}

/** `patchbay worktrees merge` or `discard` without a terminal and without `--yes`. */
export function copyNeedsYes(): PatchbayError {
  return new PatchbayError(
    'copy-needs-yes',
    'Nobody can be asked here, because standard input is not a terminal.',
    'Look at its changes, then add --yes.',
  );
}
