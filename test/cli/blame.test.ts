// Who wrote the lines of a file: turns of the real engine, a person, and what the command line says of them.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import type { BlamedLine } from '../../server/contract/blame.ts';
import { addFile, script } from '../support/fake-model.ts';
import { type HomeOfTest, hostTest } from '../support/host-test.ts';
import { runPatchbay, threadOf } from '../support/patchbay.ts';

const test = hostTest();
const writing = { sandbox: 'workspace-write', 'approval-policy': 'on-request' };
const approve = () => ({ action: 'accept', content: { decision: 'approved' } });
const DONE = { text: 'done' };
const exec = (cmd: string) => ({ exec: { cmd } });
const blame = (home: HomeOfTest, ...words: string[]) => runPatchbay(home, ['blame', ...words]);
const linesOf = (stdout: string): BlamedLine[] => JSON.parse(stdout);

describe('patchbay blame', () => {
  test('names thread, turn, prompt, time and approval of each line, and whose it is not', async ({
    connect,
    home,
  }) => {
    const file = path.join(home.folder, 'notes.txt');
    fs.writeFileSync(file, 'from before\n');
    const client = await connect({ onElicit: approve });
    const patched = await client.codex({
      prompt: script(
        { patch: addFile('patched.txt', 'by a patch\n') },
        exec('echo by a command >> patched.txt'),
        DONE,
      ),
      cwd: home.folder,
      ...writing,
    });
    const thread = threadOf(patched);
    fs.appendFileSync(file, 'by a person\n');
    await client.reply({ threadId: thread, prompt: script(exec('echo in the sandbox >> notes.txt'), DONE) });
    const escalated = { exec: { cmd: "printf 'approved \\033[31m\\n' >> notes.txt", escalate: true } };
    await client.reply({ threadId: thread, prompt: script(escalated, DONE) });

    const shown = await blame(home, 'notes.txt');
    expect(shown.code).toBe(0);
    const short = thread.slice(0, 13);
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
    const rows = shown.stdout.trimEnd().split('\n');
    expect(rows).toEqual([
      expect.stringMatching(new RegExp(`^not known {2,}${time} {2,}1\\) from before$`)),
      expect.stringMatching(new RegExp(`^not by an agent {2,}${time} {2,}2\\) by a person$`)),
      expect.stringMatching(
        new RegExp(`^${short} 2 \\? .+… {2}${time} {2}command, not asked {2,}3\\) in the sandbox$`),
      ),
      expect.stringMatching(
        new RegExp(`^${short} 3 \\? .+… {2}${time} {2}command, approved in .+4\\) approved ⟨U\\+001B⟩`),
      ),
    ]);
    expect(new Set(rows.map((row) => row.search(/\d\) /))).size, 'columns').toBe(1);
    expect(shown.stderr).toContain('not known: it was there before the first checkpoint');
    expect(shown.stderr).toContain('?: who saved the file while a command of the turn ran cannot be told');

    const [first, second] = linesOf((await blame(home, 'patched.txt', '--json')).stdout);
    expect(first).toEqual({
      line: 1,
      text: 'by a patch',
      origin: {
        kind: 'agent',
        threadId: thread,
        turn: 1,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        client: expect.any(String),
        prompt: expect.stringContaining('patched.txt'),
        how: 'patch',
        decisions: [],
        doubts: [],
      },
    });
    expect(second).toMatchObject({
      text: 'by a command',
      origin: { how: 'command', command: 'echo by a command >> patched.txt', doubts: ['saved-meanwhile'] },
    });

    const [fourth, ...none] = linesOf((await blame(home, `${file}:4`, '--json')).stdout);
    expect(none).toEqual([]);
    expect(fourth).toMatchObject({
      line: 4,
      origin: { turn: 3, decisions: [{ verdict: 'approve', means: 'client' }] },
    });
    expect((await blame(home, 'notes.txt:2-3')).stdout.split('\n')).toHaveLength(3);
    expect(await blame(home, 'notes.txt:9')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('it has 4 lines'),
    });

    fs.rmSync(path.join(home.patchbayHome, 'records', `${thread}.jsonl`));
    const [unrecorded] = linesOf((await blame(home, 'notes.txt:4', '--json')).stdout);
    expect(unrecorded).toMatchObject({
      origin: {
        turn: 3,
        how: 'unclear',
        doubts: ['no-record'],
        decisions: [{ verdict: 'approve', means: 'client' }],
      },
    });
  });

  test('says that lines are wrong, and what they are like', async ({ home }) => {
    fs.writeFileSync(path.join(home.folder, 'some.txt'), 'a\nb\n');
    for (const lines of ['3-1', '0', '1-', 'abc', '']) {
      expect(await blame(home, `some.txt:${lines}`)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(`The lines "${lines}" of some.txt are wrong`),
      });
    }
  });

  test('says who removed a file, where it went, and of which files it knows nothing', async ({
    connect,
    home,
  }) => {
    const client = await connect({ onElicit: approve });
    fs.writeFileSync(path.join(home.folder, 'old name'), 'text\n');
    const prompt = script(exec('mv "old name" new && rm -f gone && touch empty'), DONE);
    const thread = threadOf(await client.codex({ prompt, cwd: home.folder, ...writing }));
    const gone = await blame(home, 'old name');
    expect(gone.stdout).toContain(`is gone. Removed: ${thread.slice(0, 13)} 1 ?`);
    expect(gone.stdout).toContain(`It became ${path.join(home.folder, 'new')}.`);
    expect((await blame(home, 'new')).stderr).toContain(
      `earlier names: ${path.join(home.folder, 'old name')}`,
    );
    expect(await blame(home, 'empty', '--json')).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(await blame(home, 'gone')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no checkpoint has one'),
    });
    expect(await blame(home, home.makeFolder('elsewhere'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('it is a folder'),
    });
  });
});
