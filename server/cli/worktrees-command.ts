// `patchbay worktrees`: copies of folders in which threads work alone, and what a person does with them.
import { isInside } from '../base/paths-inside.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { askStatus } from '../control/ask-host.ts';
import type { Copies, ShownMerge } from '../copies/copies.ts';
import { copyInUse, copyNeedsYes } from '../errors/copies.ts';
import { messageOf } from '../errors/error.ts';
import { homeCopies } from '../host/home-copies.ts';
import { exitCodes } from './exit-codes.ts';
import { printJson } from './output.ts';
import { saysYes } from './yes-or-no.ts';

const SHORT_COMMIT_CHARS = 10;
/** Builds make many files that git ignores. */
const MAX_NAMED = 20;

/**
 * A copy that cannot be looked at is listed with what is wrong with it.
 * @throws file-broken
 */
export async function listWorktrees({ asJson }: { asJson: boolean }): Promise<void> {
  const { copies } = open();
  const all = copies.list();
  const told: object[] = [];
  for (const copy of all) {
    const { taken: _, ...facts } = copy;
    const row = await rowOf(copies, copy.id);
    if (asJson) told.push({ ...facts, ...row });
    else process.stdout.write(`${linesOf(copy, row).map(makeVisible).join('\n')}\n`);
  }
  if (asJson) printJson(told);
  if (all.length === 0) process.stderr.write('No thread works in a copy.\n');
}

/** @throws what Copies.plan throws */
export async function diffWorktree(beginning: string): Promise<void> {
  const { copies } = open();
  show(await copies.plan(beginning));
}

/**
 * @returns the exit code: failed when the person says no, or nothing can be merged
 * @throws copy-in-use, copy-needs-yes, and what Copies.merge throws
 */
export async function mergeWorktree(beginning: string, { yes }: { yes: boolean }): Promise<number> {
  const { copies, paths } = open();
  const plan = await copies.plan(beginning);
  const { copy, diffs, conflicts, leftOut, digest } = plan;
  show(plan);
  if (diffs.length === 0 && conflicts.length === 0) {
    process.stderr.write('Nothing is left to merge.\n');
    return exitCodes.ok;
  }
  await refuseWhileTurnRuns(paths, copy.folder);
  await refuseWhileTurnRuns(paths, copy.of);
  const question = `Change ${countOf(diffs.length)} in ${makeVisible(copy.of)}? [y/N] `;
  if (!yes && conflicts.length === 0 && !(await confirm(question))) return exitCodes.failed;
  await copies.merge(copy.id, digest);
  const left = leftOut.length === 0 ? '' : `, with ${countOf(leftOut.length)} not merged`;
  process.stderr.write(
    `Done: ${countOf(diffs.length)}. Nothing was committed. The copy stays${left}; \`patchbay worktrees discard ${copy.id}\` removes it.\n`,
  );
  return exitCodes.ok;
}

/**
 * @returns the exit code: failed when the person says no
 * @throws copy-in-use, copy-needs-yes, and what Copies.discard throws
 */
export async function discardWorktree(beginning: string, { yes }: { yes: boolean }): Promise<number> {
  const { copies, paths } = open();
  const copy = copies.find(beginning);
  await refuseWhileTurnRuns(paths, copy.folder);
  const { changes, conflicts, leftOut, problem } = await rowOf(copies, copy.id);
  if (problem !== undefined) process.stderr.write(`${makeVisible(problem)}\n`);
  if (leftOut.length > 0)
    process.stderr.write(`Lost with the copy, as merging leaves it out: ${namesOf(leftOut)}\n`);
  const lost = changes.length + conflicts.length;
  const what = lost === 0 ? '' : ` with changes of ${countOf(lost)} that are not merged`;
  if (!yes && !(await confirm(`Throw ${copy.id} away${what}? [y/N] `))) return exitCodes.failed;
  copies.discard(copy.id);
  process.stderr.write('Thrown away.\n');
  return exitCodes.ok;
}

function open(): { copies: Copies; paths: Paths } {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  return { copies: homeCopies(paths), paths };
}

interface Row {
  readonly changes: readonly string[];
  readonly conflicts: readonly string[];
  readonly leftOut: readonly string[];
  /** Why nothing is known of them, in words. */
  readonly problem?: string;
}

async function rowOf(copies: Copies, id: string): Promise<Row> {
  try {
    const { diffs, conflicts, leftOut } = await copies.plan(id);
    return { changes: diffs.map(({ path }) => path), conflicts, leftOut };
  } catch (error) {
    return { changes: [], conflicts: [], leftOut: [], problem: messageOf(error) };
  }
}

function linesOf(
  { id, of, folder, branch, commit, threadId, mergedAt }: ShownMerge['copy'],
  { changes, conflicts, leftOut, problem }: Row,
): string[] {
  const at = `${branch ?? 'no branch'} at ${commit.slice(0, SHORT_COMMIT_CHARS)}`;
  return [
    `${id}  of ${makeVisibleInLine(of)} (${makeVisibleInLine(at)})`,
    `  thread ${threadId ?? 'unknown'}, in ${makeVisibleInLine(folder)}${mergedAt === undefined ? '' : `, merged ${mergedAt}`}`,
    ...(problem === undefined ? [] : [`  problem: ${makeVisibleInLine(problem)}`]),
    ...changes.map((file) => `  changed ${makeVisibleInLine(file)}`),
    ...conflicts.map((file) => `  conflict ${makeVisibleInLine(file)}`),
    ...(leftOut.length === 0 ? [] : [`  merging leaves out ${namesOf(leftOut)}`]),
  ];
}

function show({ diffs, conflicts, leftOut, copy }: ShownMerge): void {
  for (const { diff } of diffs) process.stdout.write(`${makeVisible(diff)}\n`);
  for (const file of conflicts)
    process.stdout.write(
      `conflict: ${makeVisibleInLine(file)} has changed in ${makeVisibleInLine(copy.of)} too\n`,
    );
  if (leftOut.length > 0) process.stderr.write(`Not merged, and stays in the copy: ${namesOf(leftOut)}\n`);
}

async function refuseWhileTurnRuns({ patchbayHome }: Paths, folder: string): Promise<void> {
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  if (answer.kind !== 'running') return;
  const there = answer.status.runningThreads.find(
    ({ cwd }) => isInside(cwd, folder) || isInside(folder, cwd),
  );
  if (there) throw copyInUse(folder, there.id);
}

function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw copyNeedsYes();
  return saysYes(question);
}

function namesOf(files: readonly string[]): string {
  const named = files.slice(0, MAX_NAMED).map(makeVisibleInLine).join(', ');
  return files.length > MAX_NAMED ? `${named} and ${files.length - MAX_NAMED} more` : named;
}

function countOf(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}
