// `patchbay undo` and `patchbay redo`: shows what would change in the files, asks, and does it as a whole. Nothing is done
// while a turn runs in that folder.
import { isInside } from '../base/paths-inside.ts';
import { realPath } from '../base/real-path.ts';
import { type Checkpoints, openCheckpoints, type UndoPlan, type Wanted } from '../checkpoints/checkpoints.ts';
import { stepDiff } from '../checkpoints/step-diff.ts';
import type { Step } from '../checkpoints/undo-plan.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { makeVisible } from '../contract/visible.ts';
import { askStatus } from '../control/ask-host.ts';
import { confirmationNeeded, turnRunsThere } from '../errors/checkpoints.ts';
import { checkpointOptions } from '../host/checkpoint-options.ts';
import { findRecord } from '../records/record-files.ts';
import { exitCodes } from './exit-codes.ts';
import { saysYes } from './yes-or-no.ts';

export interface UndoOptions extends Wanted {
  readonly dryRun: boolean;
  /** Do not ask. */
  readonly yes: boolean;
}

/**
 * @param thread the beginning of its id
 * @returns the exit code: failed when the person says no
 * @throws record-not-found, record-ambiguous, turn-runs-there, confirmation-needed, and what Checkpoints.undo throws
 */
export function undo(thread: string, { dryRun, yes, ...wanted }: UndoOptions): Promise<number> {
  return change(
    thread,
    { dryRun, yes, verb: 'Undo' },
    {
      plan: (checkpoints, id) => checkpoints.planUndo(id, wanted),
      perform: (checkpoints, id) => checkpoints.undo(id, wanted),
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
      perform: (checkpoints, id) => checkpoints.redo(id),
    },
  );
}

async function change(
  beginning: string,
  { dryRun, yes, verb }: { dryRun: boolean; yes: boolean; verb: 'Undo' | 'Redo' },
  actions: {
    plan(checkpoints: Checkpoints, threadId: string): UndoPlan;
    perform(checkpoints: Checkpoints, threadId: string): Promise<UndoPlan>;
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
  await refuseWhileTurnRuns(paths, plan.folder);
  const question = `${verb} ${countOf(plan.steps)} in ${makeVisible(plan.folder)}? [y/N] `;
  if (!yes && plan.conflicts.length === 0 && !(await confirm(question))) return exitCodes.failed;
  await actions.perform(checkpoints, threadId);
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
    const text = asDiff ? stepDiff(step, checkpoints.contentOf) : `  ${wordOf(step)} ${oneLine(step.path)}`;
    process.stdout.write(`${makeVisible(text)}\n`);
  }
  if (leftOut.length > 0) process.stderr.write(`  not stored: ${leftOut.map(oneLine).join(', ')}\n`);
  for (const { path: file } of conflicts) {
    process.stdout.write(`  conflict: ${oneLine(file)} has changed since\n`);
  }
}

/** A name can have line breaks. */
function oneLine(file: string): string {
  return makeVisible(file).replaceAll('\n', '⟨U+000A⟩').replaceAll('\t', '⟨U+0009⟩');
}

function wordOf({ from, to }: Step): string {
  if (to === undefined) return 'delete';
  return from === undefined ? 'create' : 'restore';
}

function countOf(steps: readonly Step[]): string {
  return steps.length === 1 ? '1 file' : `${steps.length} files`;
}

async function refuseWhileTurnRuns({ patchbayHome }: Paths, folder: string): Promise<void> {
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  if (answer.kind !== 'running') return;
  const there = answer.status.runningThreads.find(({ cwd }) => {
    const real = realPath(cwd);
    return isInside(real, folder) || isInside(folder, real);
  });
  if (there) throw turnRunsThere(there.cwd, there.id);
}

function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw confirmationNeeded();
  return saysYes(question);
}
