// Errors of the records of threads.
import { PatchbayError } from './error.ts';

/** `patchbay sessions` was given an id that no record begins with. */
export function recordNotFound(id: string): PatchbayError {
  return new PatchbayError(
    'record-not-found',
    `There is no record of a thread whose id begins with '${id}'.`,
    '`patchbay sessions list` shows the recorded threads.',
    { fixInWindow: 'The page Threads shows the recorded threads.' },
  );
}

/** `patchbay sessions` was given an id that is too short. */
export function recordAmbiguous(id: string): PatchbayError {
  return new PatchbayError(
    'record-ambiguous',
    `More than one recorded thread begins with ${id}.`,
    'Give more of its id.',
  );
}

/** The window has looked for something else before this search was done. */
export function searchSuperseded(): PatchbayError {
  return new PatchbayError(
    'search-superseded',
    'This search was dropped, because a newer one was started in the same place.',
    'The newer one has the answer.',
  );
}
