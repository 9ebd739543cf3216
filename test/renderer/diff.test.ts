// A patch as the window shows it: its lines, pairs and words, side by side, its files as a tree.
import { describe, expect, test } from 'vitest';
import { diffText, MAX_LINE_CHARS } from '../../renderer/components/diff/diff-lines.ts';
import { blocksOf, hunkFrom, rowsOf } from '../../renderer/components/diff/diff-rows.ts';
import { treeRows } from '../../renderer/components/diff/file-tree.ts';
import { segmentsOf, wordChanges } from '../../renderer/components/diff/word-changes.ts';

const patch = [
  '@@ -10,4 +10,5 @@',
  ' same',
  '-old one',
  '-\told two',
  '+new one',
  '+  old two',
  '+more',
  ' end',
  '\\ No newline at end of file',
  '@@ -90,1 +91,1 @@',
  '-far',
  '+away',
];
const shown = (hidesSpace = false) => diffText(patch, { path: 'src/a.ts', hidesSpace });

describe('the lines of a diff', () => {
  test('have their numbers, and name the line they replace', () => {
    const { lines, before, after } = shown();
    expect(lines.map(({ sign, oldNumber, newNumber }) => [sign, oldNumber, newNumber])).toEqual([
      ['@', undefined, undefined],
      [' ', 10, 10],
      ['-', 11, undefined],
      ['-', 12, undefined],
      ['+', undefined, 11],
      ['+', undefined, 12],
      ['+', undefined, 13],
      [' ', 13, 14],
      ['\\', undefined, undefined],
      ['@', undefined, undefined],
      ['-', 90, undefined],
      ['+', undefined, 91],
    ]);
    expect(lines.map(({ pair }) => pair?.text)).toEqual([
      ...[undefined, undefined, 'new one', '  old two', 'old one', '\told two', undefined],
      ...[undefined, undefined, undefined, 'away', 'far'],
    ]);
    expect([before.extension, before.lines, before.starts]).toEqual([
      'ts',
      ['same', 'old one', '\told two', 'end', 'far'],
      [0, 4],
    ]);
    expect(after.lines[lines[4]?.at ?? -1]).toBe('new one');
  });

  test('that differ in white space alone can be shown as the same, and nothing else', () => {
    const { lines, spaceOnly } = shown(true);
    expect(lines.map(({ sign, text }) => `${sign}${text}`).slice(1, 8)).toEqual([
      ...[' same', '-old one', '+new one', '≈  old two', '+more', ' end', '\\ No newline at end of file'],
    ]);
    expect([spaceOnly, shown().spaceOnly]).toEqual([1, 0]);
  });

  test('are cut where they are longer than a screen could show, and nothing of them is lost', () => {
    const long = 'x'.repeat(MAX_LINE_CHARS * 2 + 5);
    const { lines } = diffText(['@@ -0,0 +1,2 @@', `+${long}`, '+next'], { path: 'a.js', hidesSpace: false });
    expect(
      lines
        .map(({ text }) => text)
        .slice(1, -1)
        .join(''),
    ).toBe(long);
    expect(lines.map(({ newNumber }) => newNumber)).toEqual([undefined, 1, undefined, undefined, 2]);
  });

  test('stand side by side, what was replaced beside what replaces it', () => {
    const rows = rowsOf(shown(), 'split').map(({ left, right }) => [left?.text, right?.text]);
    expect(rows.slice(1, 6)).toEqual([
      ['same', 'same'],
      ['old one', 'new one'],
      ['\told two', '  old two'],
      [undefined, 'more'],
      ['end', 'end'],
    ]);
  });

  test('come in blocks that begin where a hunk does, from which the keys go on', () => {
    const items = blocksOf(rowsOf(shown(), 'unified'), 0);
    expect(items.map((item) => item.kind === 'block' && [item.from, item.to, item.startsHunk])).toEqual([
      [0, 9, true],
      [9, 12, true],
    ]);
    expect([hunkFrom(items, 0, 1), hunkFrom(items, 1, 1), hunkFrom(items, 1, -1)]).toEqual([1, undefined, 0]);
    const many = Array.from({ length: 50 }, () => ({ left: undefined }));
    const covered = blocksOf(many, 0).flatMap((item) => (item.kind === 'block' ? [item.to - item.from] : []));
    expect(covered.reduce((sum, rows) => sum + rows, 0)).toBe(50);
  });
});

describe('the words of a changed line', () => {
  const marked = (text: string, ranges: readonly { from: number; to: number }[]) =>
    ranges.map(({ from, to }) => text.slice(from, to));

  test('are marked where they differ', () => {
    const [before, after] = ['const times = 3; // how often', 'const times = 5; // how very often'];
    const found = wordChanges(before, after);
    expect(marked(before, found.before)).toEqual(['3']);
    expect(marked(after, found.after).map((word) => word.trim())).toEqual(['5', 'very']);
  });

  test('are not marked where the lines have nothing in common, or are very long', () => {
    expect(wordChanges('return a;', 'import { x, y, z } from "elsewhere";')).toEqual({
      before: [],
      after: [],
    });
    expect(wordChanges('x '.repeat(400), 'y '.repeat(400))).toEqual({ before: [], after: [] });
  });

  test('keep the colours of the code, and the whole text', () => {
    const segments = segmentsOf(
      'const a = 1',
      [
        [5, 'keyword'],
        [5, ''],
        [1, 'number'],
      ],
      [{ from: 3, to: 7 }],
    );
    expect(segments).toEqual([
      { text: 'con', kind: 'keyword', isChanged: false },
      { text: 'st', kind: 'keyword', isChanged: true },
      { text: ' a', kind: '', isChanged: true },
      { text: ' = ', kind: '', isChanged: false },
      { text: '1', kind: 'number', isChanged: false },
    ]);
    expect(segmentsOf('plain', [], [])).toEqual([{ text: 'plain', kind: '', isChanged: false }]);
  });
});

describe('the files of a patch', () => {
  const paths = ['src/b.ts', 'src/deep/er/a.ts', 'README.md', 'src/a.ts', '/etc/hosts'];
  const rows = (filter: string) =>
    treeRows(paths, filter).map(
      (row) => `${' '.repeat(row.depth)}${row.name}${row.kind === 'file' ? '' : '/'}`,
    );

  test('are a tree, folders first, and a folder in a folder in one row', () => {
    expect(rows('')).toEqual([
      '/etc/',
      ' hosts',
      'src/',
      ' deep/er/',
      '  a.ts',
      ' a.ts',
      ' b.ts',
      'README.md',
    ]);
  });

  test('are found by parts of their paths', () => {
    expect(rows('A.TS src')).toEqual(['src/', ' deep/er/', '  a.ts', ' a.ts']);
    expect(rows('nowhere')).toEqual([]);
    expect(treeRows(paths, 'b.ts').at(-1)).toMatchObject({ file: 0, path: 'src/b.ts' });
  });
});
