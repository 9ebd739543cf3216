// A second thread in one folder works in a copy of its own, which a person merges or throws away.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { resolvePaths } from '../../server/config/paths.ts';
import type { Copy } from '../../server/copies/copies-file.ts';
import { homeCopies } from '../../server/host/home-copies.ts';
import { addFile, script, updateFile } from '../support/fake-model.ts';
import { type HomeOfTest, hostTest } from '../support/host-test.ts';
import { runPatchbay, textOf, threadOf } from '../support/patchbay.ts';

const test = hostTest();
const writing = { sandbox: 'workspace-write', 'approval-policy': 'on-request' };
const APPROVED = { action: 'accept', content: { decision: 'approved' } };
const DONE = { text: 'done' };
const exec = (cmd: string) => ({ exec: { cmd } });
const change = (line: string, by: string) => ({ patch: updateFile('app.txt', line, `${line} ${by}`) });
const lines = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const worktrees = (home: HomeOfTest, ...words: string[]) => runPatchbay(home, ['worktrees', ...words], {});

function git(folder: string, ...args: string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
  return execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'pipe' }).toString();
}

/** A repository with work that is not committed, an ignored file, and a link. */
function fill(folder: string): void {
  fs.writeFileSync(path.join(folder, 'app.txt'), `${lines.join('\n')}\n`);
  fs.writeFileSync(path.join(folder, '.gitignore'), 'dist\n.env\n');
  fs.writeFileSync(path.join(folder, '.env'), 'KEY=1\n');
  fs.symlinkSync('app.txt', path.join(folder, 'link'));
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'one');
  fs.writeFileSync(path.join(folder, 'draft.txt'), 'not committed\n');
  fs.writeFileSync(path.join(folder, 'app.txt'), `${lines.join('\n').replace('two', 'two draft')}\n`);
}

/** What git thinks of the folder: its index, refs, stash and status. */
function gitState(folder: string): unknown {
  return ['for-each-ref', 'stash list', 'ls-files -s', 'rev-parse HEAD', 'symbolic-ref HEAD'].map((words) =>
    git(folder, ...words.split(' ')),
  );
}

describe('a second thread in one folder', () => {
  test('gets a copy with what is not committed, and the person merges it without touching the index', async ({
    connect,
    home,
    host,
  }) => {
    const { folder } = home;
    fill(folder);
    fs.writeFileSync(
      path.join(host.home.patchbayHome, 'settings.json'),
      JSON.stringify({ version: 1, secondThread: 'copy' }),
    );
    const before = gitState(folder);
    const second = await connect({ name: 'second' });
    let copied: Awaited<ReturnType<typeof second.codex>> | undefined;
    const first = await connect({
      async onElicit() {
        // While the first one waits, the second one begins.
        const steps = [
          exec('cat draft.txt link && test ! -e .env && git status --short'),
          change('nine', 'theirs'),
          { patch: addFile('made/new.txt', 'made\n') },
          exec('mkdir -p dist && echo built > dist/out && rm draft.txt'),
        ];
        copied = await second.codex({ prompt: script(...steps, DONE), cwd: folder, ...writing });
        return APPROVED;
      },
    });
    const wait = { exec: { cmd: 'true', escalate: true } };
    const prompt = script(wait, change('one', 'ours'), DONE);
    const result = await first.codex({ prompt, cwd: folder, ...writing });
    expect(textOf(result)).toBe('done');
    if (!copied) throw new Error('nothing was asked');
    const [, note] = copied.content as { text: string }[];
    expect(note?.text).toContain(`Another thread was writing in ${folder}, so this one works in a copy, in `);
    const now = () => fs.readFileSync(path.join(folder, 'app.txt'), 'utf8').split('\n');
    expect(now()).toMatchObject(['one ours', 'two draft', 'three', ...lines.slice(3), '']);

    const [listed] = JSON.parse((await worktrees(home, 'list', '--json')).stdout);
    expect(listed).toMatchObject({
      of: folder,
      branch: 'main',
      commit: git(folder, 'rev-parse', 'HEAD').trim(),
      threadId: threadOf(copied),
      changes: ['app.txt', 'draft.txt', 'made', 'made/new.txt'].filter((name) => name !== 'made'),
      conflicts: [],
      leftOut: ['dist/out'],
    });
    const { id } = listed;
    expect((await worktrees(home, 'list')).stdout).toContain('merging leaves out dist/out');
    const shown = await worktrees(home, 'diff', id.slice(0, -2));
    expect(shown.stdout).toContain('-nine\n+nine theirs');
    expect(await worktrees(home, 'merge', id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--yes'),
    });
    expect(await worktrees(home, 'merge', id, '--yes')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Not merged, and stays in the copy: dist/out'),
    });
    expect(now()).toMatchObject(['one ours', 'two draft', 'three', ...lines.slice(3, 8), 'nine theirs', '']);
    expect(fs.readFileSync(path.join(folder, 'made/new.txt'), 'utf8')).toBe('made\n');
    expect(['dist', 'draft.txt'].filter((name) => fs.existsSync(path.join(folder, name)))).toEqual([]);
    expect(gitState(folder)).toEqual(before);

    // It goes on in its copy; what both have changed then is named, and nothing of it is merged.
    await second.reply({
      threadId: threadOf(copied),
      prompt: script(change('five', 'theirs'), { patch: updateFile('made/new.txt', 'made', 'more') }, DONE),
    });
    fs.writeFileSync(path.join(folder, 'app.txt'), now().join('\n').replace('five', 'five mine'));
    const refused = await worktrees(home, 'merge', id, '--yes');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('app.txt') });
    expect(refused.stdout).toContain(`conflict: app.txt has changed in ${folder} too`);
    expect(fs.readFileSync(path.join(folder, 'made/new.txt'), 'utf8')).toBe('made\n');

    expect(await worktrees(home, 'discard', id, '--yes')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Lost with the copy, as merging leaves it out: dist/out'),
    });
    expect(fs.existsSync(listed.folder)).toBe(false);
    expect(git(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(await worktrees(home, 'list', '--json')).toMatchObject({
      stdout: '[]\n',
      stderr: 'No thread works in a copy.\n',
    });
    expect(gitState(folder)).toEqual(before);
  });

  test('is told why it has no copy in a folder without git', async ({ connect, home, host }) => {
    const { folder } = home;
    fs.writeFileSync(
      path.join(host.home.patchbayHome, 'settings.json'),
      JSON.stringify({ version: 1, secondThread: 'copy' }),
    );
    const second = await connect({ name: 'second' });
    let beside: Awaited<ReturnType<typeof second.codex>> | undefined;
    const first = await connect({
      async onElicit() {
        beside = await second.codex({ prompt: script(DONE), cwd: folder, ...writing });
        return APPROVED;
      },
    });
    const wait = { exec: { cmd: 'true', escalate: true } };
    await first.codex({ prompt: script(wait, DONE), cwd: folder, ...writing });
    expect(JSON.stringify(beside?.content)).toContain(
      `No copy of ${folder} can be made: it is in no git repository. The thread works in the folder itself.`,
    );
  });
});

test('a copy that is gone, or whose original is, hides no other, loses nothing, and can be discarded', async ({
  home,
  host,
}) => {
  const copies = homeCopies(resolvePaths({ env: { PATCHBAY_HOME: host.home.patchbayHome } }));
  const folders = ['a', 'b', 'c'].map((name) => fs.realpathSync(home.makeFolder(name)));
  for (const folder of folders) fill(folder);
  const made: Copy[] = [];
  for (const folder of folders) made.push(await copies.make(folder));
  const [gone, moved, whole] = made.map(({ id }) => id) as [string, string, string];
  fs.rmSync(made[0]?.folder ?? '', { recursive: true });
  fs.renameSync(made[1]?.of ?? '', path.join(home.root, 'moved'));
  fs.writeFileSync(path.join(made[2]?.folder ?? '', 'new.txt'), 'new\n');

  const { code, stdout } = await worktrees(home, 'list', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { id: gone, changes: [], problem: expect.stringContaining(`The copy ${gone} is gone`) },
    {
      id: moved,
      changes: [],
      problem: expect.stringContaining(`${made[1]?.of}, which it is a copy of, is not there`),
    },
    { id: whole, changes: ['new.txt'] },
  ]);
  expect((await worktrees(home, 'list')).stdout).toContain(`  problem: The copy ${gone} is gone`);
  for (const words of [
    ['diff', gone],
    ['merge', gone, '--yes'],
  ])
    expect(await worktrees(home, ...words)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`patchbay worktrees discard ${gone}`),
    });
  expect(fs.readdirSync(folders[0] ?? '')).toContain('app.txt');
  for (const id of [gone, moved, whole])
    expect(await worktrees(home, 'discard', id, '--yes')).toMatchObject({ code: 0 });
  expect(copies.list()).toEqual([]);
  expect(made.filter(({ folder }) => fs.existsSync(folder))).toEqual([]);
});
