// Errors of answering a question, in the window or with a passphrase in a terminal.
import { PatchbayError } from './error.ts';

export function approvalNotWaiting(id: string): PatchbayError {
  return new PatchbayError(
    'approval-not-waiting',
    `No question ${id} is waiting: it is over, or never was.`,
    '`patchbay approvals list` shows what waits.',
    { fixInWindow: 'The Inbox shows what waits.' },
  );
}

export function approvalAmbiguous(id: string): PatchbayError {
  return new PatchbayError(
    'approval-ambiguous',
    `More than one waiting question begins with ${id}.`,
    'Give more of its id.',
  );
}

export function approvalChanged(): PatchbayError {
  return new PatchbayError(
    'approval-changed',
    'What is asked for has changed since it was shown; nothing was answered.',
    'Look at it again with `patchbay approvals list`, then answer.',
    { fixInWindow: 'Look at its card again, then answer.' },
  );
}

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

export function passphraseNotSet(): PatchbayError {
  return new PatchbayError(
    'passphrase-not-set',
    'Answers from a terminal need a passphrase, and none is set.',
    'Set one with `patchbay approvals passphrase`; questions that come after that can be answered here.',
  );
}

export function passphraseMissing(): PatchbayError {
  return new PatchbayError(
    'passphrase-missing',
    'No passphrase was given; nothing was done.',
    'Type it when asked, or write it to standard input, one line.',
  );
}

export function passphraseTooShort(least: number): PatchbayError {
  return new PatchbayError(
    'passphrase-too-short',
    `The passphrase is shorter than ${least} characters.`,
    'Choose a longer one; several words are easy to remember.',
  );
}

export function passphrasesDiffer(): PatchbayError {
  return new PatchbayError('passphrases-differ', 'The two passphrases are not the same.', 'Try again.');
}

/** @param waitMs the time until another try is accepted */
export function passphraseWrong(waitMs: number): PatchbayError {
  return new PatchbayError(
    'passphrase-wrong',
    'The passphrase is wrong; nothing was answered.',
    waitMs > 0 ? `Try again in ${Math.ceil(waitMs / 1000)} s.` : 'Try again.',
  );
}

export function passphraseLocked(waitMs: number): PatchbayError {
  return new PatchbayError(
    'passphrase-locked',
    'After wrong passphrases no other is looked at for a while; nothing was answered.',
    `Try again in ${Math.ceil(waitMs / 1000)} s.`,
  );
}
