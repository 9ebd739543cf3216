// Files that were moved: one that has gone and one that has come with the same content are one change.
import type { Change, StoredState } from './tree.ts';

export interface MovedChange extends Change {
  /** Where it was before; `before` is then the state there. */
  readonly movedFrom?: string;
}

/** @returns in the same order, at the new path */
export function withMoves(changes: readonly Change[]): MovedChange[] {
  const gone = new Map<string, Change[]>();
  for (const change of changes) {
    const content = change.after === undefined ? contentIn(change.before) : undefined;
    if (content !== undefined) gone.set(content, [...(gone.get(content) ?? []), change]);
  }
  const sources = new Map<Change, Change>();
  for (const change of changes) {
    const content = change.before === undefined ? contentIn(change.after) : undefined;
    const source = content === undefined ? undefined : gone.get(content)?.shift();
    if (source) sources.set(change, source);
  }
  const moved = new Set(sources.values());
  return changes
    .filter((change) => !moved.has(change))
    .map((change) => {
      const source = sources.get(change);
      return source ? { ...change, before: source.before, movedFrom: source.path } : change;
    });
}

/** An empty file has the content of any other. */
function contentIn(state: StoredState | undefined): string | undefined {
  return state?.kind === 'file' && state.sizeBytes > 0 ? state.content : undefined;
}
