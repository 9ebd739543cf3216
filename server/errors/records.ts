// Errors of the records of threads.
import { PatchbayError } from './error.ts';

export function recordNotFound(id: string): PatchbayError {
  return new PatchbayError(
    'record-not-found',
    `There is no record of a thread whose id begins with '${id}'.`,
    '`patchbay sessions list` shows what there is.',
    { fixInWindow: 'The page Threads shows what there is.' },
  );
}

export function recordAmbiguous(id: string): PatchbayError {
  return new PatchbayError(
    'record-ambiguous',
    `More than one recorded thread begins with ${id}.`,
    'Give more of its id.',
  );
}
