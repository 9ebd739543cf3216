// Errors of answering a question, in the window or with a passphrase in a terminal.
import { messageOf, PatchbayError } from './error.ts';

/** Somebody answers a question that is over. */
export function approvalNotWaiting(id: string): PatchbayError {
  return new PatchbayError(
    'approval-not-waiting',
    `No question ${id} is waiting: it is over, or never was.`,
    '`patchbay approvals list` shows the questions that wait.',
    { fixInWindow: 'The Inbox shows the questions that wait.' },
  );
}

/** A short id fits several questions. */
export function approvalAmbiguous(id: string): PatchbayError {
  return new PatchbayError(
    'approval-ambiguous',
    `More than one waiting question begins with ${id}.`,
    'Give more of its id.',
  );
}

/** The digest of an answer is not that of the question as it is now. */
export function approvalChanged(): PatchbayError {
  return new PatchbayError(
    'approval-changed',
    'What is asked for has changed since it was shown; nothing was answered.',
    'Look at it again with `patchbay approvals list`, then answer.',
    { fixInWindow: 'Look at its card again, then answer.' },
  );
}

/** It is among those that are approved together, and is marked as dangerous or lasts longer than once. */
export function approvalNeedsOwnLook(): PatchbayError {
  return new PatchbayError(
    'approval-needs-own-look',
    'This question is not one of those that can be approved together.',
    'Open it and answer it alone.',
  );
}

/** A question was changed before it was approved, in a way that cannot be done. @param why a clause */
export function editNotPossible(why: string): PatchbayError {
  return new PatchbayError(
    'edit-not-possible',
    `It cannot be approved with these changes: ${why}.`,
    'Change it in another way, or answer the question as it was asked.',
  );
}

/** The accepted part of a patch could not be written, or its files have changed since it was shown. */
export function editNotApplied(cause: unknown): PatchbayError {
  return new PatchbayError(
    'edit-not-applied',
    `The part of the patch that was approved could not be written (${messageOf(cause)}); nothing was changed.`,
    'Codex is told, and can ask again.',
    { cause },
  );
}

/** A terminal answers a question that it can only show. */
export function approvalNotForTerminal(): PatchbayError {
  return new PatchbayError(
    'approval-not-for-terminal',
    'This question cannot be answered from a terminal: it was asked before a passphrase was set, or it is a form to fill in.',
    'Answer it in the MCP client.',
  );
}

/** @param threads the threads that could reach the terminal */
export function terminalNotTrusted(threads: readonly string[]): PatchbayError {
  return new PatchbayError(
    'terminal-not-trusted',
    `Answers from a terminal do not count while Codex runs with network access or without a sandbox (${threads.join(', ')}): what it runs could read or type your passphrase.`,
    'Answer in the MCP client, or wait until that turn has ended.',
  );
}

/** A terminal answers before there is a passphrase. */
export function passphraseNotSet(): PatchbayError {
  return new PatchbayError(
    'passphrase-not-set',
    'Answers from a terminal, and changes of rules and clients, need a passphrase, and none is set.',
    'Set one with `patchbay approvals passphrase`; questions that come after that can be answered here.',
  );
}

/** The input ended before a passphrase came. */
export function passphraseMissing(): PatchbayError {
  return new PatchbayError(
    'passphrase-missing',
    'No passphrase was given; nothing was done.',
    'Type it when asked, or write it to standard input, one line.',
  );
}

/** A new passphrase is refused. @param least in characters */
export function passphraseTooShort(least: number): PatchbayError {
  return new PatchbayError(
    'passphrase-too-short',
    `The passphrase is shorter than ${least} characters.`,
    'Choose a longer one; several words are easy to remember.',
  );
}

/** A new passphrase was typed in two ways. */
export function passphrasesDiffer(): PatchbayError {
  return new PatchbayError('passphrases-differ', 'The two passphrases are not the same.', 'Try again.');
}

/** @param waitMs the time until another try is accepted */
export function passphraseWrong(waitMs: number): PatchbayError {
  return new PatchbayError(
    'passphrase-wrong',
    'The passphrase is wrong; nothing was done.',
    waitMs > 0 ? `Try again in ${Math.ceil(waitMs / 1000)} s.` : 'Try again.',
  );
}

/** An answer came while the wait after wrong passphrases goes on. */
export function passphraseLocked(waitMs: number): PatchbayError {
  return new PatchbayError(
    'passphrase-locked',
    'After several wrong passphrases, none is accepted for a while; nothing was done.',
    `Try again in ${Math.ceil(waitMs / 1000)} s.`,
  );
}
