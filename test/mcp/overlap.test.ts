// Two threads and a person who change one file: what the one who comes later is asked, and what is said of it afterwards.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import type { Receipt } from '../../server/contract/receipt.ts';
import { script, updateFile } from '../support/fake-model.ts';
import { hostTest } from '../support/host-test.ts';
import { type CodexResult, runPatchbay, textOf, threadOf } from '../support/patchbay.ts';

const test = hostTest();
const lines = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const exec = (cmd: string) => ({ exec: { cmd } });
const change = (line: string, by: string) => ({ patch: updateFile('app.txt', line, `${line} ${by}`) });
const receiptOf = (result: CodexResult) =>
  (result.structuredContent as unknown as { receipt: Receipt } | undefined)?.receipt;
const onlyReads = { sandbox: 'read-only', 'approval-policy': 'on-request' };
const asksAtTheEdge = { sandbox: 'workspace-write', 'approval-policy': 'on-request' };
const wait = { exec: { cmd: 'true', escalate: true } };
const APPROVED = { action: 'accept', content: { decision: 'approved' } };

/** What the person saves in their editor. */
function edit(file: string, line: string): void {
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(line, `${line} mine`));
}

describe('a patch of a file that somebody else has changed since the thread read it', () => {
  test('is asked about with their change, and again when it changes meanwhile', async ({ connect, home }) => {
    const file = path.join(home.folder, 'app.txt');
    fs.writeFileSync(file, `${lines.join('\n')}\n`);
    const messages: string[] = [];
    const other = await connect({ name: 'cursor' });
    const client = await connect({
      async onElicit({ params }) {
        if (params.message.startsWith('Allow Codex to apply')) {
          messages.push(params.message);
          if (messages.length === 1) edit(file, 'five');
        } else {
          // While the first thread waits, the second one works.
          const its = await other.codex({
            prompt: script(change('nine', 'theirs'), { text: 'done' }),
            cwd: home.folder,
            ...asksAtTheEdge,
          });
          expect(textOf(its)).toBe('done');
        }
        return APPROVED;
      },
    });
    const steps = [exec('cat app.txt'), wait, change('one', 'ours'), { text: 'done' }];
    const result = await client.codex({ prompt: script(...steps), cwd: home.folder, ...onlyReads });

    const [first = '', second = '', ...more] = messages;
    expect(first).toContain('app.txt was changed by another thread, since this thread last read it.');
    expect(second).toContain(
      'app.txt was changed by another thread, then by somebody outside Patchbay, since this thread last read it.',
    );
    expect(more).toEqual([]);
    expect(fs.readFileSync(file, 'utf8').split('\n').slice(0, 9)).toEqual([
      'one ours',
      ...lines.slice(1, 4),
      'five mine',
      ...lines.slice(5, 8),
      'nine theirs',
    ]);
    expect(receiptOf(result)?.overlaps).toEqual([
      { path: 'app.txt', changedBy: ['thread', 'outside'], wasAsked: true },
    ]);
    const { stdout } = await runPatchbay(home, ['sessions', 'export', threadOf(result)], {});
    expect(stdout).toContain('Patched over changes of others, approved');
    expect(stdout).toContain('1 file (1 over changes of others)');
  });

  test('is noted in result, receipt and record where the engine asks nobody; what it read again is none', async ({
    connect,
    home,
  }) => {
    const file = path.join(home.folder, 'app.txt');
    fs.writeFileSync(file, `${lines.join('\n')}\n`);
    let times = 0;
    const client = await connect({
      onElicit() {
        times += 1;
        edit(file, times === 1 ? 'five' : 'seven');
        return APPROVED;
      },
    });
    const steps = [exec('cat app.txt'), wait, change('one', 'ours'), change('nine', 'ours')];
    const again = [wait, exec('tail -n 9 app.txt'), change('three', 'ours'), { text: 'done' }];
    const result = await client.codex({
      prompt: script(...steps, ...again),
      cwd: home.folder,
      ...asksAtTheEdge,
    });
    const notes = result.content.slice(1).map((block) => (block as { text: string }).text);
    expect(notes).toEqual([
      'Patchbay: A patch of this turn passed without a question. app.txt was changed by somebody outside Patchbay, since this thread last read it.',
    ]);
    expect(receiptOf(result)?.overlaps).toEqual([
      { path: 'app.txt', changedBy: ['outside'], wasAsked: false },
    ]);
    const { stdout } = await runPatchbay(home, ['sessions', 'export', threadOf(result)], {});
    expect(stdout).toContain('Patched over changes of others, without a question');
  });
});
