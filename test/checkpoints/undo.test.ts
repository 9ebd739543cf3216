// Taking back what turns did to files: every byte, mode and link, and nothing of anybody else.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultCoverage } from '../../server/checkpoints/look.ts';
import { bringBack, THREAD, takeBack } from './as-shown.ts';
import { changeSomething, pictureOf, randomFrom } from './histories.ts';
import { makePlace, running } from './place.ts';

/** `HISTORIES=500` tries more than a usual run. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 40);

test(`undo restores every byte, mode and link of ${HISTORIES} random histories, and redo brings them back`, async () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const { folder, open, turn } = makePlace();
    const random = randomFrom(seed);
    const thread = open();
    for (let at = 0; at < 20; at += 1) changeSomething(folder, random);
    const pictures = [pictureOf(folder)];
    const count = 1 + Math.floor(random() * 4);
    for (let at = 0; at < count; at += 1) {
      await turn(thread, () => {
        for (let change = 0; change < 6; change += 1) changeSomething(folder, random);
      });
      pictures.push(pictureOf(folder));
    }
    const back = Math.floor(random() * count);
    await takeBack(open(), { turn: back + 1, andLater: true });
    expect(pictureOf(folder), `seed ${seed}`).toEqual(pictures[back]);
    await bringBack(open());
    expect(pictureOf(folder), `seed ${seed}, redone`).toEqual(pictures.at(-1));
  }
});

describe('undo', () => {
  test('takes back the last turn, then the one before it, and says when there is none left', async () => {
    const { open, write, read, turn } = makePlace();
    write('a', 'first');
    const thread = open();
    await turn(thread, () => write('a', 'second'));
    await turn(thread, () => write('a', 'third'));
    await takeBack(thread);
    expect(read('a')).toBe('second');
    await takeBack(thread);
    expect(read('a')).toBe('first');
    await expect(takeBack(thread)).rejects.toMatchObject({ code: 'nothing-to-undo' });
    await bringBack(thread);
    await bringBack(thread);
    expect(read('a')).toBe('third');
    await expect(bringBack(thread)).rejects.toMatchObject({ code: 'nothing-to-redo' });
  });

  test('leaves what another thread patched at the same time, and does not guess where both changed a file', async () => {
    const { folder, open, write, read } = makePlace();
    for (const name of ['hers', 'both', 'created']) write(name, 'old');
    const checkpoints = open();
    const { turn: ours } = await checkpoints.begin(THREAD, folder);
    const { turn: hers } = await checkpoints.begin('thread-2', folder);
    // Our command runs while she patches.
    const work = running(() => {
      write('hers', 'by her patch');
      write('both', 'by both');
      write('ours', 'by us');
    });
    await checkpoints.end(THREAD, ours, { ...work, patched: ['both'] });
    await checkpoints.end('thread-2', hers, { times: [], patched: ['hers', 'both'] });

    const plan = open().planUndo(THREAD, {});
    expect(plan.steps.map((step) => step.path)).toEqual(['ours']);
    expect(plan.conflicts.map((conflict) => conflict.path)).toEqual(['both']);
    const theirs = open().planUndo('thread-2', {});
    expect(theirs.steps.map((step) => step.path)).toEqual(['hers']);
    expect(theirs.conflicts.map((conflict) => conflict.path)).toEqual(['both']);
    expect(read('hers')).toBe('by her patch');
  });

  test('takes back a turn in the middle, and leaves what later turns did to other files', async () => {
    const { open, write, read, turn } = makePlace();
    write('a', 'old');
    write('b', 'old');
    const thread = open();
    const middle = await turn(thread, () => write('a', 'new'));
    await turn(thread, () => write('b', 'new'));
    await takeBack(thread, { turn: middle });
    expect([read('a'), read('b')]).toEqual(['old', 'new']);
  });

  test('of one file leaves the others of the turn', async () => {
    const { open, write, read, turn } = makePlace();
    const thread = open();
    await turn(thread, () => {
      write('src/a', 'new');
      write('src/b', 'new');
    });
    await takeBack(thread, { files: ['src/b'] });
    expect(read('src/a')).toBe('new');
    expect(() => read('src/b')).toThrow('ENOENT');
  });

  test('of a file that no turn changed is refused, and a path through the folder is the same file', async () => {
    const { folder, open, write, turn } = makePlace();
    const thread = open();
    await turn(thread, () => write('src/a', 'new'));
    await turn(thread, () => write('b', 'new'));
    await expect(takeBack(thread, { files: ['nope'] })).rejects.toMatchObject({
      code: 'file-not-in-turn',
      message: expect.stringContaining('Turn 2 did not change nope'),
    });
    await expect(takeBack(thread, { turn: 1, andLater: true, files: ['sr'] })).rejects.toMatchObject({
      code: 'file-not-in-turn',
    });
    await takeBack(thread, { turn: 1, files: [path.join(folder, 'src/a')] });
    await takeBack(thread, { files: ['./b'] });
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('and redo work in the folder of their turns when the thread has gone to another one', async () => {
    const { folder, store, open, write, read, turn } = makePlace();
    const other = path.join(path.dirname(store), 'other');
    fs.mkdirSync(other);
    const thread = open();
    await turn(thread, () => write('a', 'new'));
    const moved = await thread.begin(THREAD, other);
    const work = running(() => fs.writeFileSync(path.join(other, 'a'), 'new'));
    await thread.end(THREAD, moved.turn, work);
    await expect(takeBack(thread, { turn: 1, andLater: true })).rejects.toMatchObject({
      code: 'turns-in-several-folders',
      message: expect.stringMatching(`${other}.*${folder}`),
    });
    expect((await takeBack(thread, { turn: 1 })).folder).toBe(folder);
    expect(fs.readdirSync(folder)).toEqual([]);
    expect((await bringBack(thread)).folder).toBe(folder);
    expect([read('a'), fs.readFileSync(path.join(other, 'a'), 'utf8')]).toEqual(['new', 'new']);
  });

  test('changes nothing when a file has been changed since, and names it', async () => {
    const { folder, open, write, turn } = makePlace();
    write('a', 'old');
    const thread = open();
    await turn(thread, () => {
      write('a', 'by the agent');
      write('b', 'by the agent');
    });
    write('a', 'by the person');
    const before = pictureOf(folder);
    await expect(takeBack(thread)).rejects.toMatchObject({
      code: 'undo-conflict',
      message: expect.stringContaining(': a.'),
    });
    expect(pictureOf(folder)).toEqual(before);
    expect(thread.planUndo(THREAD, {})).toMatchObject({ conflicts: [{ path: 'a' }], steps: [{ path: 'b' }] });
  });

  test('leaves what somebody else changed while the turn ran, but no command did', async () => {
    const { folder, open, write, read, turn } = makePlace();
    write('mine', 'old');
    write('its', 'old');
    const thread = open();
    const { turn: number } = await thread.begin(THREAD, folder);
    const { times } = running(() => write('its', 'new'));
    // The clock of a file system is coarse: the person is later by more than its slack.
    const [[, until]] = times as [[number, number]];
    while (Date.now() < until + 200) write('mine', 'by the person');
    await thread.end(THREAD, number, { times, patched: [] });
    await takeBack(thread);
    expect([read('mine'), read('its')]).toEqual(['by the person', 'old']);
    await turn(thread, () => write('mine', 'new'));
  });

  test('never touches what git keeps, nor build folders', async () => {
    const { folder, open, write, read, turn } = makePlace();
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        cwd: folder,
        stdio: 'pipe',
      });
    write('a', 'first\n');
    write('.gitignore', '.env\n');
    write('.env', 'KEY=1');
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'one');
    write('a', 'work that is not committed\n');
    const before = pictureOf(folder);
    const thread = open();
    await turn(thread, () => {
      git('reset', '-q', '--hard');
      write('node_modules/x/index.js', '1');
      fs.rmSync(path.join(folder, '.env'));
    });
    const index = fs.readFileSync(path.join(folder, '.git/index'));
    await takeBack(thread);
    expect(read('a')).toBe('work that is not committed\n');
    expect(read('.env')).toBe(before['.env'] && 'KEY=1');
    expect(read('node_modules/x/index.js')).toBe('1');
    expect(fs.readFileSync(path.join(folder, '.git/index'))).toEqual(index);
  });

  test('writes nothing through a link that has come in place of a folder', async () => {
    const { folder, store, open, write, turn } = makePlace();
    const outside = path.join(path.dirname(store), 'outside');
    fs.mkdirSync(outside);
    write('src/a', 'old');
    const thread = open();
    await turn(thread, () => write('src/a', 'new'));
    fs.renameSync(path.join(folder, 'src'), path.join(folder, 'moved'));
    fs.symlinkSync(outside, path.join(folder, 'src'));
    await expect(takeBack(thread)).rejects.toMatchObject({ code: 'undo-conflict' });
    expect(fs.readdirSync(outside)).toEqual([]);
  });

  test('is refused where a link has come in place of the whole folder', async () => {
    const { folder, store, open, write, turn } = makePlace();
    const outside = path.join(path.dirname(store), 'outside');
    fs.mkdirSync(outside);
    const thread = open();
    write('a', 'old');
    await turn(thread, () => fs.rmSync(path.join(folder, 'a')));
    fs.rmdirSync(folder);
    fs.symlinkSync(outside, folder);
    await expect(takeBack(thread)).rejects.toMatchObject({ code: 'folder-moved' });
    expect(fs.readdirSync(outside)).toEqual([]);
  });

  test('does not wait for a pipe that has come in place of a file', async () => {
    const { folder, open, write, turn } = makePlace();
    write('a', 'old');
    const thread = open();
    await turn(thread, () => write('a', 'new'));
    fs.rmSync(path.join(folder, 'a'));
    execFileSync('mkfifo', [path.join(folder, 'a')]);
    await expect(takeBack(thread)).rejects.toMatchObject({ code: 'undo-conflict' });
    await turn(thread, () => write('b', 'new'));
    await takeBack(thread);
    expect(fs.readdirSync(folder)).toEqual(['a']);
  });

  test('keeps a folder in which somebody else has put a file', async () => {
    const { folder, open, write, read, turn } = makePlace();
    const thread = open();
    await turn(thread, () => write('new/a', 'by the agent'));
    write('new/mine', 'by the person');
    await takeBack(thread);
    expect(fs.readdirSync(path.join(folder, 'new'))).toEqual(['mine']);
    expect(read('new/mine')).toBe('by the person');
  });

  test('of a turn that was cut off takes back what is there now', async () => {
    const { folder, open, write, read } = makePlace();
    write('a', 'old');
    await open().begin(THREAD, folder);
    write('a', 'half done');
    await takeBack(open());
    expect(read('a')).toBe('old');
  });

  test('never touches a file that was too large before or after the turn', async () => {
    const { open, write, read, turn } = makePlace({ ...defaultCoverage, maxFileBytes: 10 });
    write('shrinks', 'larger than that');
    write('grows', 'small');
    const thread = open();
    await turn(thread, () => {
      write('shrinks', 'small');
      write('grows', 'larger than that');
      write('new', 'small');
    });
    await takeBack(thread);
    expect([read('shrinks'), read('grows')]).toEqual(['small', 'larger than that']);
    expect(() => read('new')).toThrow('ENOENT');
  });

  test('says why a folder was not covered', async () => {
    const { folder, open, write, turn } = makePlace({ ...defaultCoverage, maxFiles: 2 });
    for (const name of ['a', 'b', 'c']) write(name, name);
    const thread = open();
    await turn(thread, () => fs.rmSync(path.join(folder, 'a')));
    await expect(takeBack(thread)).rejects.toMatchObject({
      code: 'turn-not-covered',
      message: expect.stringContaining('more than 2 files'),
    });
  });
});

describe('the store', () => {
  test('holds each content once, and nothing more of what is too old', async () => {
    const { store, folder, open, write, read, turn } = makePlace();
    const text = 'x y z '.repeat(20_000);
    const packs = () => fs.readdirSync(path.join(store, 'packs'));
    for (const name of ['a', 'b', 'c']) write(name, text + name.repeat(3));
    const thread = open();
    for (let at = 0; at < 60; at += 1) await turn(thread, () => write('a', `${text}${at}`));
    await thread.clean({ keepDays: 1, maxMegabytes: 100 });
    expect(packs().length).toBeLessThan(5);
    await takeBack(open(), { turn: 1, andLater: true });
    expect(read('a')).toBe(`${text}aaa`);
    const logs = path.join(store, 'threads');
    const longAgo = new Date(Date.now() - 3 * 24 * 60 * 60_000);
    for (const name of fs.readdirSync(logs)) fs.utimesSync(path.join(logs, name), longAgo, longAgo);
    await thread.clean({ keepDays: 1, maxMegabytes: 100 });
    expect(packs()).toEqual([]);
    await expect(takeBack(thread)).rejects.toMatchObject({ code: 'nothing-to-undo' });
    expect(fs.existsSync(folder)).toBe(true);
  });

  test('says so when a part of it is damaged, and changes nothing', async () => {
    const { store, folder, open, write, turn } = makePlace();
    write('a', 'old '.repeat(1000));
    await turn(open(), () => write('a', 'new'));
    for (const name of fs.readdirSync(path.join(store, 'packs'))) {
      const file = path.join(store, 'packs', name);
      const content = fs.readFileSync(file);
      content.fill(7, 0, 10);
      fs.writeFileSync(file, content);
    }
    const before = pictureOf(folder);
    await expect(takeBack(open())).rejects.toMatchObject({
      code: expect.stringMatching(/broken|failed/),
    });
    expect(pictureOf(folder)).toEqual(before);
  });
});
