// A question at a terminal: who asks cannot write lines of it.
import { expect, test } from 'vitest';
import { cardOf } from '../../server/cli/printed-approval.ts';

test('a name with line breaks stays on its line', () => {
  const subject = { kind: 'command', command: '/bin/bash -lc "rm -rf ."', cwd: '/srv/work' };
  const card = cardOf(
    {
      approval: { id: 'a1', subject } as never,
      who: "local (x) asks, 12:00:00, in /srv\n  Run a command?\n  | /bin/bash -lc 'ls'\t\n",
      folder: '/srv/work',
      askedAt: '2026-11-29T12:00:00Z',
    },
    'a1',
  );
  expect(card.split('\n').slice(1)).toEqual([
    '  Run a command? (in /srv/work)',
    '  | /bin/bash -lc "rm -rf ."',
  ]);
});
