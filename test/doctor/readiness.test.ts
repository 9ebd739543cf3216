// What several checks mean together.
import { expect, test } from 'vitest';
import type { Check } from '../../server/doctor/check.ts';
import { failed, failedWith, ok, warning } from '../../server/doctor/check.ts';
import { needOf } from '../../server/doctor/need.ts';
import { readinessOf } from '../../server/doctor/readiness.ts';
import { configBroken } from '../../server/errors/config.ts';
import { credentialMissing, remoteDidNotStart, remoteRefused } from '../../server/errors/remotes.ts';
import { signInNeeded } from '../../server/errors/sign-in.ts';

const named = (...findings: Omit<Check, 'name'>[]): Check[] => findings.map((one) => ({ name: 'x', ...one }));
const refusal = { status: 401, host: 'e.com', source: 'no credential', advice: undefined };

test.each([
  [[], 'ready'],
  [[ok(''), warning('')], 'ready'],
  [[warning('', 'sign-in'), ok('')], 'needs-sign-in'],
  [[failed('', 'sign-in'), warning('')], 'needs-sign-in'],
  [[warning('', 'sign-in'), failed('', 'configuration')], 'needs-configuration'],
  [[failed('', 'configuration'), failed('')], 'broken'],
  [[failed('', 'sign-in'), failedWith(new Error('x'))], 'broken'],
] as const)('%j is %s', (findings, state) => {
  expect(readinessOf(named(...findings))).toBe(state);
});

test.each([
  [signInNeeded('docs', 'it was revoked'), 'sign-in'],
  [remoteRefused('docs', refusal), 'sign-in'],
  [credentialMissing('docs', 'TOKEN'), 'configuration'],
  [configBroken('/c/config.toml', 1, 'wrong'), 'configuration'],
  [remoteDidNotStart('docs', 'it is not there', []), undefined],
  [new Error('x'), undefined],
])('%s needs %s', (error, need) => {
  expect(needOf(error)).toBe(need);
  expect(failedWith(error).need).toBe(need);
});
