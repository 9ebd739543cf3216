// What counts as letting a client do more.
import { describe, expect, test } from 'vitest';
import { isWidening } from '../../server/approvals/widening.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';
import type { Leash } from '../../server/contract/leash.ts';
import type { Limits } from '../../server/contract/limits.ts';
import { DAY_MS, type TokenExpiry } from '../../server/contract/token-expiry.ts';

const NOW = Date.parse('2027-01-01T00:00:00Z');

describe('limits', () => {
  test.for<[string, Limits, Limits]>([
    ['a folder more', { folders: ['/a'] }, { folders: ['/a', '/b'] }],
    ['a folder above', { folders: ['/a/b'] }, { folders: ['/a'] }],
    ['folders lifted', { folders: ['/a'] }, {}],
    ['a server more', { remotes: [] }, { remotes: ['x'] }],
    ['servers lifted', { remotes: ['x'] }, {}],
    ['another model', { models: ['a'] }, { models: ['b'] }],
    ['more turns', { mostTurns: 1 }, { mostTurns: 2 }],
    ['turns lifted', { mostTurns: 1 }, {}],
    ['fewer questions', { approvalPolicy: 'untrusted' }, { approvalPolicy: 'on-request' }],
    ['questions lifted', { approvalPolicy: 'on-request' }, {}],
    ['Codex tools', { codexTools: false }, {}],
    ['a higher tier', { toolTier: 'read' }, { toolTier: 'write' }],
    ['the highest tier', { toolTier: 'read' }, { toolTier: 'destructive' }],
    ['a tier beside tools', { tools: ['a/b'] }, { tools: ['a/b'], toolTier: 'read' }],
    ['a tool more', { toolTier: 'read' }, { toolTier: 'read', tools: ['a/b'] }],
    ['tools lifted', { tools: ['a/b'] }, {}],
    ['one member narrower and another wider', { mostTurns: 5 }, { folders: ['/a'] }],
  ])('%s: wider', ([, before, after]) => {
    expect(isWidening({ limits: { before, after } }, NOW)).toBe(true);
  });

  test.for<[string, Limits, Limits]>([
    ['nothing changes', { folders: ['/a'], tools: ['a/b'] }, { folders: ['/a'], tools: ['a/b'] }],
    ['limits where there were none', {}, { folders: ['/a'], remotes: [], toolTier: 'read', mostTurns: 9 }],
    ['a folder below', { folders: ['/a'] }, { folders: ['/a/b'] }],
    ['models in another order', { models: ['a', 'b'] }, { models: ['b', 'a'] }],
    ['more questions', { approvalPolicy: 'on-request' }, { approvalPolicy: 'untrusted' }],
    ['the highest tier limits nothing', { toolTier: 'destructive' }, {}],
    ['tools instead of everything', { toolTier: 'destructive' }, { tools: ['a/b'] }],
  ])('%s: not wider', ([, before, after]) => {
    expect(isWidening({ limits: { before, after } }, NOW)).toBe(false);
  });
});

test('a ceiling is wider if one of its three is', () => {
  const ceiling = (change: object) => ({ before: defaultCeiling, after: { ...defaultCeiling, ...change } });
  for (const change of [{ sandbox: 'danger-full-access' }, { allowNever: true }, { allowNetwork: true }])
    expect(isWidening({ ceiling: ceiling(change) }, NOW), JSON.stringify(change)).toBe(true);
  for (const change of [{}, { sandbox: 'read-only' }])
    expect(isWidening({ ceiling: ceiling(change) }, NOW), JSON.stringify(change)).toBe(false);
});

test.for<[Leash, Leash, boolean]>([
  [{ commands: 3 }, { commands: 4 }, true],
  [{ commands: 3 }, {}, true],
  [{ commands: 3, minutes: 5 }, { commands: 2, minutes: 6 }, true],
  [{}, { commands: 3 }, false],
  [{ commands: 3 }, { commands: 2, files: 1 }, false],
  [{}, { stallMinutes: 6 }, true],
  [{ stallMinutes: 1 }, {}, true],
  [{ stallMinutes: 9 }, { stallMinutes: 5 }, false],
  [{}, { stallMinutes: 5 }, false],
])('a leash from %j to %j: %s', ([before, after, expected]) => {
  expect(isWidening({ leash: { before, after } }, NOW)).toBe(expected);
});

const unused = (days: number): TokenExpiry => ({ kind: 'unused', days });
const at = (days: number): TokenExpiry => ({ kind: 'at', at: new Date(NOW + days * DAY_MS).toISOString() });
const never: TokenExpiry = { kind: 'never' };

test.for<[TokenExpiry, number | undefined, TokenExpiry, boolean]>([
  [unused(90), 90, never, true],
  [unused(90), -1, unused(90), true],
  [unused(90), 80, at(81), true],
  [at(20), 20, unused(10), true],
  [at(20), 20, at(30), true],
  [never, undefined, unused(3650), false],
  [unused(90), 80, unused(30), false],
  [unused(90), 80, at(10), false],
])('an expiry of %j that ends in %s days, changed to %j: %s', ([before, endsInDays, after, expected]) => {
  const endsAt = endsInDays === undefined ? {} : { endsAt: NOW + endsInDays * DAY_MS };
  expect(isWidening({ expiry: { before, ...endsAt, after } }, NOW)).toBe(expected);
});
