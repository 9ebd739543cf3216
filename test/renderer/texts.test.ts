// What a person reads where they decide: nothing hidden, nothing cut, nothing that pretends to be something else.
import { describe, expect, test } from 'vitest';
import { ansiParts } from '../../renderer/components/ansi.ts';
import { blocksOf } from '../../renderer/components/markdown-blocks.ts';
import { filesOfDiff, patchFiles, totalsOf } from '../../renderer/components/patch-files.ts';
import {
  describeStoredSubject,
  describeSubject,
  withoutShell,
} from '../../server/contract/describe-subject.ts';
import { shortPath } from '../../server/contract/shown-paths.ts';
import { makeVisible, visibleParts } from '../../server/contract/visible.ts';

describe('a text from outside', () => {
  test('shows bidirectional, zero-width and control characters by their code point', () => {
    expect(makeVisible('a\u202Eb\u200Bc\u0007')).toBe('a⟨U+202E⟩b⟨U+200B⟩c⟨U+0007⟩');
    expect(makeVisible('line\n\ttab')).toBe('line\n\ttab');
  });

  test('keeps every other character, in order', () => {
    const parts = visibleParts('rm \u200B-rf /');
    expect(parts.map(({ text }) => text)).toEqual(['rm ', 'U+200B', '-rf /']);
    expect(parts.map(({ isInvisible }) => isInvisible)).toEqual([false, true, false]);
  });
});

describe('the output of a command', () => {
  const textOf = (output: string) =>
    ansiParts(output)
      .map(({ text }) => text)
      .join('');

  test('keeps colours and drops what moves the cursor, clears the screen or sets the title', () => {
    expect(textOf('\u001b[2J\u001b[1;1H\u001b]0;title\u0007\u001b[31mred\u001b[0m')).toBe('red');
    expect(ansiParts('\u001b[31mred\u001b[0m')[0]).toMatchObject({ color: 'red', isBold: false });
  });

  test('shows the last state of a progress bar', () => {
    expect(textOf('10 %\r50 %\r100 %\ndone\r\n')).toBe('100 %\ndone\n');
  });
});

test('a growing message is cut at blank lines, and code stays whole', () => {
  expect(blocksOf('one\n\ntwo\nmore\n\n```ts\na\n\nb\n```\n\nlast')).toEqual([
    'one',
    'two\nmore',
    '```ts\na\n\nb\n```',
    'last',
  ]);
});

describe('a patch', () => {
  test('shows an added file whole, even when a line of it looks like a hunk', () => {
    const [file] = patchFiles(
      [{ path: '/w/a.ts', kind: { type: 'add' }, diff: 'evil\n@@ -1 +1 @@\nrest\n' }],
      '/w',
    );
    expect(file).toMatchObject({ path: 'a.ts', added: 3, removed: 0 });
    expect(file?.lines).toEqual(['@@ -0,0 +1,3 @@', '+evil', '+@@ -1 +1 @@', '+rest']);
  });

  test('counts what changes and leaves out what the engine writes below a moved file', () => {
    const diff = '@@ -1,2 +1,2 @@\n same\n-old\n+new\n\n\nMoved to: /w/c.ts';
    const files = patchFiles(
      [{ path: '/w/b.ts', kind: { type: 'update', move_path: '/w/c.ts' }, diff }],
      '/w',
    );
    expect(files[0]).toMatchObject({ path: 'b.ts', movedTo: 'c.ts', added: 1, removed: 1 });
    expect(totalsOf(files)).toEqual({ added: 1, removed: 1 });
  });

  test('shows characters that would reorder a line', () => {
    const [file] = patchFiles([{ path: 'x', kind: { type: 'add' }, diff: 'if (a\u202E) {}\n' }], '');
    expect(file?.lines[1]).toBe('+if (a⟨U+202E⟩) {}');
  });

  test('keeps paths outside the folder whole', () => {
    const [file] = patchFiles(
      [{ path: '/projects-other/x', kind: { type: 'delete' }, diff: '' }],
      '/projects',
    );
    expect(file?.path).toBe('/projects-other/x');
  });

  test('is parsed from the diff of a turn, with added, deleted and renamed files', () => {
    const files = filesOfDiff(
      [
        'diff --git a/new.md b/new.md\n--- /dev/null\n+++ b/new.md\n@@ -0,0 +1 @@\n+hi\n',
        'diff --git a/old.md b/old.md\n--- a/old.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\n',
        'diff --git a/from.md b/to.md\nsimilarity index 100%\nrename from from.md\nrename to to.md\n',
        'diff --git a/img/10.png b/img/10.png\nBinary files a/img/10.png and b/img/10.png differ\n',
      ].join(''),
    );
    // In the order of their tree.
    expect(files.map(({ path, kind, movedTo, isBinary }) => [path, kind, movedTo, isBinary])).toEqual([
      ['img/10.png', 'update', undefined, true],
      ['from.md', 'update', 'to.md', false],
      ['new.md', 'add', undefined, false],
      ['old.md', 'delete', undefined, false],
    ]);
  });
});

test('a list shows a command without the shell around it', () => {
  expect(withoutShell(`/bin/bash -lc 'npm test'`)).toBe('npm test');
  expect(withoutShell('npm test')).toBe('npm test');
  expect(withoutShell(`bash -lc "echo 'a'"`)).toBe(`echo 'a'`);
});

test('shows the home folder as a tilde, but only as a whole folder', () => {
  expect(shortPath('/home/mira/api')).toBe('~/api');
  expect(shortPath('/root')).toBe('~');
  expect(shortPath('/rootless/x')).toBe('/rootless/x');
});

describe('what an approval is about', () => {
  test('is said on one line, with paths below the folder short and nothing hidden', () => {
    const changes = [{ path: '/projects/src/a\u202E.ts', kind: { type: 'add' }, diff: 'x\n' }] as const;
    const { question, label, summary } = describeSubject({ kind: 'patch', changes }, '/projects');
    expect([question, label, summary]).toEqual([
      'Change 1 file?',
      'change src/a⟨U+202E⟩.ts',
      'src/a⟨U+202E⟩.ts',
    ]);
    const command = { kind: 'command', command: `bash -lc 'a\n  b'`, cwd: '/projects', parsed: [] } as const;
    expect(describeSubject(command).label).toBe('a b');
    expect(describeSubject(command).details).toEqual([{ text: command.command }]);
  });

  test('can be read back from a file that another version wrote', () => {
    expect(describeStoredSubject({ kind: 'wish', text: 'a\u200Bb' }).label).toContain('a⟨U+200B⟩b');
    expect(describeStoredSubject({ kind: 'patch' }).question).toBe('patch');
  });
});
