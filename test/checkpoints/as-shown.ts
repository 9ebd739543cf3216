// Undo and redo as a person does them: looks at what would change, and confirms exactly that.
import type { Checkpoints } from '../../server/checkpoints/checkpoints.ts';
import type { UndoPlan, Wanted } from '../../server/checkpoints/undo-plans.ts';

export const THREAD = 'thread-1';

export async function takeBack(checkpoints: Checkpoints, wanted: Wanted = {}): Promise<UndoPlan> {
  return checkpoints.undo(THREAD, wanted, checkpoints.planUndo(THREAD, wanted).digest);
}

/** The last undo back. */
export async function bringBack(checkpoints: Checkpoints): Promise<UndoPlan> {
  return checkpoints.redo(THREAD, checkpoints.planRedo(THREAD).digest);
}
