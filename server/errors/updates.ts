// Errors of newer versions.
import { PatchbayError } from './error.ts';

/** The newer version could not be fetched, or is not what the feed had named. @param why a clause */
export function updateNotFetched(version: string, why: string): PatchbayError {
  return new PatchbayError(
    'update-not-fetched',
    `Patchbay ${version} could not be fetched (${why}).`,
    'Try again later, or get it where you got this one.',
  );
}

/** There is no newer version any more, such as after the feed was changed. */
export function noUpdate(): PatchbayError {
  return new PatchbayError('no-update', 'There is no newer version to install.', 'Look for one again.');
}
