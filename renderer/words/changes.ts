// The texts about what turns changed, and taking it back.

import type { FileType } from '../../server/contract/pictures.ts';
import type { PathState, TurnFile, UndoStep } from '../../server/contract/thread-changes.ts';
import { makeVisibleInLine } from '../../server/contract/visible.ts';
import { formatBytes, formatMegabytes, formatNumber, plural } from './counts.ts';

const fileCount = (count: number) => plural(count, 'file', 'files');
const MEGABYTE = 1_000_000;

export const changes = {
  turn: (number: number) => `Turn ${formatNumber(number)}`,
  /** In ascending order, as the folder went through them. */
  turns: (numbers: readonly number[]) => turnsInWords(numbers),
  files: fileCount,
  noFiles: 'no changes',
  states: {
    running: 'Running',
    'cut-off': 'Cut off',
    uncovered: 'Cannot be undone',
    undone: 'Undone',
  },
  runningHint: 'What it changes is shown here when it has ended.',
  cutOffHint:
    'Patchbay ended while this turn ran. Everything that has changed since then counts as its changes.',
  uncovered: (why: string) => `This turn cannot be undone: its folder was not covered, because ${why}.`,
  uncoveredFix: 'Use version control for this folder, or start threads in a smaller one.',
  patchesSoFar: 'These are its patches so far. What its commands change is shown when it has ended.',
  patchesOnly: 'This is what its patches have changed. What its commands have changed is not included.',
  none: 'No changes.',
  noneHint:
    'Each turn that may write in its folder gets an entry here: what it changed, and a way to undo it.',
  more: (count: number) => `Show ${formatNumber(count)} more`,
  notListed: (count: number) => `${fileCount(count)} more, not listed. Undo covers them too.`,
  earlierTurns: (count: number) => `${plural(count, 'earlier turn', 'earlier turns')}, not listed.`,

  undoLast: 'Undo the last turn…',
  undoTurn: 'Undo this turn…',
  undoFile: 'Undo this file…',
  undoFileNamed: (path: string) => `Undo this file… (${path})`,
  goBack: 'Back to before this turn…',
  redo: (numbers: readonly number[]) => `Redo ${turnsInWords(numbers).replace(/^T/, 't')}…`,
  actions: (number: number) => `More for turn ${formatNumber(number)}`,
  busyHere: 'A turn of this thread is running. You can undo when it has ended, or stop it first.',
  busyElsewhere: (title: string) =>
    `A turn of “${title}” is running in this folder. You can undo when it has ended, or stop it first.`,
  openThread: 'Open thread',

  kinds: {
    created: 'created',
    changed: 'changed',
    deleted: 'deleted',
    renamed: 'renamed',
    mode: 'permissions',
  } satisfies Record<TurnFile['change'], string>,
  letters: { created: 'A', changed: 'M', deleted: 'D', renamed: 'R', mode: 'P' },
  whats: { file: '', link: 'link', folder: 'folder' },
  renamedFrom: (from: string, to: string) => `${from} → ${to}`,
  mode: (before: string, after: string) => `permissions ${before} → ${after}`,
  fileUndone: 'undone',

  diff: {
    same: 'The text is the same.',
    binary: (sizes: Sizes, type: FileType | undefined) =>
      `${type ? fileTypes[type] : 'Not text'}, ${sizeChange(sizes)}`,
    large: (sizes: Sizes, type: FileType | undefined) =>
      `${type ? fileTypes[type] : 'Too large to show'}, ${sizeChange(sizes)}`,
    gone: 'This has changed since it was shown.',
  },

  now: {
    title: 'Compared with now',
    summary: ({ same, changed, gone }: { same: number; changed: number; gone: number }) =>
      [
        ...(same > 0 ? [`${fileCount(same)} as this thread left ${same === 1 ? 'it' : 'them'}`] : []),
        ...(changed > 0 ? [`${fileCount(changed)} changed since`] : []),
        ...(gone > 0 ? [`${fileCount(gone)} gone`] : []),
      ].join(', '),
    states: {
      'as-left': 'as this thread left it',
      'still-deleted': 'deleted, as this thread left it',
      changed: 'changed since',
      gone: 'gone',
      back: 'deleted by this thread, and there again',
    },
    asLeft: 'As this thread left them:',
    none: 'This thread has changed no files, or all of it was undone.',
    uncovered: (turns: number) =>
      `Not compared: ${plural(turns, 'turn', 'turns')} whose changes are not known.`,
    notListed: (count: number) => `${fileCount(count)} more, not listed.`,
  },

  leftOut: 'Not stored, so undo leaves it as it is:',
  byOthers: 'Changed by somebody else while the turn ran, so undo leaves it as it is:',
  andMore: (count: number) => `and ${formatNumber(count)} more`,
  keptUntil: (day: string, maxMegabytes: number) =>
    `Kept until ${day} if nothing more happens in this thread, or until all threads together need more than ${formatMegabytes(maxMegabytes)}.`,
  counts: (skipped: readonly string[], maxFileBytes: number) =>
    `Covers what patches and commands change in this folder, including files that git ignores, and nothing outside it. Not stored: .git, files above ${formatMegabytes(maxFileBytes / MEGABYTE)}, and folders named ${skipped.join(', ')}.`,

  dialog: {
    undo: (numbers: readonly number[]) => `Undo ${turnsInWords(numbers).replace(/^T/, 't')}?`,
    undoFiles: (files: number, numbers: readonly number[]) =>
      `Undo ${fileCount(files)} of ${turnsInWords(numbers).replace(/^T/, 't')}?`,
    undoOthers: (numbers: readonly number[]) =>
      `Undo the other files of ${turnsInWords(numbers).replace(/^T/, 't')}?`,
    goBack: (number: number) => `Go back to before turn ${formatNumber(number)}?`,
    redo: (numbers: readonly number[]) => `Redo ${turnsInWords(numbers).replace(/^T/, 't')}?`,
    title: 'Undo',
    summary: (folder: string, steps: readonly UndoStep[], count: number) =>
      `In ${folder}: ${stepsInWords(steps, count)}.`,
    nothing: (folder: string) => `Nothing to change in ${folder}: the files are already like that.`,
    does: { create: 'comes back', restore: 'changes', delete: 'is deleted' } satisfies Record<
      UndoStep['does'],
      string
    >,
    letters: { create: 'A', restore: 'M', delete: 'D' },
    changedSince:
      'Nothing was changed, because files have changed since they were shown. This is how it looks now.',
    conflicts: (count: number) =>
      `${fileCount(count)} ${count === 1 ? 'has' : 'have'} been changed by somebody else since. Nothing is undone until you leave ${count === 1 ? 'this file' : 'these files'} out.`,
    conflictsOfRedo: (count: number) =>
      `${fileCount(count)} ${count === 1 ? 'has' : 'have'} changed since the undo. Nothing is redone, so that this is not lost.`,
    conflict: (left: PathState, now: PathState) =>
      `The turn left ${stateInWords(left)}. Now there is ${stateInWords(now)}.`,
    conflictOfRedo: (left: PathState, now: PathState) =>
      `The undo left ${stateInWords(left)}. Now there is ${stateInWords(now)}.`,
    sides: 'Compare',
    since: 'Changed since',
    undoSide: 'What undo would do',
    redoSide: 'What redo would do',
    without: (conflicts: number, steps: number) =>
      `Leave ${conflicts === 1 ? 'it' : 'them'} and undo ${steps === 1 ? 'the other file' : `the other ${formatNumber(steps)} files`}`,
    confirmUndo: (count: number) => (count === 0 ? 'Undo' : `Undo ${fileCount(count)}`),
    confirmRedo: (count: number) => (count === 0 ? 'Redo' : `Redo ${fileCount(count)}`),
    done: (count: number) =>
      `${count === 0 ? 'Undone' : `${fileCount(count)} undone`}. Codex is told on the next turn of this thread.`,
    redone: (count: number) => (count === 0 ? 'Redone.' : `${fileCount(count)} redone.`),
  },
  palette: 'Undo the last turn of this thread…',
  showChanges: 'Show changes',
  showChangesOf: (did: string) => `Show changes: ${did}`,
  turnMenu: 'Changes of this turn',
};

function turnsInWords(numbers: readonly number[]): string {
  const [first = 0, ...others] = numbers.toSorted((left, right) => left - right).map(formatNumber);
  const last = others.at(-1);
  if (last === undefined) return `Turn ${first}`;
  const isRow = numbers.length === Math.max(...numbers) - Math.min(...numbers) + 1;
  if (isRow && others.length > 1) return `Turns ${first} to ${last}`;
  return `Turns ${[first, ...others.slice(0, -1)].join(', ')} and ${last}`;
}

/** `1 file changes, 2 files come back`. @param count of all steps, of which not all may be listed */
function stepsInWords(steps: readonly UndoStep[], count: number): string {
  if (count > steps.length) return `${formatNumber(count)} files and folders change`;
  const parts = [
    say(steps, 'restore', 'changes', 'change'),
    say(steps, 'create', 'comes back', 'come back'),
    say(steps, 'delete', 'is deleted', 'are deleted'),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function say(
  steps: readonly UndoStep[],
  does: UndoStep['does'],
  one: string,
  many: string,
): string | undefined {
  const ofKind = steps.filter((step) => step.does === does);
  const files = ofKind.filter(({ what }) => what !== 'folder').length;
  const folders = ofKind.length - files;
  const what = [
    ...(files > 0 ? [fileCount(files)] : []),
    ...(folders > 0 ? [plural(folders, 'folder', 'folders')] : []),
  ];
  if (what.length === 0) return undefined;
  return `${what.join(' and ')} ${ofKind.length === 1 ? one : many}`;
}

function stateInWords(state: PathState): string {
  switch (state.kind) {
    case 'nothing':
      return 'nothing here';
    case 'file':
      return `a file of ${formatBytes(state.sizeBytes)}`;
    case 'link':
      return `a link to ${makeVisibleInLine(state.target)}`;
    case 'folder':
      return 'a folder';
    case 'other':
      return 'something that is neither file, link nor folder, or cannot be read';
  }
}

/** In bytes; absent where nothing is. */
interface Sizes {
  readonly before?: number;
  readonly after?: number;
}

const fileTypes: Readonly<Record<FileType, string>> = {
  png: 'PNG image',
  jpeg: 'JPEG image',
  gif: 'GIF image',
  webp: 'WebP image',
  pdf: 'PDF document',
  zip: 'ZIP archive',
  gzip: 'Gzip archive',
  program: 'Program',
  wasm: 'WebAssembly module',
  database: 'SQLite database',
  font: 'Font',
};

function sizeChange({ before, after }: Sizes): string {
  if (before === undefined || after === undefined) return formatBytes(after ?? before ?? 0);
  return `${formatBytes(before)} → ${formatBytes(after)}`;
}
