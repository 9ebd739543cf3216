// Whose the lines of a file are, by the checkpoints alone: real folders, and turns that do something in them.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { originsOf } from '../../server/checkpoints/line-origins.ts';
import { defaultCoverage } from '../../server/checkpoints/look.ts';
import type { StoredBlame, StoredOrigin } from '../../server/checkpoints/stored-blame.ts';
import { bringBack, THREAD, takeBack } from './as-shown.ts';
import { makePlace, type Place, running } from './place.ts';

/** `1` or `1+other:2` for turns, or the kind. */
function nameOf(origin: StoredOrigin): string {
  if (origin.kind === 'unknown') return origin.why;
  if (origin.kind === 'others') return 'others';
  const names = origin.turns.map(({ threadId, number }) =>
    threadId === THREAD ? `${number}` : `${threadId}:${number}`,
  );
  return names.sort().join('+');
}

function blame({ open, folder }: Place, file: string): StoredBlame {
  return open().blame(path.resolve(folder, file));
}

/** `text: origin` of each line. */
function linesOf(place: Place, file: string): string[] {
  return blame(place, file).lines.map(({ text, origin }) => `${text}: ${nameOf(origin)}`);
}

describe('the lines of a file are', () => {
  test("a turn's, somebody else's between turns, or older than every checkpoint", async () => {
    const place = makePlace();
    const { write, turn } = place;
    const thread = place.open();
    write('a', 'old\nkept\n');
    await turn(thread, () => write('a', 'first\nold\nkept\n'));
    write('a', 'first\nold\nmine\nkept\n');
    await turn(thread, () => write('a', 'first\nold\nmine\nkept\nsecond'));
    write('a', 'first\nold\nmine\nkept\nsecond\nlast\n');
    expect(linesOf(place, 'a')).toEqual([
      'first: 1',
      'old: older',
      'mine: others',
      'kept: older',
      'second: 2',
      'last: others',
    ]);
  });

  test('those of the turns that wrote them, after an undo and a redo too', async () => {
    const place = makePlace();
    const { write, turn, read } = place;
    const thread = place.open();
    await turn(thread, () => write('a', 'one\n'));
    await turn(thread, () => write('a', 'one\ntwo\n'));
    await turn(thread, () => fs.rmSync(path.join(place.folder, 'a')));
    await takeBack(thread);
    expect(linesOf(place, 'a')).toEqual(['one: 1', 'two: 2']);
    await takeBack(thread, { turn: 2 });
    expect(linesOf(place, 'a')).toEqual(['one: 1']);
    await bringBack(thread);
    await turn(thread, () => write('a', `${read('a')}four\n`));
    expect(linesOf(place, 'a')).toEqual(['one: 1', 'two: 2', 'four: 4']);
  });

  test('followed through the names that the file had', async () => {
    const place = makePlace();
    const { folder, write, turn } = place;
    const at = (name: string) => path.join(folder, name);
    const thread = place.open();
    await turn(thread, () => write('a', 'one\ntwo\nthree\nfour\n'));
    await turn(thread, () => {
      fs.mkdirSync(at('src'));
      fs.renameSync(at('a'), at('src/b'));
      write('src/b', 'one\ntwo\nthree\nmoved\n');
    });
    fs.renameSync(at('src/b'), at('c'));
    expect(linesOf(place, 'c')).toEqual(['one: 1', 'two: 1', 'three: 1', 'moved: 2']);
    expect(blame(place, 'c').earlierNames).toEqual([at('src/b'), at('a')]);
    await turn(thread, () => write('c', 'one\n'));
    expect(linesOf(place, 'c')).toEqual(['one: 1']);
  });

  test('of one of two turns that ran at the same time, and of nobody else', async () => {
    const place = makePlace();
    const { folder, write } = place;
    const thread = place.open();
    const mine = await thread.begin(THREAD, folder);
    const other = await thread.begin('other', folder);
    const work = running(() => write('a', 'one of them\n'));
    await thread.end('other', other.turn, work);
    await thread.end(THREAD, mine.turn, work);
    expect(linesOf(place, 'a')).toEqual(['one of them: 1+other:1']);
    const again = await thread.begin(THREAD, folder);
    write('a', 'one of them\nmine\n');
    await thread.end(THREAD, again.turn, { times: [], patched: [] });
    expect(linesOf(place, 'a')).toEqual(['one of them: 1+other:1', 'mine: others']);
  });

  test('known from a thread in a folder above, and in one below', async () => {
    const place = makePlace();
    const { folder, write } = place;
    const thread = place.open();
    const turnIn = async (id: string, where: string, work: () => void) => {
      const { turn } = await thread.begin(id, where);
      await thread.end(id, turn, running(work));
    };
    fs.mkdirSync(path.join(folder, 'sub'));
    await turnIn('above', folder, () => write('sub/a', 'one\n'));
    await turnIn('below', path.join(folder, 'sub'), () => write('sub/a', 'one\ntwo\n'));
    await turnIn('above', folder, () =>
      fs.renameSync(path.join(folder, 'sub/a'), path.join(folder, 'sub/b')),
    );
    expect(linesOf(place, 'sub/b')).toEqual(['one: above:1', 'two: below:1']);
  });

  test('not known where the file was left out, or a folder was not covered', async () => {
    const place = makePlace({ ...defaultCoverage, maxFileBytes: 10, maxFiles: 3 });
    const { folder, write, turn } = place;
    const thread = place.open();
    await turn(thread, () => write('a', 's\n'));
    await turn(thread, () => write('a', 's\nlarger than that\n'));
    await turn(thread, () => write('a', 's\n2\n'));
    expect(linesOf(place, 'a')).toEqual(['s: 1', '2: left-out']);
    for (const name of ['b', 'c', 'd']) write(name, name);
    await turn(thread, () => write('a', 's\n2\n3\n'));
    for (const name of ['b', 'c', 'd']) fs.rmSync(path.join(folder, name));
    await turn(thread, () => write('a', 's\n2\n3\n4'));
    expect(linesOf(place, 'a')).toEqual(['s: 1', '2: left-out', '3: not-covered', '4: 5']);
  });

  test('those of a turn without an end, until the next one begins', async () => {
    const place = makePlace();
    const { folder, write, turn } = place;
    await place.open().begin(THREAD, folder);
    write('a', 'half\n');
    const cut = blame(place, 'a').whole;
    expect(cut).toMatchObject({ turns: [{ number: 1, endedAt: undefined }] });
    await turn(place.open(), () => write('a', 'half\nwhole\n'));
    expect(linesOf(place, 'a')).toEqual(['half: 1', 'whole: 2']);
  });

  test('counted for a file that is no text as a whole, and for one without lines not at all', async () => {
    const place = makePlace();
    const { write, turn } = place;
    await turn(place.open(), () => {
      write('bin', 'a\0b');
      write('empty', '');
    });
    expect(blame(place, 'bin')).toMatchObject({ now: 'not-text', whole: { turns: [{ number: 1 }] } });
    expect(blame(place, 'empty')).toMatchObject({ now: 'text', lines: [] });
  });
});

describe('a file', () => {
  test('that is gone was removed by a turn or by somebody else, and its new name is told', async () => {
    const place = makePlace();
    const { folder, write, turn } = place;
    const at = (name: string) => path.join(folder, name);
    for (const name of ['a', 'b', 'c']) write(name, `${name}\n`);
    await turn(place.open(), () => {
      fs.rmSync(at('a'));
      fs.renameSync(at('b'), at('moved'));
    });
    fs.rmSync(at('c'));
    expect(blame(place, 'a')).toMatchObject({
      now: undefined,
      whole: { turns: [{ number: 1 }] },
      movedTo: undefined,
    });
    expect(blame(place, 'b')).toMatchObject({ whole: { turns: [{ number: 1 }] }, movedTo: at('moved') });
    expect(nameOf(blame(place, 'c').whole)).toBe('others');
  });

  test('is found through links, also when it is gone', async () => {
    const place = makePlace();
    const { folder, store, write, turn } = place;
    const link = path.join(path.dirname(store), 'link');
    fs.symlinkSync(folder, link);
    await turn(place.open(), () => write('src/a', 'one\n'));
    fs.symlinkSync('src/a', path.join(folder, 'shortcut'));
    expect(linesOf(place, path.join(link, 'shortcut'))).toEqual(['one: 1']);
    fs.rmSync(path.join(folder, 'src'), { recursive: true });
    expect(blame(place, path.join(link, 'src/a')).file).toBe(path.join(folder, 'src/a'));
  });

  test('that nobody can tell of is refused with the reason', async () => {
    const place = makePlace();
    const { folder, store, write, turn } = place;
    await turn(place.open(), () => write('a', 'one\n'));
    const codeOf = (file: string) => {
      try {
        blame(place, file);
        return 'blamed';
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    fs.writeFileSync(path.join(folder, 'large'), 'x\n'.repeat(1_100_000));
    fs.writeFileSync(path.join(path.dirname(store), 'outside'), 'x\n');
    expect(['never', '.', 'large', path.join(path.dirname(store), 'outside')].map(codeOf)).toEqual([
      'file-never-seen',
      'file-not-blamed',
      'file-not-blamed',
      'folder-not-covered',
    ]);
  });
});

test('a version that differs everywhere counts as written anew', () => {
  const text = (count: number, word: string) => Array.from({ length: count }, (_, at) => `${word} ${at}`);
  const versions = [text(3000, 'a'), text(3000, 'b')].map((lines, at) => ({
    content: `${at}`,
    lines: () => lines,
    origin: at,
    isUndo: false,
  }));
  expect(new Set(originsOf(versions)?.lines)).toEqual(new Set([1]));
});
