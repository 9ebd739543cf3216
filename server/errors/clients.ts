// Errors of what the person has set for one client, and of setting it.
import { PatchbayError } from './error.ts';

const WHERE_IT_BELONGS =
  'Put it, and the files it is started with, into a folder that only you can change and where Codex does not work:';

/** A client calls while it is paused. @param name the one the person gave it */
export function clientPaused(name: string): PatchbayError {
  return new PatchbayError(
    'client-paused',
    `The person who runs Patchbay has paused the client ${name}: it cannot start anything new. Turns that run go on.`,
    `Ask them to resume it, on the page Clients of the window or with \`patchbay token resume ${name}\`, then call again.`,
    { fixInWindow: 'Resume it on the page Clients.' },
  );
}

/** @param threads that run with network access or without a sandbox */
export function clientChangesNotNow(threads: readonly string[]): PatchbayError {
  return new PatchbayError(
    'client-changes-not-now',
    `Clients cannot be changed from a terminal while Codex runs with network access or without a sandbox (${threads.join(', ')}): what it runs could change them too.`,
    'Wait until that turn has ended, or stop it.',
  );
}

/** @param name as it was given */
export function approvalProgramNotFound(name: string): PatchbayError {
  return new PatchbayError(
    'approval-program-not-found',
    `There is no program ${name} that can be run.`,
    'Name it with its whole path, and make sure that it is executable.',
  );
}

/** A program must not answer for the person. @param why continues the program's name */
export function approvalProgramUnfit(program: string, why: string): PatchbayError {
  return new PatchbayError(
    'approval-program-unfit',
    `${program} ${why}, so it cannot answer for you.`,
    `${WHERE_IT_BELONGS} PATCHBAY_HOME is best.`,
    { fixInWindow: `${WHERE_IT_BELONGS} Patchbay's own folder is best.` },
  );
}
