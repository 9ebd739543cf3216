// `patchbay undo` and `patchbay redo`: shows what would change in the files, asks, and does it as a whole. Nothing is done
// while a turn runs in that folder.
import { type Checkpoints, openCheckpoints } from '../checkpoints/checkpoints.ts';
import { stepDiff } from '../checkpoints/step-diff.ts';
import type { Step } from '../checkpoints/undo-plan.ts';
import type { UndoPlan, Wanted } from '../checkpoints/undo-plans.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { refuseWhileTurnRuns } from '../control/turn-there.ts';
import { confirmationNeeded } from '../errors/checkpoints.ts';
import { checkpointOptions } from '../host/checkpoint-options.ts';
import { findRecord } from '../records/record-files.ts';
import { exitCodes } from './exit-codes.ts';
import { saysYes } from './yes-or-no.ts';

export interface UndoOptions extends Pick<Wanted, 'turn' | 'andLater'> {
  /** This one alone, relative to the folder of the thread. */
  readonly file?: string | undefined;
  readonly dryRun: boolean;
  /** Do not ask. */
  readonly yes: boolean;
}

/**
 * @param thread the beginning of its id
 * @returns the exit code: failed when the person says no
 * @throws record-not-found, record-ambiguous, turn-runs-there, confirmation-needed, and what Checkpoints.undo throws
 */
export function undo(thread: string, { dryRun, yes, file, ...which }: UndoOptions): Promise<number> {
  const wanted: Wanted = { ...which, ...(file !== undefined && { files: [file] }) };
  return change(
    thread,
    { dryRun, yes, verb: 'Undo' },
    {
      plan: (checkpoints, id) => checkpoints.planUndo(id, wanted),
      perform: (checkpoints, id, shown) => checkpoints.undo(id, wanted, shown),
    },
  );
}

/** The same for the last undo. */
export function redo(thread: string, how: Pick<UndoOptions, 'dryRun' | 'yes'>): Promise<number> {
  return change(
    thread,
    { ...how, verb: 'Redo' },
    {
      plan: (checkpoints, id) => checkpoints.planRedo(id),
      perform: (checkpoints, id, shown) => checkpoints.redo(id, shown),
    },
  );
}

async function change(
  beginning: string,
  { dryRun, yes, verb }: { dryRun: boolean; yes: boolean; verb: 'Undo' | 'Redo' },
  actions: {
    plan(checkpoints: Checkpoints, threadId: string): UndoPlan;
    perform(checkpoints: Checkpoints, threadId: string, shown: string): Promise<UndoPlan>;
  },
): Promise<number> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const { threadId } = findRecord(paths.recordsFolder, beginning);
  const checkpoints = openCheckpoints(checkpointOptions(paths));
  const plan = actions.plan(checkpoints, threadId);
  show(plan, checkpoints, dryRun);
  if (plan.steps.length === 0 && plan.conflicts.length === 0) return exitCodes.ok;
  if (dryRun) return exitCodes.ok;
  await refuseWhileTurnRuns(paths.patchbayHome, plan.folder);
  const question = `${verb} ${countOf(plan.steps)} in ${makeVisible(plan.folder)}? [y/N] `;
  if (!yes && plan.conflicts.length === 0 && !(await confirm(question))) return exitCodes.failed;
  await actions.perform(checkpoints, threadId, plan.digest);
  process.stderr.write(
    `Done: ${countOf(plan.steps)}. ${verb === 'Undo' ? 'patchbay redo brings it back.' : ''}\n`,
  );
  return exitCodes.ok;
}

function show(
  { folder, turns, steps, conflicts, leftOut }: UndoPlan,
  checkpoints: Checkpoints,
  asDiff: boolean,
): void {
  const which = turns.length === 1 ? `Turn ${turns[0]}` : `Turns ${turns.toReversed().join(', ')}`;
  process.stderr.write(`${which} in ${makeVisible(folder)}:\n`);
  if (steps.length === 0 && conflicts.length === 0) process.stderr.write('  nothing to change\n');
  for (const step of steps) {
    const text = asDiff
      ? stepDiff(step, checkpoints.contentOf)
      : `  ${wordOf(step)} ${makeVisibleInLine(step.path)}`;
    process.stdout.write(`${makeVisible(text)}\n`);
  }
  if (leftOut.length > 0)
    process.stderr.write(`  not stored: ${leftOut.map(makeVisibleInLine).join(', ')}\n`);
  for (const { path: file } of conflicts) {
    process.stdout.write(`  conflict: ${makeVisibleInLine(file)} has changed since\n`);
  }
}

function wordOf({ from, to }: Step): string {
  if (to === undefined) return 'delete';
  return from === undefined ? 'create' : 'restore';
}

function countOf(steps: readonly Step[]): string {
  return steps.length === 1 ? '1 file' : `${steps.length} files`;
}

function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw confirmationNeeded();
  return saysYes(question);
}
