// What turns changed today, from the receipts in the records.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receipt, ReceiptFile } from '../../server/contract/receipt.ts';
import { openChangedToday } from '../../server/view/threads/changed-today.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-today-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const file = (name: string, added?: number, removed?: number): ReceiptFile => ({
  path: name,
  change: 'changed',
  ...(added !== undefined && { added }),
  ...(removed !== undefined && { removed }),
});

function receipt(files: readonly ReceiptFile[], outcome?: 'passed' | 'failed' | 'unknown'): Receipt {
  return {
    commands: [],
    commandCount: 0,
    ...(outcome && { tests: { command: 'npm test', outcome, afterLastEdit: true } }),
    fileCount: files.length,
    files,
    filesAreComplete: true,
    filesByCommands: 0,
    deletedFiles: 0,
    tools: [],
    decisions: [],
    denied: 0,
  };
}

function write(threadId: string, where: string, receipts: readonly [Date, Receipt][]): void {
  const time = new Date().toISOString();
  const lines = [
    { time, kind: 'thread', threadId, client: 'cursor', principal: 'p', folder: where },
    ...receipts.map(([at, one]) => ({ time: at.toISOString(), kind: 'receipt', receipt: one })),
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  fs.writeFileSync(path.join(folder, `${threadId}.jsonl`), text);
}

test('is nothing while nothing was recorded', () => {
  expect(openChangedToday(path.join(folder, 'none'))()).toEqual({
    turnCount: 0,
    fileCount: 0,
    added: 0,
    removed: 0,
    folders: [],
    tests: { passed: 0, failed: 0, unknown: 0 },
  });
});

test('counts each file once in its folder, lines of every turn, tests, and nothing of yesterday', () => {
  const now = new Date();
  const yesterday = new Date(new Date().setHours(0, 0, 0, 0) - 1);
  write('t1', '/src/api', [
    [yesterday, receipt([file('old.ts', 50, 50)], 'failed')],
    [now, receipt([file('a.ts', 3, 1), file('logo.png')], 'passed')],
    [now, receipt([file('a.ts', 2, 0)], 'failed')],
  ]);
  write('t2', '/src/web', [
    [now, receipt([file('a.ts', 1, 1), file('b.ts', 1, 0), file('c.ts', 0, 4)])],
    [now, receipt([])],
  ]);
  const read = openChangedToday(folder);
  const expected = {
    turnCount: 3,
    fileCount: 5,
    added: 7,
    removed: 6,
    folders: [
      { folder: '/src/web', fileCount: 3, added: 2, removed: 5 },
      { folder: '/src/api', fileCount: 2, added: 5, removed: 1 },
    ],
    tests: { passed: 1, failed: 1, unknown: 0 },
  };
  expect(read()).toEqual(expected);
  expect(read()).toEqual(expected);
  // A record that grows is read again; one that is gone counts no more.
  write('t1', '/src/api', [[now, receipt([file('d.ts', 9, 0)], 'unknown')]]);
  fs.rmSync(path.join(folder, 't2.jsonl'));
  expect(read()).toMatchObject({ turnCount: 1, fileCount: 1, added: 9, tests: { unknown: 1 } });
});
