// Which parts of a patch a person keeps, and what is written of them: only what was shown, only in the folder, all or nothing.
import fs from 'node:fs';
import path from 'node:path';
import { applyPatch, structuredPatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { acceptedChanges } from '../../server/checkpoints/accepted-patch.ts';
import { applyHunks } from '../../server/checkpoints/apply-hunks.ts';
import { type ChangedFile, hunksOf, keptChanges, partsOf } from '../../server/contract/patch-hunks.ts';
import { THREAD, takeBack } from './as-shown.ts';
import { pictureOf } from './histories.ts';
import { makePlace, type Place } from './place.ts';

const update = (diff: string, moved: string | null = null, file = 'a.txt'): ChangedFile => ({
  path: file,
  kind: { type: 'update', move_path: moved },
  diff,
});
const add = (file: string, diff = 'new\n'): ChangedFile => ({ path: file, kind: { type: 'add' }, diff });

/** As the engine writes it: one line around each change. */
function engineDiff(before: string, after: string): string {
  const { hunks } = structuredPatch('a', 'a', before, after, '', '', { context: 1 });
  return hunks
    .map(({ oldStart, oldLines, newStart, newLines, lines }) => {
      const head = `@@ -${oldLines === 0 ? oldStart - 1 : oldStart},${oldLines} +${newLines === 0 ? newStart - 1 : newStart},${newLines} @@`;
      return [head, ...lines].join('\n');
    })
    .join('\n')
    .concat('\n');
}

const BEFORE = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');
const AFTER = BEFORE.replace('line 2\n', 'LINE 2\nand more\n').replace('line 20\n', 'LINE 20\n');

describe('of a changed file', () => {
  const change = update(engineDiff(BEFORE, AFTER));

  test('each hunk can be kept alone, at the line where it then stands', () => {
    expect(partsOf([change])).toEqual([
      { file: 0, part: 0 },
      { file: 0, part: 1 },
    ]);
    const [second] = keptChanges([change], [{ file: 0, part: 1 }]);
    expect(second?.diff).toBe('@@ -20,3 +20,3 @@\n line 19\n-line 20\n+LINE 20\n line 21\n');
    expect(second && applyHunks(BEFORE, hunksOf(second))).toBe(BEFORE.replace('line 20\n', 'LINE 20\n'));
  });

  test('all of it is what was asked, none of it is nothing, and nothing can be added', () => {
    expect(keptChanges([change], partsOf([change]))).toEqual([change]);
    expect(keptChanges([change], [])).toEqual([]);
    expect(
      keptChanges(
        [change],
        [
          { file: 1, part: 0 },
          { file: 0, part: 7 },
        ],
      ),
    ).toEqual([]);
  });

  test('any choice of hunks is what another program makes of it', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 300; round++) {
      const end = random(2) === 0 ? '' : '\n';
      const lines = Array.from({ length: random(40) }, () => `${'xyz '[random(4)]}${random(5)}`);
      const edited = lines.flatMap(
        (line) => [[line], [line], [line], [], [line, 'in'], ['!']][random(6)] ?? [],
      );
      const [before, after] = [lines.join('\n') + end, edited.join('\n') + (random(2) === 0 ? '' : '\n')];
      const whole = update(engineDiff(before, after));
      const parts = partsOf([whole]);
      if (before === after || hunksOf(whole).length === 0) continue;
      expect(applyHunks(before, hunksOf(whole))).toBe(after);
      const kept = parts.filter(() => random(2) === 0);
      const [some] = keptChanges([whole], kept);
      if (!some) continue;
      const expected = applyPatch(before, `--- a\n+++ a\n${some.diff}`, { autoConvertLineEndings: false });
      expect(applyHunks(before, hunksOf(some))).toBe(expected);
    }
  });
});

describe('hunks', () => {
  const diff = '@@ -2,3 +2,3 @@\n b\n-c\n+C\n d\n';
  test.for([
    ['stand where they were made for', 'a\nb\nc\nd\n', 'a\nb\nC\nd\n'],
    ['do not move to where the same lines stand now', 'new\na\nb\nc\nd\n', undefined],
    ['do not replace what is there now', 'a\nb\nX\nd\n', undefined],
    ['do not take one line break for another', 'a\r\nb\r\nc\r\nd\r\n', undefined],
    ['do not reach beyond the end', 'a\nb\n', undefined],
  ] as const)('%s', ([, text, expected]) => {
    expect(applyHunks(text, hunksOf(update(diff)))).toBe(expected);
  });

  test('keep line breaks of Windows, and the lack of a last one', () => {
    expect(applyHunks('a\r\nb\r\n', hunksOf(update('@@ -1,2 +1,2 @@\n a\r\n-b\r\n+B\r\n')))).toBe(
      'a\r\nB\r\n',
    );
    const last = '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n';
    expect(applyHunks('a\nb', hunksOf(update(last)))).toBe('a\nB\n');
    expect(applyHunks('a\nb\n', hunksOf(update(last)))).toBeUndefined();
  });
});

describe('in a folder', () => {
  const one = '@@ -1,2 +1,2 @@\n-one\n+ONE\n two\n';

  function made(): Place {
    const place = makePlace();
    place.write('a.txt', 'one\ntwo\n');
    fs.chmodSync(path.join(place.folder, 'a.txt'), 0o640);
    return place;
  }

  test.for<[string, ChangedFile, RegExp]>([
    ['outside of it', add('../b.txt'), /outside the folder/],
    ['at an absolute path outside', add('/srv/b.txt'), /outside the folder/],
    ['on a way out and in again', add('../b/../../x'), /outside the folder/],
    ['that is the folder itself', add('.'), /outside the folder/],
    ['of git', add('.git/hooks/pre-commit'), /only with the whole patch/],
    ['of a nested git, in capitals', add('sub/.GIT/config'), /only with the whole patch/],
    ['of Codex', add('.codex/config.toml'), /only with the whole patch/],
    ['of Patchbay', add('own/rules.json'), /only with the whole patch/],
    ['through a link', update(one, null, 'away/a.txt'), /not there, or not a plain file/],
    ['that is new, through a link', add('away/new.txt'), /below a link/],
    ['that is a link', update(one, null, 'link.txt'), /is a link/],
    ['that is there already', add('a.txt'), /exists already/],
    ['moved onto another', update(one, 'b.bin'), /exists already/],
    ['moved outside', update(one, '../out.txt'), /outside the folder/],
    ['named twice', add('fine.txt'), /names fine.txt twice/],
    ['that is no text', update(one, null, 'b.bin'), /is not text/],
    ['that has changed', update('@@ -1,1 +1,1 @@\n-eins\n+one\n'), /has changed since/],
    [
      'that has changed and is to be deleted',
      { path: 'a.txt', kind: { type: 'delete' }, diff: 'one\n' },
      /has changed since/,
    ],
  ])('there is no change of a file %s', ([, change, why]) => {
    const { folder, store } = made();
    fs.mkdirSync(store);
    fs.writeFileSync(path.join(store, 'a.txt'), 'one\ntwo\n');
    fs.symlinkSync(store, path.join(folder, 'away'));
    fs.symlinkSync('a.txt', path.join(folder, 'link.txt'));
    fs.writeFileSync(path.join(folder, 'b.bin'), Buffer.from([0xff, 0xfe]));
    const place = { folder, ownFolders: [path.join(folder, 'own')] };
    expect(() => acceptedChanges([add('fine.txt'), change], place)).toThrow(why);
  });

  test('everything is written, with its mode, or nothing; and the turn can be undone', async () => {
    const { folder, open, write, read } = made();
    write('old.txt', 'old\n');
    const before = pictureOf(folder);
    const thread = open();
    const { turn } = await thread.begin(THREAD, folder);
    const gone: ChangedFile = { path: 'old.txt', kind: { type: 'delete' }, diff: 'old\n' };
    const parts = [update(one, 'sub/deep/moved.txt'), gone, add('sub/b.txt')];
    await expect(thread.accept(THREAD, folder, [...parts, add('../x')])).rejects.toMatchObject({
      code: 'edit-not-possible',
    });
    expect(pictureOf(folder)).toEqual(before);

    const from = Date.now();
    await thread.accept(THREAD, folder, parts);
    expect(read('sub/deep/moved.txt')).toBe('ONE\ntwo\n');
    expect(fs.statSync(path.join(folder, 'sub/deep/moved.txt')).mode & 0o777).toBe(0o640);
    expect(fs.readdirSync(folder)).toEqual(['sub']);

    const told = await thread.end(THREAD, turn, { times: [[from, Date.now()]], patched: [] });
    expect('files' in told && told.files.map(({ path: file, change }) => `${change} ${file}`)).toEqual([
      'deleted a.txt',
      'deleted old.txt',
      'created sub/b.txt',
      'created sub/deep/moved.txt',
    ]);
    await takeBack(thread);
    expect(pictureOf(folder)).toEqual(before);
  });
});
