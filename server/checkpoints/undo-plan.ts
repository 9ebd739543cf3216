// What has to be done to take turns back: from the state of each path now, through each turn from the newest to the
// oldest. A path that is not as a turn left it has been changed by somebody else since: a conflict.
import { type Change, isSame, type State, type StoredState } from './tree.ts';

export interface Step {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** What is there now. */
  readonly from: StoredState | undefined;
  readonly to: StoredState | undefined;
}

export interface Plan {
  /** In the order in which they can be done. */
  readonly steps: readonly Step[];
  /** Paths that somebody else has changed since. */
  readonly conflicts: readonly Conflict[];
}

export interface Conflict {
  readonly path: string;
  readonly before: StoredState | undefined;
  /** How the turn left it. */
  readonly left: StoredState | undefined;
  readonly now: State | undefined;
}

/**
 * @param turns the changes of each turn, the newest turn first
 * @param now what is at a path
 * @param shared paths that turns of other threads changed at the same time: what is whose is not known
 */
export function planUndo(
  turns: readonly (readonly Change[])[],
  now: (path: string) => State | undefined,
  shared: ReadonlySet<string> = new Set(),
): Plan {
  const changes = turns.map((turn) => new Map(turn.map((change) => [change.path, change])));
  const paths = [...new Set(changes.flatMap((turn) => [...turn.keys()]))];
  const steps: Step[] = [];
  const conflicts: Conflict[] = [];
  for (const path of paths) {
    const from = now(path);
    let to: State | undefined = from;
    let conflict: Conflict | undefined;
    for (const turn of changes) {
      const change = turn.get(path);
      if (!change || isSame(to, change.before)) continue;
      if (isSame(to, change.after)) to = change.before;
      else conflict ??= { path, before: change.before, left: change.after, now: to };
    }
    if (!conflict && shared.has(path) && !isSame(from, to)) {
      const [own] = changes.flatMap((turn) => turn.get(path) ?? []);
      conflict = { path, before: own?.before, left: own?.after, now: from };
    }
    if (conflict) conflicts.push(conflict);
    else if (from?.kind !== 'other' && to?.kind !== 'other' && !isSame(from, to))
      steps.push({ path, from, to });
  }
  return { steps: inOrder(steps), conflicts };
}

/** The same steps back. */
export function reversed(steps: readonly Step[]): Step[] {
  return inOrder(steps.map(({ path, from, to }) => ({ path, from: to, to: from })));
}

/** What goes, from the inside out; then what comes, from the outside in. */
export function inOrder(steps: readonly Step[]): Step[] {
  const byPath = [...steps].sort((left, right) => (left.path < right.path ? -1 : 1));
  const going = byPath.filter(({ to }) => to === undefined).reverse();
  return [...going, ...byPath.filter(({ to }) => to !== undefined)];
}
