// Errors of the Codex engine: its program, its process, its account.
import { messageOf, PatchbayError } from './error.ts';

/** The file of the engine is not there. */
export function engineMissing(file: string): PatchbayError {
  return new PatchbayError(
    'engine-missing',
    `The Codex engine is not at ${file}.`,
    'Install Patchbay again (`npm ci` in a checkout), or name your own codex with --engine PATH.',
    { fixInWindow: 'Install Patchbay again, or name your own codex under Engine in Settings.' },
  );
}

/** The system refuses to run the engine. */
export function engineNotExecutable(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'engine-not-executable',
    `The Codex engine ${file} cannot be started (${messageOf(cause)}).`,
    'Make it executable (chmod +x), or name another codex with --engine PATH.',
    { cause, fixInWindow: 'Make it executable (chmod +x), or name another codex under Engine in Settings.' },
  );
}

/** What is named as the engine is another program. @param said what it prints about itself */
export function engineNotCodex(file: string, said: string): PatchbayError {
  return new PatchbayError(
    'engine-not-codex',
    `${file} is not Codex: it introduces itself as “${said}”.`,
    'Name a codex with --engine PATH, or leave --engine out to use the one that comes with Patchbay.',
    {
      fixInWindow:
        'Name a codex under Engine in Settings, or leave its path empty to use the one that comes with Patchbay.',
    },
  );
}

/** The engine introduces itself with a version below the minimum. */
export function engineTooOld(file: string, version: string, needed: string): PatchbayError {
  return new PatchbayError(
    'engine-too-old',
    `The Codex engine ${file} is version ${version}; Patchbay needs ${needed} or newer.`,
    'Update that codex, or leave --engine out to use the one that comes with Patchbay.',
    {
      fixInWindow:
        'Update that codex, or leave its path in Settings empty to use the one that comes with Patchbay.',
    },
  );
}

/** The engine ended or failed before it was ready. */
export function engineDidNotStart(detail: string): PatchbayError {
  return new PatchbayError(
    'engine-did-not-start',
    `The Codex engine did not start: ${detail}`,
    'Fix the problem, then call again.',
  );
}

/** A call comes while the wait after several stops goes on. */
export function engineKeepsStopping(waitMs: number, detail: string): PatchbayError {
  return new PatchbayError(
    'engine-keeps-stopping',
    `Codex stopped several times in a row (${detail}).`,
    `It is started again on the next call after ${Math.ceil(waitMs / 1000)} s.`,
  );
}

/** The process of the engine ended while a turn ran. */
export function engineStopped(): PatchbayError {
  return new PatchbayError(
    'engine-stopped',
    'Codex stopped unexpectedly, so this turn ended; nothing that was waiting has been run.',
    'It starts again with your next call: continue the thread with codex-reply.',
  );
}

/** @param how a clause that says how this was noticed */
export function engineFrozen(how: string): PatchbayError {
  return new PatchbayError(
    'engine-frozen',
    `Codex stopped responding (${how}) and was ended, so this turn ended; nothing that was waiting has been run.`,
    'It starts again with your next call: continue the thread with codex-reply.',
  );
}

/** Codex has no account, or its model provider does not take it. */
export function notSignedIn(detail: string): PatchbayError {
  return new PatchbayError(
    'not-signed-in',
    `Codex is not signed in to its model provider (${detail}).`,
    'Run `codex login` in a terminal, or start Patchbay with --demo to try it without an account.',
    { fixInWindow: 'Sign in under Account in Settings, or try the demo, which needs no account.' },
  );
}
