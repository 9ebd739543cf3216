// `patchbay worktrees`: copies of folders in which threads work alone, and what a person does with them.
import { isInside } from '../base/paths-inside.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { makeVisible } from '../contract/visible.ts';
import { askStatus } from '../control/ask-host.ts';
import type { Copies, ShownMerge } from '../copies/copies.ts';
import { copyInUse, copyNeedsYes } from '../errors/copies.ts';
import { homeCopies } from '../host/home-copies.ts';
import { exitCodes } from './exit-codes.ts';
import { saysYes } from './yes-or-no.ts';

const SHORT_COMMIT_CHARS = 10;

/** @throws file-broken, copy-failed */
export async function listWorktrees({ asJson }: { asJson: boolean }): Promise<void> {
  const { copies } = open();
  const all = copies.list();
  if (all.length === 0 && !asJson) process.stderr.write('No thread works in a copy.\n');
  for (const { id } of all) {
    const { copy, diffs, conflicts, leftOut } = await copies.plan(id);
    const { taken: _, ...told } = copy;
    const changes = { changes: diffs.map(({ path }) => path), conflicts, leftOut };
    if (asJson) process.stdout.write(`${JSON.stringify({ ...told, ...changes })}\n`);
    else process.stdout.write(`${linesOf(copy, changes).map(makeVisible).join('\n')}\n`);
  }
}

/** @throws copy-not-found, copy-failed */
export async function diffWorktree(beginning: string): Promise<void> {
  const { copies } = open();
  show(await copies.plan(beginning));
}

/**
 * @returns the exit code: failed when the person says no, or nothing can be merged
 * @throws copy-not-found, copy-in-use, copy-needs-yes, and what Copies.merge throws
 */
export async function mergeWorktree(beginning: string, { yes }: { yes: boolean }): Promise<number> {
  const { copies, paths } = open();
  const plan = await copies.plan(beginning);
  const { copy, diffs, conflicts, digest } = plan;
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
  process.stderr.write(
    `Done: ${countOf(diffs.length)}. Nothing was committed. The copy stays; \`patchbay worktrees discard ${copy.id}\` removes it.\n`,
  );
  return exitCodes.ok;
}

/**
 * @returns the exit code: failed when the person says no
 * @throws copy-not-found, copy-in-use, copy-needs-yes
 */
export async function discardWorktree(beginning: string, { yes }: { yes: boolean }): Promise<number> {
  const { copies, paths } = open();
  const { copy, diffs, conflicts } = await copies.plan(beginning);
  await refuseWhileTurnRuns(paths, copy.folder);
  const lost = diffs.length + conflicts.length;
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

function linesOf(
  { id, of, folder, branch, commit, threadId, mergedAt }: ShownMerge['copy'],
  { changes, conflicts }: { changes: readonly string[]; conflicts: readonly string[] },
): string[] {
  const at = `${branch ?? 'no branch'} at ${commit.slice(0, SHORT_COMMIT_CHARS)}`;
  return [
    `${id}  of ${oneLine(of)} (${oneLine(at)})`,
    `  thread ${threadId ?? 'unknown'}, in ${oneLine(folder)}${mergedAt === undefined ? '' : `, merged ${mergedAt}`}`,
    ...changes.map((file) => `  changed ${oneLine(file)}`),
    ...conflicts.map((file) => `  conflict ${oneLine(file)}`),
  ];
}

function show({ diffs, conflicts, leftOut, copy }: ShownMerge): void {
  for (const { diff } of diffs) process.stdout.write(`${makeVisible(diff)}\n`);
  for (const file of conflicts)
    process.stdout.write(`conflict: ${oneLine(file)} has changed in ${oneLine(copy.of)} too\n`);
  if (leftOut.length > 0) process.stderr.write(`Not merged: ${leftOut.map(oneLine).join(', ')}\n`);
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

/** A name can have line breaks. */
function oneLine(text: string): string {
  return makeVisible(text).replaceAll('\n', '⟨U+000A⟩').replaceAll('\t', '⟨U+0009⟩');
}

function countOf(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}
