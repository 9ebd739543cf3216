// What a person has to do about a check that is not good, where a sign-in or a setting helps.
import type { ErrorCode } from '../errors/codes.ts';
import { PatchbayError } from '../errors/error.ts';

/** What a person has to do about a check: sign in somewhere, or change a setting, a variable or a file's mode. */
export type Need = 'sign-in' | 'configuration';

/** Errors whose cause is a missing sign-in or a setting. A check that fails for another reason is broken. */
const needs: Partial<Readonly<Record<ErrorCode, Need>>> = {
  'azure-expired': 'sign-in',
  'azure-not-signed-in': 'sign-in',
  'remote-refused': 'sign-in',
  'sign-in-needed': 'sign-in',
  'stored-headers-lost': 'sign-in',
  'azure-misconfigured': 'configuration',
  'azure-needs-https': 'configuration',
  'azure-scope-invalid': 'configuration',
  'config-broken': 'configuration',
  'credential-missing': 'configuration',
  'headers-helper-failed': 'configuration',
  'profile-not-found': 'configuration',
  'proxy-broken': 'configuration',
  'remote-broken': 'configuration',
  'remote-loops': 'configuration',
  'remote-redirects': 'configuration',
};

/** @returns undefined if neither a sign-in nor a setting helps */
export function needOf(error: unknown): Need | undefined {
  return error instanceof PatchbayError ? needs[error.code] : undefined;
}
