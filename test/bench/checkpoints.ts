// What checkpoints cost: the first look at a folder, the looks before and after a turn that changed ten files, taking that
// turn back, and asking who wrote one of those files; beside what a person would do before each turn without us,
// `git stash create` and `cp -a --reflink=auto`, in the same rounds. And the space that each of them takes.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Checkpoints, openCheckpoints } from '../../server/checkpoints/checkpoints.ts';
import { defaultCoverage } from '../../server/checkpoints/look.ts';
import { readLog } from '../../server/checkpoints/thread-log.ts';
import { median, type Row, row, takeTurns } from './measure.ts';

const SIZES = [1_000, 10_000, 100_000];
/** The size of which the bars are about. */
const BARRED = 10_000;
const FIRST_BAR_MS = 2_000;
const LATER_BAR_MS = 200;
/** As in a source tree: about 4 KB a file, 20 files a folder. */
const LINES = 80;
const FILES_OF_A_FOLDER = 20;
const CHANGED = 10;
const CHANGED_FOLDER = 'part0/part0';
const THREAD = 'bench';

export async function benchCheckpoints(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) rows.push(...(await benchFolder(size)));
  return rows;
}

async function benchFolder(files: number): Promise<Row[]> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.homedir(), '.patchbay-bench-')));
  try {
    const [folder, store, copy] = ['work', 'store', 'copy'].map((name) => path.join(root, name)) as [
      string,
      string,
      string,
    ];
    fill(folder, files);
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'gc.auto=0', ...words], {
        cwd: folder,
        stdio: 'pipe',
      });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'all');

    const thread = openCheckpoints({ folder: store, coverage: defaultCoverage });
    const first = await untilCovered(thread, { folder, store });
    const firstBytes = sizeOf(store);
    // A large folder is copied once: that takes minutes.
    const { rounds, warmUps } = files > BARRED ? { rounds: 1, warmUps: 0 } : { rounds: 5, warmUps: 1 };
    const before: number[] = [];
    const after: number[] = [];
    let storedBytes = 0;
    const times = await takeTurns(
      {
        turn: async () => {
          const bytes = sizeOf(store);
          let turn = 0;
          before.push(await timed(async () => (turn = (await thread.begin(THREAD, folder)).turn)));
          const from = Date.now();
          change(folder);
          const work = { times: [[from, Date.now()] as const], patched: [] };
          after.push(await timed(() => thread.end(THREAD, turn, work)));
          storedBytes = sizeOf(store) - bytes;
          return (before.at(-1) ?? 0) + (after.at(-1) ?? 0);
        },
        stash: () => timed(() => git('stash', 'create')),
        copy: async () => {
          fs.rmSync(copy, { recursive: true, force: true });
          return timed(() => execFileSync('cp', ['-a', '--reflink=auto', folder, copy]));
        },
      },
      { rounds, warmUps },
    );
    const blame = await timed(() => thread.blame(path.join(folder, CHANGED_FOLDER, 'file0.ts')));
    const undo = await timed(() => thread.undo(THREAD, {}, thread.planUndo(THREAD, {}).digest));
    change(folder);
    const objects = path.join(folder, '.git/objects');
    const gitBytes = sizeOf(objects);
    git('stash', 'create');
    const stashedBytes = sizeOf(objects) - gitBytes;
    const of = `${files} files: `;
    const isBarred = files === BARRED;
    const laterBar = isBarred ? LATER_BAR_MS : undefined;
    return [
      row(`${of}first look`, first.ms, 'ms', isBarred ? FIRST_BAR_MS : undefined),
      ...(first.looks > 1 ? [row(`${of}looks until it is covered`, first.looks, '')] : []),
      row(`${of}look before a turn`, median(before.slice(warmUps)), 'ms', laterBar),
      row(`${of}look after it, ${CHANGED} files changed`, median(after.slice(warmUps)), 'ms', laterBar),
      row(`${of}both`, median(times.turn), 'ms'),
      row(`${of}git stash create`, median(times.stash), 'ms'),
      row(`${of}cp -a --reflink=auto`, median(times.copy), 'ms'),
      row(`${of}undo of that turn`, undo, 'ms'),
      row(`${of}blame of one of these files`, blame, 'ms'),
      row(`${of}stored by the first look`, firstBytes / 1e6, 'MB'),
      row(`${of}stored by such a turn`, storedBytes / 1e6, 'MB'),
      row(`${of}stored by git stash create`, stashedBytes / 1e6, 'MB'),
      row(`${of}the copy`, sizeOf(copy) / 1e6, 'MB'),
    ];
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

/** A look that takes too long stores nothing, and the next one goes on where it stopped. */
async function untilCovered(
  thread: Checkpoints,
  { folder, store }: { folder: string; store: string },
): Promise<{ ms: number; looks: number }> {
  let ms = 0;
  for (let looks = 1; ; looks += 1) {
    ms += await timed(() => thread.begin(THREAD, folder));
    const { turns } = readLog(path.join(store, 'threads'), THREAD);
    if (turns.at(-1)?.before !== undefined) return { ms, looks };
  }
}

function fill(folder: string, files: number): void {
  for (let at = 0; at < files; at += 1) {
    const part = Math.floor(at / FILES_OF_A_FOLDER);
    const parent = path.join(folder, `part${part % 50}`, `part${part}`);
    if (at % FILES_OF_A_FOLDER === 0) fs.mkdirSync(parent, { recursive: true });
    const lines = Array.from(
      { length: LINES },
      (_, line) => `export const value${line} = ${at * line}; // of ${at}\n`,
    );
    fs.writeFileSync(path.join(parent, `file${at}.ts`), lines.join(''));
  }
}

function change(folder: string): void {
  const parent = path.join(folder, CHANGED_FOLDER);
  for (const name of fs.readdirSync(parent).slice(0, CHANGED))
    fs.appendFileSync(path.join(parent, name), `// ${randomUUID()}\n`);
}

async function timed(run: () => unknown): Promise<number> {
  const from = performance.now();
  await run();
  return performance.now() - from;
}

function sizeOf(folder: string): number {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size, 0);
}
