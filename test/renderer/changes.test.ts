// What a person reads before they take a turn back.
import { describe, expect, test } from 'vitest';
import { fileOfHunks } from '../../renderer/components/patch-files.ts';
import { fileCountOf, titleOf, type UndoRequest } from '../../renderer/pages/threads/changes/undo-request.ts';
import { words } from '../../renderer/words.ts';
import type { PathState, UndoPreview, UndoStep } from '../../server/contract/thread-changes.ts';

const { dialog } = words.changes;
const step = (does: UndoStep['does'], what: UndoStep['what'] = 'file'): UndoStep => ({
  path: 'a',
  does,
  what,
});
const preview = (
  turns: readonly number[],
  steps: readonly UndoStep[] = [],
  stepCount = steps.length,
): UndoPreview => ({
  id: 'p',
  kind: 'undo',
  folder: '/w',
  turns,
  steps,
  stepCount,
  conflicts: [],
  conflictCount: 0,
  leftOut: [],
});

describe('the question', () => {
  const undo = (more: object): UndoRequest => ({ kind: 'undo', threadId: 't', ...more });
  test.each([
    [undo({}), [4], 'Undo turn 4?'],
    [undo({ turn: 2, andLater: true }), [4, 3, 2], 'Go back to before turn 2?'],
    [undo({ turn: 4, andLater: true }), [4], 'Undo turn 4?'],
    [undo({ turn: 4, files: ['a', 'b'] }), [4], 'Undo 2 files of turn 4?'],
    [undo({ turn: 4, except: ['a'] }), [4], 'Undo the other files of turn 4?'],
    [{ kind: 'redo', threadId: 't' }, [5, 2], 'Redo turns 2 and 5?'],
    [{ kind: 'redo', threadId: 't' }, [4, 3, 2], 'Redo turns 2 to 4?'],
    [{ kind: 'redo', threadId: 't' }, [6, 3, 2], 'Redo turns 2, 3 and 6?'],
  ] satisfies [UndoRequest, number[], string][])('%j of turns %j', (request, turns, title) =>
    expect(titleOf(request, preview(turns))).toBe(title),
  );
});

test('what would change is counted by what becomes of it, folders apart', () => {
  const steps = [step('delete'), step('delete'), step('delete', 'folder'), step('create'), step('restore')];
  expect(dialog.summary('~/api', steps, 5)).toBe(
    'In ~/api: 1 file changes, 1 file comes back, 2 files and 1 folder are deleted.',
  );
  expect(fileCountOf(preview([1], steps))).toBe(4);
  expect(dialog.summary('~/api', steps, 4000)).toBe('In ~/api: 4,000 files and folders change.');
});

test.each([
  [
    { kind: 'file', sizeBytes: 1 },
    { kind: 'nothing' },
    'The turn left a file of 1 byte. Now there is nothing here.',
  ],
  [
    { kind: 'nothing' },
    { kind: 'file', sizeBytes: 1_234_567 },
    'The turn left nothing here. Now there is a file of 1.2 MB.',
  ],
  [
    { kind: 'folder' },
    { kind: 'link', target: '/etc\u202E\n' },
    'The turn left a folder. Now there is a link to /etc⟨U+202E⟩⟨U+000A⟩.',
  ],
] satisfies [PathState, PathState, string][])('a conflict names both sides: %j, %j', (left, now, text) =>
  expect(dialog.conflict(left, now)).toBe(text),
);

test('a comparison without text has no lines, and invisible characters of another are shown', () => {
  expect(fileOfHunks({ path: 'a', kind: 'update', hunks: '' }).lines).toEqual([]);
  const file = fileOfHunks({ path: 'a', kind: 'update', hunks: '@@ -1 +1 @@\n-a\n+b\u202E\n' });
  expect(file).toMatchObject({ added: 1, removed: 1, lines: ['@@ -1 +1 @@', '-a', '+b⟨U+202E⟩'] });
});
