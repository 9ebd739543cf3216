// What turns changed, as a person is shown it, and that nothing is done but what was shown.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultCoverage } from '../../server/checkpoints/look.ts';
import { bringBack, THREAD, takeBack } from './as-shown.ts';
import { makePlace, running } from './place.ts';

describe('the files of a turn', () => {
  test('are not the empty folders over which the sandbox mounts', async () => {
    const { folder, open, write, turn } = makePlace();
    const at = (name: string) => path.join(folder, name);
    for (const name of ['.aws', '.agents/inside', 'below']) fs.mkdirSync(at(name), { recursive: true });
    write('.codex/emptied', 'one\n');
    const thread = open();
    const filesOf = async (work: () => void) => {
      const number = await turn(thread, work);
      return thread.files(THREAD, number).files.map(({ path: file, change }) => `${file} ${change}`);
    };
    // What they had, and what they get, counts. Elsewhere they are folders as others.
    expect(
      await filesOf(() => {
        fs.rmdirSync(at('.aws'));
        fs.rmSync(at('.codex/emptied'));
        fs.rmSync(at('.agents'), { recursive: true });
        fs.mkdirSync(at('below/.codex'));
      }),
    ).toEqual(['.agents/inside deleted', '.codex/emptied deleted', 'below/.codex created']);
    const appear = () => {
      for (const name of ['.agents', '.aws', '.git']) fs.mkdirSync(at(name));
    };
    expect(await filesOf(appear)).toEqual([]);
    expect(await filesOf(() => write('.agents/new', 'one\n'))).toEqual(['.agents/new created']);
  });

  test('are created, changed, deleted, renamed or have other permissions, with their lines', async () => {
    const { folder, open, write, turn } = makePlace();
    const at = (name: string) => path.join(folder, name);
    write('changed', 'one\ntwo\n');
    write('deleted', 'one\n');
    write('old/name', 'the same text\n');
    write('script', 'true\n');
    fs.symlinkSync('changed', at('link'));
    const thread = open();
    const number = await turn(thread, () => {
      write('changed', 'one\n2\nthree\n');
      fs.rmSync(at('deleted'));
      fs.mkdirSync(at('new'));
      fs.renameSync(at('old/name'), at('new/name'));
      fs.chmodSync(at('script'), 0o755);
      fs.rmSync(at('link'));
      fs.symlinkSync('script', at('link'));
      fs.writeFileSync(at('binary'), Buffer.from([0, 1, 2]));
      fs.mkdirSync(at('empty'));
    });
    const { files, fileCount, byOthers } = thread.files(THREAD, number);
    expect(files.map(({ isUndone: _, ...file }) => file)).toEqual([
      { path: 'binary', change: 'created', what: 'file' },
      { path: 'changed', change: 'changed', what: 'file', added: 2, removed: 1 },
      { path: 'deleted', change: 'deleted', what: 'file', added: 0, removed: 1 },
      { path: 'empty', change: 'created', what: 'folder' },
      { path: 'link', change: 'changed', what: 'link' },
      { path: 'new/name', movedFrom: 'old/name', change: 'renamed', what: 'file', added: 0, removed: 0 },
      {
        path: 'script',
        change: 'mode',
        what: 'file',
        mode: { before: '644', after: '755' },
        added: 0,
        removed: 0,
      },
    ]);
    expect([fileCount, byOthers]).toEqual([7, []]);
    expect(thread.turns(THREAD, false)).toMatchObject({
      folder,
      turnCount: 1,
      turns: [{ number: 1, state: { kind: 'kept', fileCount: 7 }, leftOut: [] }],
    });

    const textOf = (name: string) => thread.turnDiff(THREAD, number, name);
    expect(textOf('changed')).toEqual({ kind: 'text', hunks: '@@ -1,2 +1,3 @@\n one\n-two\n+2\n+three\n' });
    expect(textOf('link')).toMatchObject({ hunks: '@@ -1,1 +1,1 @@\n-link to changed\n+link to script\n' });
    expect(textOf('binary')).toEqual({ kind: 'binary', after: 3 });
    expect(textOf('new/name')).toEqual({ kind: 'text', hunks: '' });
    expect(textOf('no such file')).toEqual({ kind: 'gone' });

    await takeBack(thread, { files: ['new/name', 'old/name'] });
    expect(fs.existsSync(at('old/name'))).toBe(true);
    expect(thread.files(THREAD, number).files.filter(({ isUndone }) => isUndone)).toMatchObject([
      { path: 'new/name' },
    ]);
    expect(thread.turns(THREAD, false).redo).toEqual({ turns: [1], fileCount: 3 });
  });

  test('are shown without the text of what is large, and with every line of what is quite different', async () => {
    const { folder, open, write, turn } = makePlace();
    const thread = open();
    const numbered = (sign: string) => Array.from({ length: 6000 }, (_, at) => `${sign}${at}\n`).join('');
    write('rewritten', numbered('a'));
    const number = await turn(thread, () => {
      write('large', 'x'.repeat(600_000));
      fs.copyFileSync('build/icons/app-256.png', path.join(folder, 'icon.png'));
      write('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>\n');
      write('rewritten', numbered('b'));
    });
    expect(thread.turnDiff(THREAD, number, 'large')).toEqual({ kind: 'large', after: 600_000 });
    expect(thread.turnDiff(THREAD, number, 'icon.png')).toMatchObject({
      kind: 'binary',
      type: 'png',
      pictures: { after: { kind: 'raster', type: 'png', width: 256, height: 256 } },
    });
    expect(thread.turnDiff(THREAD, number, 'logo.svg')).toMatchObject({
      kind: 'text',
      pictures: { after: { kind: 'svg' } },
    });
    const { hunks } = thread.turnDiff(THREAD, number, 'rewritten') as { hunks: string };
    const lines = hunks.split('\n');
    expect([lines[0], lines[1], lines.at(-1), lines.length]).toEqual([
      '@@ -1,6000 +1,6000 @@',
      '-a0',
      '+b5999',
      12_001,
    ]);
  });
});

describe('the turns of a thread', () => {
  test('are running, cut off, uncovered or undone', async () => {
    const { folder, open, write, turn } = makePlace({ ...defaultCoverage, maxFiles: 2 });
    const thread = open();
    await turn(thread, () => write('a', 'a'));
    await takeBack(thread);
    await turn(thread, () => {
      for (const name of ['a', 'b', 'c']) write(name, name);
    });
    fs.rmSync(path.join(folder, 'c'));
    await thread.begin(THREAD, folder);
    const states = (isRunning: boolean) =>
      thread.turns(THREAD, isRunning).turns.map(({ number, state }) => ({ number, ...state }));
    expect(states(true)).toEqual([
      { number: 3, kind: 'running' },
      { number: 2, kind: 'uncovered', why: 'it has more than 2 files' },
      { number: 1, kind: 'undone', fileCount: 1 },
    ]);
    expect(states(false)[0]).toEqual({ number: 3, kind: 'cut-off' });
    write('c', 'c');
    expect(await thread.begin(THREAD, folder)).toMatchObject({ uncovered: 'it has more than 2 files' });
    expect(
      await thread.end(
        THREAD,
        4,
        running(() => undefined),
      ),
    ).toEqual({
      uncovered: 'it has more than 2 files',
    });
  });
});

describe('what was shown', () => {
  test('alone is done: a file that has changed since, also to what was there before, is shown again', async () => {
    const { open, write, read, turn } = makePlace();
    write('a', 'old');
    write('b', 'old');
    const thread = open();
    await turn(thread, () => {
      write('a', 'new');
      write('b', 'new');
    });
    const { digest } = thread.planUndo(THREAD, {});
    write('b', 'old');
    await expect(thread.undo(THREAD, {}, digest)).rejects.toMatchObject({ code: 'undo-changed' });
    expect([read('a'), read('b')]).toEqual(['new', 'old']);
    write('b', 'by the person');
    await expect(thread.undo(THREAD, {}, digest)).rejects.toMatchObject({ code: 'undo-conflict' });
    await takeBack(thread, { except: ['b'] });
    expect([read('a'), read('b')]).toEqual(['old', 'by the person']);
    const redo = thread.planRedo(THREAD).digest;
    write('a', 'by the person');
    await expect(thread.redo(THREAD, redo)).rejects.toMatchObject({ code: 'undo-conflict' });
    write('a', 'old');
    await bringBack(thread);
    expect(read('a')).toBe('new');
  });

  test('of a conflict is what was before, what the turn left, and what is there now', async () => {
    const { folder, open, write, turn } = makePlace();
    write('a', 'before\n');
    const thread = open();
    await turn(thread, () => write('a', 'by the turn\n'));
    write('a', 'by the person\n');
    const [conflict] = thread.planUndo(THREAD, {}).conflicts;
    const shown = (after: 'now' | 'before') =>
      thread.stateDiff({ folder, path: 'a', before: conflict?.left, after: conflict?.[after] });
    expect(shown('before')).toMatchObject({ hunks: expect.stringContaining('-by the turn\n+before\n') });
    expect(shown('now')).toMatchObject({ hunks: expect.stringContaining('-by the turn\n+by the person\n') });
    write('a', 'again\n');
    expect(shown('now')).toEqual({ kind: 'gone' });
  });
});

describe('what a patch of another thread changed while a turn ran its own command', () => {
  const HERS = 'thread-2';

  /** Both run; hers patches, ours writes with a command. @returns what the end of our turn says of files */
  async function together(endsFirst: 'ours' | 'hers', patchedByOthers?: readonly string[]) {
    const place = makePlace();
    const { folder, open, write } = place;
    write('hers', 'old\n');
    const checkpoints = open();
    const { turn: ours } = await checkpoints.begin(THREAD, folder);
    const { turn: hers } = await checkpoints.begin(HERS, folder);
    const work = running(() => {
      write('hers', 'by her patch\n');
      write('ours', 'by us\n');
    });
    const endHers = () => checkpoints.end(HERS, hers, { times: [], patched: ['hers'] });
    if (endsFirst === 'hers') await endHers();
    const told = await checkpoints.end(THREAD, ours, {
      ...work,
      ...(patchedByOthers && { patchedByOthers }),
    });
    if (endsFirst === 'ours') await endHers();
    return { ...place, told: 'files' in told ? told.files.map(({ path }) => path) : told };
  }

  test.each([
    ['hers', undefined, ['ours'], 'it has ended before'],
    ['ours', ['hers'], ['ours'], 'it runs on, and the host knows of its patch'],
    ['ours', undefined, ['hers', 'ours'], 'another process has patched: that is known only later'],
  ] as const)(
    '%s ends first, told of %j: the receipt has %j (%s)',
    async (endsFirst, patched, files, _why) => {
      const { open, told, folder } = await together(endsFirst, patched);
      expect(told).toEqual(files);
      // The list, its count and blame do not depend on who ended first.
      const listed = open().files(THREAD, 1);
      expect(listed.files.map(({ path }) => path)).toEqual(['ours']);
      expect(listed.byOthers).toEqual(['hers']);
      expect(open().turns(THREAD, false).turns[0]?.state).toEqual({ kind: 'kept', fileCount: 1 });
      expect(open().turnDiff(THREAD, 1, 'hers')).toEqual({ kind: 'gone' });
      const [line] = open().blame(`${folder}/hers`).lines;
      expect(line?.origin).toMatchObject({ kind: 'turns', turns: [{ threadId: HERS }] });
      expect(
        open()
          .planUndo(THREAD, {})
          .steps.map(({ path }) => path),
      ).toEqual(['ours']);
    },
  );
});

describe('a thread compared with now', () => {
  test('says of each file whether it is as the thread left it, was changed since, is gone or is there again', async () => {
    const { folder, open, write, turn } = makePlace();
    const remove = (name: string) => fs.rmSync(path.join(folder, name));
    for (const name of ['deleted', 'returned', 'hers']) write(name, 'old\n');
    const thread = open();
    await turn(thread, () => {
      for (const name of ['same', 'later', 'changed', 'gone', 'alone']) write(name, 'by the thread\n');
      remove('deleted');
      remove('returned');
    });
    await turn(thread, () => write('later', 'by its second turn\n'));
    await turn(thread, () => write('undone', 'in a turn that is undone\n'));
    await takeBack(thread);
    await takeBack(thread, { turn: 1, files: ['alone'] });
    write('changed', 'by a person\n');
    write('returned', 'by a person\n');
    write('theirs', 'no file of the thread\n');
    remove('gone');
    expect(open().filesNow(THREAD)).toEqual({
      files: [
        { path: 'changed', now: 'changed' },
        { path: 'deleted', now: 'still-deleted' },
        { path: 'gone', now: 'gone' },
        { path: 'later', now: 'as-left' },
        { path: 'returned', now: 'back' },
        { path: 'same', now: 'as-left' },
      ],
      fileCount: 6,
      uncoveredTurns: 0,
    });
    expect(open().nowDiff(THREAD, 'changed')).toEqual({
      kind: 'text',
      hunks: expect.stringContaining('-by the thread\n+by a person\n'),
    });
    expect(open().nowDiff(THREAD, 'gone')).toMatchObject({
      hunks: expect.stringContaining('-by the thread'),
    });
    expect(open().nowDiff(THREAD, 'theirs')).toEqual({ kind: 'gone' });
  });

  test('is compared in each folder it worked in, and counts turns of which nothing is known', async () => {
    const { folder, store, open, write, turn } = makePlace();
    const other = path.join(path.dirname(store), 'other');
    fs.mkdirSync(other);
    const thread = open();
    await turn(thread, () => write('a', 'one\n'));
    const { turn: second } = await thread.begin(THREAD, other);
    await thread.end(
      THREAD,
      second,
      running(() => fs.writeFileSync(path.join(other, 'a'), 'two\n')),
    );
    await thread.begin(THREAD, other);
    fs.rmSync(path.join(folder, 'a'));
    expect(open().filesNow(THREAD)).toEqual({
      files: [
        { path: `${folder}/a`, now: 'gone' },
        { path: 'a', now: 'as-left' },
      ],
      fileCount: 2,
      uncoveredTurns: 1,
    });
  });
});
