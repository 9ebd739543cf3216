// What a result says that a turn really did, whatever the model says.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import type { Receipt } from '../../server/contract/receipt.ts';
import { addFile, script } from '../support/fake-model.ts';
import { hostTest } from '../support/host-test.ts';
import { connectModernHttp } from '../support/modern-client.ts';
import { type CodexResult, runPatchbay, textOf, threadOf } from '../support/patchbay.ts';

const test = hostTest();
const writing = { sandbox: 'workspace-write', 'approval-policy': 'on-request' };
const exec = (cmd: string) => ({ exec: { cmd } });
const receiptOf = (result: CodexResult) =>
  (result.structuredContent as unknown as { receipt: Receipt } | undefined)?.receipt;
const pytest = 'python3 -m unittest -q test_a.py';
const TEST = 'import unittest\\nclass T(unittest.TestCase):\\n  def test(self): pass\\n';

describe('a receipt', () => {
  test('has the commands, files and tests of its turn, in the result, in _meta and in the record', async ({
    connect,
    home,
  }) => {
    fs.writeFileSync(path.join(home.folder, 'old'), 'one\ntwo\n');
    const client = await connect();
    const steps = [
      exec(`printf '${TEST}' > test_a.py && echo three >> old`),
      { patch: addFile('made.txt', 'a\nb\n') },
      exec(pytest),
    ];
    const prompt = script(...steps, { text: 'All tests pass.' });
    const result = await client.codex({ prompt, cwd: home.folder, ...writing });
    const receipt = receiptOf(result);
    expect(receipt).toMatchObject({
      commandCount: 2,
      commands: [
        { exitCode: 0, cwd: home.folder },
        { command: pytest, exitCode: 0 },
      ],
      tests: { command: pytest, outcome: 'passed', afterLastEdit: true },
      filesAreComplete: true,
      denied: 0,
      checkpoint: 1,
      tokens: { total: expect.any(Number) },
    });
    expect(receipt?.files).toEqual([
      { path: 'made.txt', change: 'created', added: 2, removed: 0 },
      { path: 'old', change: 'changed', added: 1, removed: 0 },
      { path: 'test_a.py', change: 'created', added: 3, removed: 0 },
    ]);
    expect(result._meta).toEqual({ 'patchbay/receipt': receipt });
    expect(textOf(result)).toBe('All tests pass.');
    const words = '3 files, 2 commands, tests passed after the last edit';
    const exported = (...format: string[]) =>
      runPatchbay(home, ['sessions', 'export', threadOf(result), ...format], {});
    expect((await exported()).stdout).toContain(words);
    expect((await exported('--format', 'html')).stdout).toContain(words);
    const { lines } = JSON.parse((await exported('--format', 'json')).stdout);
    expect(lines.at(-1)).toMatchObject({ kind: 'receipt', receipt });
  });

  test('of a model that claims tests it did not run says so, also to clients of 2026-07-28', async ({
    connect,
    home,
    host,
  }) => {
    const lie = script(exec('true'), { text: 'I created `src/a.ts`. All 12 tests passed.' });
    const client = await connect();
    const result = await client.codex({ prompt: lie, cwd: home.folder, ...writing });
    const told = result.content.slice(1).map((block) => (block as { text: string }).text);
    expect(told).toEqual([
      'Patchbay: Not confirmed: the message says that tests passed, but no tests were run in this turn.',
      'Patchbay: Not confirmed: the message says that it made src/a.ts, but this turn did not.',
    ]);
    expect(receiptOf(result)?.tests).toBeUndefined();
    const modern = await connectModernHttp(host);
    const again = await modern.codex({ prompt: lie, cwd: home.folder, ...writing });
    await modern.close();
    expect(JSON.stringify(again)).toContain('Not confirmed: the message says that tests passed');
  });
});
