// The decisions a window lists, from an audit file.
import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { openDecisions } from '../../server/view/approvals/past-decisions.ts';
import { test } from '../support/fixtures.ts';

const line = (id: number, more: object = {}) =>
  JSON.stringify({
    time: new Date(1_790_000_000_000 + id * 1000).toISOString(),
    id: `d${id}`,
    principal: 'p_1',
    client: 'cursor (Cursor)',
    folder: '/a',
    threadId: 't',
    subject: { kind: 'command', command: `echo ${id}` },
    digest: 'sha256',
    verdict: 'approve',
    means: 'window',
    by: 'window',
    afterMs: 2000,
    ...more,
  });

test('decisions are listed newest first, by page, filtered by client, folder, kind and who decided', ({
  home,
}) => {
  const file = path.join(home.folder, 'audit.jsonl');
  const lines = [
    line(1),
    line(2, { client: 'zed', folder: '/b', means: 'client', by: 'Zed', afterMs: 40 }),
    line(3, { subject: { kind: 'form', message: 'Which one?' } }),
  ];
  fs.writeFileSync(file, `${lines.join('\n')}\n{"torn`);
  const decisions = openDecisions(file);
  const found = (filter: object) =>
    decisions.page({ start: 0, limit: 10, ...filter }).decisions.map(({ id }) => id);

  expect(found({})).toEqual(['d3', 'd2', 'd1']);
  expect(found({ client: 'zed' })).toEqual(['d2']);
  expect(found({ folder: '/a', kind: 'command' })).toEqual(['d1']);
  expect(found({ decider: 'Zed' })).toEqual(['d2']);
  expect(found({ decider: 'window' })).toEqual(['d3', 'd1']);
  expect(decisions.page({ start: 1, limit: 1 })).toMatchObject({ decisions: [{ id: 'd2' }], total: 3 });
  expect(decisions.page({ start: 0, limit: 1 }).choices).toEqual({
    clients: ['cursor (Cursor)', 'zed'],
    folders: ['/a', '/b'],
    kinds: ['command', 'form'],
    deciders: ['Zed', 'window'],
  });

  fs.appendFileSync(file, `\n${line(4)}\n`);
  const newest = decisions.page({ start: 0, limit: 3 }).decisions;
  expect(newest.map(({ id, isTooFast }) => [id, isTooFast])).toEqual([
    ['d4', false],
    ['d3', false],
    ['d2', true],
  ]);
});
