// Long values of a record are cut before the record is redacted, and half of a secret looks like nothing.
import { expect, test } from 'vitest';
import { createRedactor } from '../../server/logging/redact.ts';
import { createSerialiser } from '../../server/logging/serialise.ts';

const CUT_AT = 64 * 1024;
/** A word of its own would not be taken for a secret. */
const known = 'plumtreewinterholidaymoonlightgardenpath';
const webKey = `"d":"${'aB3-xY9_'.repeat(6)}"`;

for (const [kind, secret, shown] of [
  ['a known value', known, 'plumt'],
  ['the private part of a web key', webKey, 'aB3-x'],
] as const) {
  test(`no part of ${kind} remains where a value is cut`, () => {
    const redactor = createRedactor();
    redactor.know(known);
    const serialise = createSerialiser(redactor.find);
    for (let place = CUT_AT - secret.length - 2; place <= CUT_AT + 1; place += 1) {
      const value = `${'a '.repeat(CUT_AT).slice(0, place)}${secret} and ${'b '.repeat(CUT_AT)}`;
      const line = redactor.redact(serialise({ value }));
      expect(line.includes(shown), `at ${place - CUT_AT}`).toBe(false);
      expect(line).toMatch(/\[cut: \d+ characters\]/);
      expect(line.length).toBeGreaterThan(CUT_AT - 100);
    }
  });
}
