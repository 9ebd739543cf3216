// What the turns of the made-up thread changed.
import type { Picture } from '../../../server/contract/pictures.ts';
import type {
  ChangedFiles,
  FilesNow,
  ShownDiff,
  ThreadChanges,
  UndoPreview,
} from '../../../server/contract/thread-changes.ts';

const minutes = (count: number) => Date.now() - count * 60_000;

const ended: ThreadChanges = {
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

/** While a turn runs in the folder, nothing can be taken back. @param busy the thread that has it */
export function threadChanges(busy: string | undefined): ThreadChanges {
  if (busy === undefined) return ended;
  const { redo: _, ...changes } = ended;
  const running = { number: 5, beganAt: minutes(1), state: { kind: 'running' }, leftOut: [] } as const;
  return { ...changes, turnCount: 5, turns: [running, ...ended.turns], busyThread: busy };
}

export const changedFiles: ChangedFiles = {
  fileCount: 6,
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
    { path: 'docs/logo.png', change: 'changed', what: 'file', isUndone: false },
    { path: 'docs/print.png', change: 'created', what: 'file', isUndone: false },
    { path: 'docs/manual.pdf', change: 'changed', what: 'file', isUndone: false },
    { path: 'run.sh', change: 'mode', what: 'file', mode: { before: '644', after: '755' }, isUndone: true },
  ],
};

function png(color: string, width: number, height: number): Picture {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('the stage runs in a page');
  brush.fillStyle = color;
  brush.arc(width / 2, height / 2, height / 3, 0, 2 * Math.PI);
  brush.fill();
  const base64 = canvas.toDataURL('image/png').split(',')[1] ?? '';
  return { kind: 'raster', type: 'png', width, height, base64, sizeBytes: Math.round(base64.length * 0.75) };
}

/** What a file that is no text is, by its path. */
const otherDiffs: Readonly<Record<string, () => ShownDiff>> = {
  'docs/logo.png': () => ({
    kind: 'binary',
    type: 'png',
    pictures: { before: png('#868e96', 160, 120), after: png('#4263eb', 240, 160) },
  }),
  'docs/print.png': () => ({
    kind: 'large',
    after: 4_200_000,
    type: 'png',
    pictures: { after: { kind: 'too-large', sizeBytes: 4_200_000 } },
  }),
  'docs/manual.pdf': () => ({ kind: 'binary', before: 120_000, after: 131_000, type: 'pdf' }),
};

export function changedTextOf(path: string): ShownDiff {
  return otherDiffs[path]?.() ?? changedText;
}

const changedText: ShownDiff = {
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
