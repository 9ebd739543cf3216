// Errors of settings.json.
import { PatchbayError } from './error.ts';

/** @param what one line for each value that does not fit, saying why */
export function settingRefused(what: string): PatchbayError {
  return new PatchbayError('setting-refused', what, 'Nothing was changed.');
}
