// What a look at a folder costs before and after a turn: the first one, one where nothing has changed, and one after a
// turn that changed ten files; beside what a person would do without us: `git stash create` and `cp --reflink`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCheckpoints } from '../../server/checkpoints/checkpoints.ts';
import { defaultCoverage } from '../../server/checkpoints/look.ts';
import { type Row, row } from './measure.ts';

const SIZES = [1_000, 10_000, 100_000];
/** The size of which the bars are about. */
const BARRED = 10_000;
const FIRST_BAR_MS = 2_000;
const LATER_BAR_MS = 200;
/** As in a source tree: about 4 KB a file, 20 files a folder. */
const LINES = 80;
const FILES_OF_A_FOLDER = 20;
const CHANGED = 10;
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
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], {
        cwd: folder,
        stdio: 'pipe',
      });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'all');

    const thread = openCheckpoints({ folder: store, coverage: defaultCoverage });
    const look = () => timed(() => thread.begin(THREAD, folder));
    const first = await look();
    const firstBytes = sizeOf(store);
    await look();
    const unchanged = await look();
    change(folder);
    const before = sizeOf(store);
    const changed = await look();
    const stash = await timed(() => git('stash', 'create'));
    const cp = await timed(() => execFileSync('cp', ['-r', '--reflink=auto', folder, copy]));
    const of = `${files} files: `;
    const isBarred = files === BARRED;
    return [
      row(`${of}first look`, first, 'ms', isBarred ? FIRST_BAR_MS : undefined),
      row(`${of}later, nothing changed`, unchanged, 'ms', isBarred ? LATER_BAR_MS : undefined),
      row(`${of}later, ${CHANGED} files changed`, changed, 'ms', isBarred ? LATER_BAR_MS : undefined),
      row(`${of}git stash create`, stash, 'ms'),
      row(`${of}cp --reflink=auto`, cp, 'ms'),
      row(`${of}stored by the first look`, firstBytes / 1e6, 'MB'),
      row(`${of}stored by a turn that changed ${CHANGED} files`, (sizeOf(store) - before) / 1e6, 'MB'),
    ];
  } finally {
    fs.rmSync(root, { recursive: true });
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
  const parent = path.join(folder, 'part0', 'part0');
  for (const name of fs.readdirSync(parent).slice(0, CHANGED))
    fs.appendFileSync(path.join(parent, name), '// more\n');
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
