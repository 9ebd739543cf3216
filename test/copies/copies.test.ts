// Copies of repositories that try to run something, and what merging does file by file.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openCopies } from '../../server/copies/copies.ts';

function makeRepository() {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-copies-')));
  onTestFinished(() => fs.rmSync(root, { recursive: true, force: true }));
  const folder = path.join(root, 'app');
  const ran = path.join(root, 'ran');
  fs.mkdirSync(folder);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      cwd: folder,
      stdio: 'pipe',
    });
  const write = (file: string, text: string, at = folder) => {
    fs.mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
    fs.writeFileSync(path.join(at, file), text);
  };
  write('a.txt', 'a\nb\nc\nd\ne\n');
  write('src/gone.txt', 'gone\n');
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'one');
  const copies = openCopies({
    file: path.join(root, 'worktrees.json'),
    copies: path.join(root, 'copies'),
    store: path.join(root, 'store'),
    skippedFolders: ['node_modules'],
  });
  return { root, folder, ran, git, write, copies };
}

describe('a repository that names programs', () => {
  test('is copied without its hooks', async () => {
    const { folder, ran, write, copies } = makeRepository();
    for (const hook of ['post-checkout', 'reference-transaction', 'post-merge']) {
      write(`.git/hooks/${hook}`, `#!/bin/sh\ntouch ${ran}\n`);
      fs.chmodSync(path.join(folder, '.git/hooks', hook), 0o755);
    }
    const { id } = await copies.make(folder);
    await copies.plan(id);
    copies.discard(id);
    expect(fs.existsSync(ran)).toBe(false);
  });

  test.each([
    ['a filter', '[filter "x"]\n\tsmudge = touch RAN\n\tclean = touch RAN\n'],
    ['a monitor', '[core]\n\tfsmonitor = touch RAN\n'],
    ['another file of settings', '[include]\n\tpath = ../evil\n'],
    ['an alternative place of its files', '[core]\n\tworktree = /\n'],
  ])('is refused with %s in its settings', async (_what, config) => {
    const { root, folder, ran, write, copies } = makeRepository();
    write('.gitattributes', '* filter=x\n');
    fs.appendFileSync(path.join(folder, '.git/config'), config.replaceAll('RAN', ran));
    await expect(copies.make(folder)).rejects.toMatchObject({ code: 'copy-not-possible' });
    expect([fs.existsSync(ran), fs.existsSync(path.join(root, 'copies'))]).toEqual([false, false]);
  });

  test('is never read through its copy, in which an agent has been', async () => {
    const { folder, ran, write, copies } = makeRepository();
    const { id, folder: copy } = await copies.make(folder);
    fs.rmSync(path.join(copy, '.git'));
    write('evil/HEAD', 'ref: refs/heads/main\n', copy);
    write('evil/objects/x', '', copy);
    write('evil/refs/x', '', copy);
    write('evil/config', `[core]\n\tfsmonitor = touch ${ran}\n`, copy);
    write('.git', `gitdir: ${copy}/evil\n`, copy);
    write('new.txt', 'new\n', copy);
    await expect(copies.plan(id)).rejects.toMatchObject({ code: 'copy-gone' });
    copies.discard(id);
    expect(fs.existsSync(ran)).toBe(false);
    expect(fs.existsSync(copy)).toBe(false);
  });
});

test('a folder that has become a link is not followed, and a repository without a commit is refused', async () => {
  const { root, folder, write, git, copies } = makeRepository();
  write('outside/secret', 'secret\n', root);
  fs.rmSync(path.join(folder, 'src'), { recursive: true });
  fs.symlinkSync(path.join(root, 'outside'), path.join(folder, 'src'));
  const { folder: copy } = await copies.make(folder);
  expect(fs.lstatSync(path.join(copy, 'src')).isSymbolicLink()).toBe(true);
  git('checkout', '-q', '--orphan', 'empty');
  git('update-ref', '-d', 'refs/heads/main');
  await expect(copies.make(folder)).rejects.toMatchObject({ code: 'copy-not-possible' });
});

describe('merging', () => {
  const A = ['a', 'b', 'c', 'd', 'e'];
  const text = (changes: Record<string, string>) => `${A.map((one) => changes[one] ?? one).join('\n')}\n`;
  /** undefined: the file is removed. */
  type Change = Record<string, string | undefined>;
  const cases: [what: string, inCopy: Change, inFolder: Change, after: Change | 'conflict'][] = [
    ['takes a change', { 'a.txt': text({ a: 'A' }) }, {}, { 'a.txt': text({ a: 'A' }) }],
    ['takes a new file in a new folder', { 'x/y/z.txt': 'z\n' }, {}, { 'x/y/z.txt': 'z\n' }],
    ['takes a removal', { 'src/gone.txt': undefined }, {}, { 'src/gone.txt': undefined }],
    [
      'joins changes of different lines',
      { 'a.txt': text({ a: 'A' }) },
      { 'a.txt': text({ e: 'E' }) },
      { 'a.txt': text({ a: 'A', e: 'E' }) },
    ],
    ['leaves what both have changed alike', { 'a.txt': text({ a: 'A' }) }, { 'a.txt': text({ a: 'A' }) }, {}],
    [
      'leaves what the folder alone has changed',
      { 'n.txt': 'n\n' },
      { 'a.txt': text({ a: 'A' }) },
      { 'n.txt': 'n\n', 'a.txt': text({ a: 'A' }) },
    ],
    [
      'refuses changes of one line',
      { 'a.txt': text({ a: 'A' }), 'n.txt': 'n\n' },
      { 'a.txt': text({ a: 'B' }) },
      'conflict',
    ],
    [
      'refuses a change of what was removed',
      { 'a.txt': text({ a: 'A' }) },
      { 'a.txt': undefined },
      'conflict',
    ],
    [
      'refuses a removal of what was changed',
      { 'a.txt': undefined },
      { 'a.txt': text({ a: 'A' }) },
      'conflict',
    ],
    ['refuses a new file of one name', { 'n.txt': 'n\n' }, { 'n.txt': 'm\n' }, 'conflict'],
    [
      'leaves out what builds make again',
      { 'node_modules/x/y.js': 'y\n' },
      {},
      { 'node_modules/x/y.js': undefined },
    ],
  ];
  const put = (folder: string, change: Change) => {
    for (const [file, content] of Object.entries(change)) {
      const at = path.join(folder, file);
      fs.mkdirSync(path.dirname(at), { recursive: true });
      if (content === undefined) fs.rmSync(at);
      else fs.writeFileSync(at, content);
    }
  };
  const read = (folder: string, files: Change) =>
    Object.fromEntries(
      Object.keys(files).map((file) => {
        const at = path.join(folder, file);
        return [file, fs.existsSync(at) ? fs.readFileSync(at, 'utf8') : undefined];
      }),
    );

  test.each(cases)('%s', async (_what, inCopy, inFolder, after) => {
    const { folder, git, copies } = makeRepository();
    const { id, folder: copy } = await copies.make(folder);
    put(copy, inCopy);
    put(folder, inFolder);
    const index = git('ls-files', '-s').toString();
    const before = read(folder, { ...inCopy, ...inFolder });
    const { digest, conflicts } = await copies.plan(id);
    const merged = copies.merge(id, digest);
    if (after === 'conflict') {
      await expect(merged).rejects.toMatchObject({ code: 'copy-conflict' });
      expect(conflicts).toHaveLength(1);
      expect(read(folder, { ...inCopy, ...inFolder })).toEqual(before);
    } else {
      await merged;
      expect(read(folder, after)).toEqual(after);
      expect((await copies.plan(id)).diffs).toEqual([]);
    }
    expect(git('ls-files', '-s').toString()).toBe(index);
  });

  test('does only what was shown, and later takes what came after', async () => {
    const { folder, copies } = makeRepository();
    const { id, folder: copy } = await copies.make(folder);
    put(copy, { 'a.txt': text({ a: 'A' }) });
    const { digest } = await copies.plan(id);
    put(copy, { 'a.txt': text({ a: 'X' }) });
    await expect(copies.merge(id, digest)).rejects.toMatchObject({ code: 'copy-changed' });
    expect(read(folder, { 'a.txt': '' })).toEqual({ 'a.txt': text({}) });
    await copies.merge(id, (await copies.plan(id)).digest);
    put(copy, { 'a.txt': text({ a: 'Y' }) });
    await copies.merge(id, (await copies.plan(id)).digest);
    expect(read(folder, { 'a.txt': '' })).toEqual({ 'a.txt': text({ a: 'Y' }) });
  });
});

describe('what is missing is not taken for removed', () => {
  type Repository = ReturnType<typeof makeRepository>;
  type Made = Repository & { id: string; copy: string };
  const rm = (at: string) => fs.rmSync(at, { recursive: true });
  const cases: [what: string, code: string, harm: (made: Made) => void][] = [
    ['a copy that was removed', 'copy-gone', ({ copy }) => rm(copy)],
    [
      'an empty folder in its place',
      'copy-gone',
      ({ copy }) => {
        rm(copy);
        fs.mkdirSync(copy);
      },
    ],
    ['a copy without its .git', 'copy-gone', ({ copy }) => rm(path.join(copy, '.git'))],
    [
      'another repository in its place',
      'copy-gone',
      ({ copy }) => {
        rm(copy);
        fs.mkdirSync(copy);
        execFileSync('git', ['init', '-q'], { cwd: copy });
      },
    ],
    [
      'a link in its place',
      'copy-gone',
      ({ root, copy }) => {
        fs.renameSync(copy, path.join(root, 'moved'));
        fs.symlinkSync(path.join(root, 'moved'), copy);
      },
    ],
    [
      'a copy of which we do not know how it was',
      'copy-failed',
      ({ root }) => rm(path.join(root, 'store/bases')),
    ],
    [
      'an original that has been moved',
      'copy-without-original',
      ({ root, folder }) => fs.renameSync(folder, path.join(root, 'moved')),
    ],
  ];
  test.each(cases)('%s', async (_what, code, harm) => {
    const made = makeRepository();
    const { id, folder: copy } = await made.copies.make(made.folder);
    const { digest } = await made.copies.plan(id);
    harm({ ...made, id, copy });
    await expect(made.copies.plan(id)).rejects.toMatchObject({ code });
    await expect(made.copies.merge(id, digest)).rejects.toMatchObject({ code });
    if (code !== 'copy-without-original')
      expect(fs.readFileSync(path.join(made.folder, 'src/gone.txt'), 'utf8')).toBe('gone\n');
  });

  test.each<[what: string, harm: (made: Made) => void]>([
    ['gone', ({ copy }) => rm(copy)],
    ['without its original', ({ folder }) => rm(folder)],
  ])('a copy %s can be thrown away', async (_what, harm) => {
    const made = makeRepository();
    const { id, folder: copy } = await made.copies.make(made.folder);
    harm({ ...made, id, copy });
    made.copies.discard(id);
    expect([fs.existsSync(copy), made.copies.list()]).toEqual([false, []]);
  });

  test('nor is what is below something that is not merged', async () => {
    const { root, folder, copies } = makeRepository();
    const { id, folder: copy } = await copies.make(folder);
    fs.renameSync(path.join(copy, 'src'), path.join(root, 'elsewhere'));
    fs.symlinkSync(path.join(root, 'elsewhere'), path.join(copy, 'src'));
    const { diffs, leftOut } = await copies.plan(id);
    expect({ diffs, leftOut }).toEqual({ diffs: [], leftOut: ['src', 'src/gone.txt'] });
  });
});

test('a new file where the original has a link is a conflict', async () => {
  const { root, folder, write, copies } = makeRepository();
  const { id, folder: copy } = await copies.make(folder);
  write('lib/new.txt', 'new\n', copy);
  fs.symlinkSync(root, path.join(folder, 'lib'));
  expect((await copies.plan(id)).conflicts).toEqual(['lib/new.txt']);
});

test('what cannot be merged is named', async () => {
  const { folder, copies } = makeRepository();
  const { id, folder: copy } = await copies.make(folder);
  fs.writeFileSync(path.join(copy, 'large'), Buffer.alloc(10_000_001));
  const raw = (name: string) => Buffer.concat([Buffer.from(`${copy}/`), Buffer.from(name, 'latin1')]);
  fs.writeFileSync(raw('caf\u00e9.txt'), 'x');
  fs.mkdirSync(raw('caf\u00e9'));
  const { diffs, leftOut } = await copies.plan(id);
  expect(diffs).toEqual([]);
  expect([...leftOut].sort()).toEqual(['caf\uFFFD', 'caf\uFFFD.txt', 'large']);
});

describe('throwing away removes nothing but copies', () => {
  type Made = { root: string; id: string };
  test.each<[what: string, folderOf: (made: Made) => string]>([
    ['another folder', ({ root }) => path.join(root, 'notes')],
    ['the folder of all copies', ({ root }) => path.join(root, 'copies')],
    ['a folder above them', ({ root }) => root],
    ['a folder by a way around', ({ root, id }) => `${root}/copies/${id}/../../notes`],
    ['another copy', ({ root }) => path.join(root, 'copies/other')],
    [
      'a link',
      ({ root, id }) => {
        const at = path.join(root, 'copies', id);
        fs.rmSync(at, { recursive: true });
        fs.symlinkSync(path.join(root, 'notes'), at);
        return at;
      },
    ],
  ])('%s', async (_what, folderOf) => {
    const { root, folder, write, copies } = makeRepository();
    write('notes/mine.txt', 'mine\n', root);
    write('copies/other/theirs.txt', 'theirs\n', root);
    const { id } = await copies.make(folder);
    const file = path.join(root, 'worktrees.json');
    const list = JSON.parse(fs.readFileSync(file, 'utf8'));
    list.copies[0].folder = folderOf({ root, id });
    fs.writeFileSync(file, JSON.stringify(list));
    expect(() => copies.discard(id)).toThrow(expect.objectContaining({ code: 'copy-elsewhere' }));
    expect(fs.existsSync(path.join(root, 'notes/mine.txt'))).toBe(true);
    expect(fs.existsSync(path.join(root, 'copies/other/theirs.txt'))).toBe(true);
  });
});
