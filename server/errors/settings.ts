// Errors of settings.json.
import { PatchbayError } from './error.ts';

/** @param what one line per invalid value, with the reason */
export function settingRefused(what: string): PatchbayError {
  return new PatchbayError('setting-refused', what, 'Nothing was changed.');
}
