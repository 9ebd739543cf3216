// What a person wants to take back, or bring back.
import type { CommandArguments } from '../../../../server/contract/commands.ts';
import type { UndoPreview } from '../../../../server/contract/thread-changes.ts';
import { words } from '../../../words.ts';

export type UndoRequest =
  | { readonly kind: 'redo'; readonly threadId: string }
  | ({ readonly kind: 'undo' } & CommandArguments<'preview-undo'>);

const { dialog } = words.changes;

/** The question above what would change. @param shown undefined while that is not known */
export function titleOf(request: UndoRequest, shown: UndoPreview | undefined): string {
  const turns = shown?.turns ?? (request.kind === 'undo' && request.turn !== undefined ? [request.turn] : []);
  if (turns.length === 0) return dialog.title;
  if (request.kind === 'redo') return dialog.redo(turns);
  const { turn, andLater, files, except } = request;
  if (files) return dialog.undoFiles(files.length, turns);
  if (except) return dialog.undoOthers(turns);
  return andLater && turn !== undefined && turns.length > 1 ? dialog.goBack(turn) : dialog.undo(turns);
}

/** How many files and links there are among the steps; of all steps, where not all are listed. */
export function fileCountOf({ steps, stepCount }: UndoPreview): number {
  return stepCount > steps.length ? stepCount : steps.filter(({ what }) => what !== 'folder').length;
}
