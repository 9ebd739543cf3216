// Which commands count as tests, what a receipt says of them, and which claims it does not confirm.
import { describe, expect, test } from 'vitest';
import { receiptInWords } from '../../server/contract/receipt.ts';
import { surpriseOf } from '../../server/contract/surprise.ts';
import { unconfirmedClaims } from '../../server/receipts/claims.ts';
import { type CommandFacts, receiptOf, type TurnFacts } from '../../server/receipts/receipt.ts';
import { testRunOf } from '../../server/receipts/test-runs.ts';

const wrapped = (text: string) => `/bin/bash -lc '${text}'`;

describe('a command runs tests', () => {
  test.each([
    'npm test',
    'npm run test -- --silent',
    'npx vitest run test/a.test.ts',
    'pytest -q tests',
    'python3 -m unittest',
    'cargo test --workspace',
    'go test ./...',
    './gradlew check',
    'cd app && npm test',
    'make test | tail -5',
  ])('%s', (text) => expect(testRunOf(wrapped(text))).toBeDefined());

  test.each([
    'npm run build',
    'echo npm test',
    'cat test.txt',
    'git commit -m "tests pass"',
    'npm testing',
    'ls tests',
  ])('not %s', (text) => expect(testRunOf(wrapped(text))).toBeUndefined());

  test.each([
    ['npm test', true],
    ['npm run build && npm test', true],
    ['npm test | tail -5', false],
    ['npm test || true', false],
    ['npm test; echo done', false],
  ])('%s tells with its exit code: %s', (text, isTold) =>
    expect(testRunOf(wrapped(text))).toEqual({ isTold }),
  );
});

const command = (text: string, exitCode: number | null, startedAtMs: number): CommandFacts => ({
  command: wrapped(text),
  cwd: '/app',
  exitCode,
  durationMs: 10,
  startedAtMs,
  endedAtMs: startedAtMs + 10,
});
const nothing: TurnFacts = { commands: [], patches: [], tools: [], decisions: [] };
const patchAt = (atMs: number) => ({ atMs, files: [{ path: 'a.ts', change: 'changed' as const }] });
const covered = (lastChangeMs: number) => ({ turn: 1, files: [], isComplete: true, lastChangeMs });

describe('a receipt says of tests', () => {
  test.each([
    [
      'passed after the last edit',
      { commands: [command('npm test', 0, 200)], patches: [patchAt(100)] },
      covered(100),
      { outcome: 'passed', afterLastEdit: true },
    ],
    [
      'passed before an edit',
      { commands: [command('npm test', 0, 200)], patches: [patchAt(300)] },
      covered(300),
      { outcome: 'passed', afterLastEdit: false },
    ],
    [
      'passed before a command wrote',
      { commands: [command('npm test', 0, 200), command('sed -i s/a/b/ x', 0, 300)] },
      covered(305),
      { outcome: 'passed', afterLastEdit: false },
    ],
    [
      'wrote their own files',
      { commands: [command('npm test', 0, 200)] },
      covered(205),
      { outcome: 'passed', afterLastEdit: true },
    ],
    ['failed', { commands: [command('npm test', 1, 200)] }, covered(0), { outcome: 'failed' }],
    ['were stopped', { commands: [command('npm test', null, 200)] }, covered(0), { outcome: 'unknown' }],
    [
      'ran before an unknown command, in a folder that is not covered',
      { commands: [command('npm test', 0, 200), command('ls', 0, 300)] },
      undefined,
      { afterLastEdit: false },
    ],
  ])('%s', (_, facts, checkpoint, tests) => {
    expect(receiptOf({ ...nothing, ...facts }, checkpoint).tests).toMatchObject(tests);
  });
});

describe('a message', () => {
  const passed = receiptOf({ ...nothing, commands: [command('npm test', 0, 200)] }, covered(0));
  const none = receiptOf(nothing, {
    turn: 1,
    files: [{ path: 'src/a.ts', change: 'created' }],
    isComplete: true,
    lastChangeMs: 5,
  });

  test.each([
    'All tests pass.',
    'I fixed it, and the tests are passing now.',
    'Tests: 12 tests passed',
    'Done! All 14 tests succeeded',
  ])('that says "%s" is confirmed by a run alone', (message) => {
    expect(unconfirmedClaims(message, passed)).toEqual([]);
    expect(unconfirmedClaims(message, none)).toEqual([expect.stringContaining('no tests were run')]);
  });

  test.each([
    'I could not run the tests, so I do not know whether they pass.',
    'Run the tests to see that they pass.',
    'The tests should pass now.',
    'Some tests failed, others passed.',
    'I added a test.',
    'If the tests pass, merge it.',
  ])('that says "%s" claims nothing', (message) => expect(unconfirmedClaims(message, none)).toEqual([]));

  test('that names a file it made is compared with what was made', () => {
    expect(unconfirmedClaims('I created `src/a.ts`.', none)).toEqual([]);
    expect(unconfirmedClaims('I created `a.ts` and wrote `src/b.ts`.', none)).toEqual([
      expect.stringContaining('src/b.ts'),
    ]);
  });
});

describe('a receipt says of files', () => {
  const file = (path: string, change: 'created' | 'deleted' | 'renamed' = 'created') => ({ path, change });
  const patched = { ...nothing, patches: [{ atMs: 1, files: [file('a'), file('new', 'renamed')] }] };

  test('how many no patch names, and how many are gone', () => {
    const files = [file('a'), file('b'), file('c', 'deleted'), file('new', 'renamed')];
    expect(receiptOf(patched, { turn: 3, files, isComplete: true, lastChangeMs: 1 })).toMatchObject({
      fileCount: 4,
      filesByCommands: 2,
      deletedFiles: 1,
      checkpoint: 3,
    });
  });

  test('why a turn cannot be undone, and then those of its patches alone', () => {
    const receipt = receiptOf(patched, { uncovered: 'it has more than 100,000 files' });
    expect(receipt).toMatchObject({
      fileCount: 2,
      filesByCommands: 0,
      uncovered: 'it has more than 100,000 files',
    });
    expect(receipt.checkpoint).toBeUndefined();
    expect(receiptInWords(receipt)).toBe(
      '2 files, cannot be undone: the folder was not covered, because it has more than 100,000 files',
    );
  });

  const turn = (more: object) => ({ ...receiptOf(nothing, covered(0)), ...more });
  test.each([
    ['ten deleted files', turn({ deletedFiles: 10, fileCount: 10 }), 'completed', 'deleted', 10],
    ['nine deleted files', turn({ deletedFiles: 9, fileCount: 9 }), 'completed', undefined, 0],
    [
      'thirty files of its commands',
      turn({ filesByCommands: 30, fileCount: 31 }),
      'completed',
      'by-commands',
      30,
    ],
    ['its patches alone', turn({ filesByCommands: 0, fileCount: 90 }), 'completed', undefined, 0],
    ['a failure behind changes', turn({ fileCount: 1 }), 'failed', 'unfinished', 1],
    ['a failure without any', turn({ fileCount: 0 }), 'failed', undefined, 0],
    ['a stop by the person', turn({ fileCount: 1 }), 'interrupted', undefined, 0],
    ['no checkpoint', turn({ deletedFiles: 10, checkpoint: undefined }), 'completed', undefined, 0],
  ] as const)('whether a turn surprises: %s', (_, receipt, outcome, kind, fileCount) =>
    expect(surpriseOf(receipt, outcome)).toEqual(kind && { turn: 1, kind, fileCount }),
  );
});
