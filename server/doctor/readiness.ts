// What an installation needs before it can be used, as one word: for scripts, which ask before they start something.
import type { Check } from './check.ts';

export type Readiness = 'ready' | 'needs-sign-in' | 'needs-configuration' | 'broken';

/** The most that stands in the way. What works, with a warning, is ready. */
export function readinessOf(checks: readonly Check[]): Readiness {
  if (checks.some(({ outcome, need }) => outcome === 'failed' && need === undefined)) return 'broken';
  if (checks.some(({ need }) => need === 'configuration')) return 'needs-configuration';
  return checks.some(({ need }) => need === 'sign-in') ? 'needs-sign-in' : 'ready';
}
