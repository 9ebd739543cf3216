import { expect, test } from 'vitest';
import { wellFormedJson } from '../../server/base/well-formed-json.ts';

test.for([
  'x\ud800',
  '\udfff',
  '\ud83d\ude00 whole, \ude00\ud83d not',
  '\\ud800 as somebody wrote it',
  '\\\ud800',
  'plain "text"\n',
])('%j comes back well-formed', (text) => {
  const whole = Buffer.from(text).toString();
  expect(JSON.parse(wellFormedJson({ [text]: [text] }))).toEqual({ [whole]: [whole] });
});
