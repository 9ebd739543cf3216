// What turns of the real engine did to files, taken back from the command line.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { pictureOf } from '../checkpoints/histories.ts';
import { addFile, script } from '../support/fake-model.ts';
import { type HomeOfTest, hostTest } from '../support/host-test.ts';
import { runPatchbay, threadOf } from '../support/patchbay.ts';

const test = hostTest();
const writing = { sandbox: 'workspace-write', 'approval-policy': 'on-request' };
const approve = () => ({ action: 'accept', content: { decision: 'approved' } });
const DONE = { text: 'done' };
const exec = (cmd: string) => ({ exec: { cmd } });
const undo = (home: HomeOfTest, thread: string, ...words: string[]) =>
  runPatchbay(home, ['undo', thread, ...words], {});

/** A folder in git, with work that is not committed, an ignored file and a binary one. */
function fill(folder: string): void {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      cwd: folder,
      stdio: 'pipe',
    });
  fs.mkdirSync(path.join(folder, 'src'));
  fs.writeFileSync(path.join(folder, 'src/main.c'), 'int main() { return 1; }\n');
  fs.writeFileSync(path.join(folder, 'logo.bin'), Buffer.from([0, 255, 1, 254]));
  fs.writeFileSync(path.join(folder, '.gitignore'), '.env\n');
  fs.writeFileSync(path.join(folder, '.env'), 'KEY=1\n');
  fs.symlinkSync('src/main.c', path.join(folder, 'link'));
  fs.writeFileSync(path.join(folder, 'run.sh'), 'true\n', { mode: 0o755 });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'one');
  fs.writeFileSync(path.join(folder, 'src/main.c'), 'int main() { return 2; }\n');
}

describe('patchbay undo', () => {
  test('takes back what commands and patches of a turn did, and redo brings it back', async ({
    connect,
    home,
  }) => {
    fill(home.folder);
    const before = pictureOf(home.folder);
    const client = await connect({ onElicit: approve });
    const steps = [
      exec('rm -rf src logo.bin .env && sed -i s/true/false/ run.sh && chmod 644 run.sh'),
      exec('ln -sf /etc/passwd link && mkdir -p made/deep && echo new > made/deep/file'),
      // Outside the sandbox, which keeps .git from it.
      { exec: { cmd: 'git checkout -q -- src', escalate: true } },
      { patch: addFile('patched.txt', 'by a patch\n') },
    ];
    const result = await client.codex({ prompt: script(...steps, DONE), cwd: home.folder, ...writing });
    const thread = threadOf(result);
    const after = pictureOf(home.folder);
    expect(after['patched.txt']).toBeDefined();

    const shown = await undo(home, thread, '--dry-run');
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('-by a patch') });
    expect(pictureOf(home.folder)).toEqual(after);
    expect(await undo(home, thread.slice(0, 30), '--yes')).toMatchObject({ code: 0 });
    expect(withoutGit(pictureOf(home.folder))).toEqual(withoutGit(before));
    expect(await runPatchbay(home, ['redo', thread, '--yes'], {})).toMatchObject({ code: 0 });
    expect(pictureOf(home.folder)).toEqual(after);
  });

  test('asks before it changes anything, and tells the model on its next turn', async ({
    connect,
    home,
    model,
  }) => {
    fs.writeFileSync(path.join(home.folder, 'a'), 'old\n');
    const client = await connect();
    const first = await client.codex({
      prompt: script(exec('echo new > a'), DONE),
      cwd: home.folder,
      ...writing,
    });
    const threadId = threadOf(first);
    expect(await undo(home, threadId)).toMatchObject({ code: 1, stderr: expect.stringContaining('--yes') });
    expect(fs.readFileSync(path.join(home.folder, 'a'), 'utf8')).toBe('new\n');
    await undo(home, threadId, '--yes');
    expect(fs.readFileSync(path.join(home.folder, 'a'), 'utf8')).toBe('old\n');
    await client.reply({ threadId, prompt: 'go on' });
    expect(JSON.stringify(model.requests.at(-1))).toContain(
      'has undone your changes of these files since your last turn: a.',
    );
  });

  test('covers what was approved in a thread that may only read', async ({ connect, home }) => {
    const client = await connect({ onElicit: approve });
    const prompt = script({ exec: { cmd: 'echo new > a && sleep 0.4', escalate: true } }, DONE);
    const asking = { sandbox: 'read-only', 'approval-policy': 'on-request' };
    const thread = threadOf(await client.codex({ prompt, cwd: home.folder, ...asking }));
    expect(fs.readdirSync(home.folder)).toEqual(['a']);
    expect(await undo(home, thread, '--yes')).toMatchObject({ code: 0 });
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  test('says why a turn cannot be undone when its checkpoint could not be written, and covers the next one', async ({
    connect,
    home,
  }) => {
    fs.writeFileSync(path.join(home.folder, 'a'), 'old\n');
    const packs = path.join(home.patchbayHome, 'checkpoints/packs');
    const client = await connect();
    const prompt = (word: string) => script(exec(`echo ${word} > a`), DONE);
    if (fs.existsSync(packs)) fs.renameSync(packs, `${packs}-away`);
    fs.writeFileSync(packs, 'a file where the folder should be');
    const result = await client.codex({ prompt: prompt('first'), cwd: home.folder, ...writing });
    expect(result.isError).toBeUndefined();
    const threadId = threadOf(result);
    fs.rmSync(packs);
    if (fs.existsSync(`${packs}-away`)) fs.renameSync(`${packs}-away`, packs);
    expect(await undo(home, threadId, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /the checkpoint could not be written \(a part of its path is not a folder\).*Make room/s,
      ),
    });
    await client.reply({ threadId, prompt: prompt('second') });
    expect(await undo(home, threadId, '--yes')).toMatchObject({ code: 0 });
    expect(fs.readFileSync(path.join(home.folder, 'a'), 'utf8')).toBe('first\n');
  });

  test('leaves a file that was changed since, names it, and takes back the others one by one', async ({
    connect,
    home,
  }) => {
    const client = await connect();
    const prompt = script(exec('echo agent > mine && echo agent > its'), DONE);
    const thread = threadOf(await client.codex({ prompt, cwd: home.folder, ...writing }));
    fs.writeFileSync(path.join(home.folder, 'mine'), 'person\n');
    expect(await undo(home, thread, '--yes')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('conflict: mine'),
      stderr: expect.stringContaining('mine'),
    });
    expect(fs.readdirSync(home.folder).sort()).toEqual(['its', 'mine']);
    expect(await undo(home, thread, '--file', 'nope', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('did not change nope'),
    });
    expect(await undo(home, thread, '--file', 'its', '--yes')).toMatchObject({ code: 0 });
    expect(fs.readdirSync(home.folder)).toEqual(['mine']);
  });
});

/** What git writes is git's. */
function withoutGit(picture: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(picture).filter(([name]) => !name.startsWith('.git/')));
}
