// Which line of what the engine wrote says why it ended.
import { expect, test } from 'vitest';
import { createLastWords } from '../../server/engine/process/last-words.ts';

const BACKTRACE = ['Stack backtrace:', '   0: <unknown>', '   1: <unknown>', '  12: <unknown>'];

test.for([
  ['nothing', [], undefined],
  ['one line', ['codex: what do you want?'], 'codex: what do you want?'],
  ['several lines', ['starting', 'no such model'], 'no such model'],
  [
    'an error and a backtrace',
    ['WARNING: read-only', 'Error: cannot open the database', ...BACKTRACE],
    'cannot open the database',
  ],
  [
    'an error and its causes',
    ['Error: cannot load it', 'Caused by:', '    0: no permission'],
    'cannot load it',
  ],
  ['a panic with a backtrace', ['thread main panicked: gone', ...BACKTRACE], 'thread main panicked: gone'],
  [
    'a long backtrace',
    ['Error: gone', ...Array.from({ length: 100 }, (_, at) => `  ${at}: <unknown>`)],
    'gone',
  ],
] as const)('after %s', ([, lines, reason]) => {
  const words = createLastWords();
  for (const line of lines) words.add(line);
  expect(words.reason).toBe(reason);
});
