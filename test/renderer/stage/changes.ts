// What the turns of the made-up thread changed.
import type {
  ChangedFiles,
  FilesNow,
  ShownDiff,
  ThreadChanges,
  UndoPreview,
} from '../../../server/contract/thread-changes.ts';

const minutes = (count: number) => Date.now() - count * 60_000;

export const threadChanges: ThreadChanges = {
  turnCount: 4,
  keptUntil: Date.now() + 30 * 86_400_000,
  redo: { turns: [2], fileCount: 1 },
  coverage: {
    skippedFolders: ['node_modules', 'target', '.venv'],
    maxFileBytes: 10_000_000,
    maxMegabytes: 2000,
  },
  turns: [
    {
      number: 4,
      beganAt: minutes(4),
      endedAt: minutes(3),
      state: { kind: 'kept', fileCount: 3 },
      leftOut: ['dump.sql'],
    },
    { number: 3, beganAt: minutes(20), state: { kind: 'cut-off' }, leftOut: [] },
    {
      number: 2,
      beganAt: minutes(40),
      endedAt: minutes(39),
      state: { kind: 'undone', fileCount: 1 },
      leftOut: [],
    },
    {
      number: 1,
      beganAt: minutes(60),
      endedAt: minutes(58),
      state: { kind: 'uncovered', why: 'it has more than 100,000 files' },
      leftOut: [],
    },
  ],
};

export const changedFiles: ChangedFiles = {
  fileCount: 3,
  byOthers: ['notes.md'],
  files: [
    { path: 'src/retry.ts', change: 'changed', what: 'file', added: 1, removed: 1, isUndone: false },
    {
      path: 'src/wait.ts',
      movedFrom: 'src/delay.ts',
      change: 'renamed',
      what: 'file',
      added: 0,
      removed: 0,
      isUndone: false,
    },
    { path: 'run.sh', change: 'mode', what: 'file', mode: { before: '644', after: '755' }, isUndone: true },
  ],
};

export const changedText: ShownDiff = {
  kind: 'text',
  hunks:
    '@@ -1,3 +1,3 @@\n export const times = 3;\n-export const delayMs = 100;\n+export const delayMs = 0;\n // end\n',
};

/** @param isInTheWay somebody else has changed a file since */
export function undoPreview(isInTheWay: boolean): UndoPreview {
  return {
    id: 'preview',
    kind: 'undo',
    folder: '/home/mira/src/api',
    turns: [4],
    steps: [{ path: 'src/retry.ts', does: 'restore', what: 'file' }],
    stepCount: 1,
    conflicts: isInTheWay
      ? [{ path: 'run.sh', left: { kind: 'file', sizeBytes: 120 }, now: { kind: 'nothing' } }]
      : [],
    conflictCount: isInTheWay ? 1 : 0,
    leftOut: ['dump.sql'],
  };
}

export const filesNow: FilesNow = {
  files: [
    { path: 'README.md', now: 'as-left' },
    { path: 'src/delay.ts', now: 'as-left' },
    { path: 'src/old-retry.ts', now: 'back' },
    { path: 'src/retry.test.ts', now: 'gone' },
    { path: 'src/retry.ts', now: 'changed' },
    { path: 'src/timer.ts', now: 'still-deleted' },
  ],
  fileCount: 6,
  uncoveredTurns: 1,
};
