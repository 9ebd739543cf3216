// What turns of other threads did in the same folder while a turn ran. A look at the folder cannot tell them apart.
import type { LoggedTurn } from './thread-log.ts';

export interface Meanwhile {
  /** What patches of others changed. */
  readonly patched: ReadonlySet<string>;
  /** All that counts as theirs; what a patch of the turn names, and none of theirs, does not. */
  readonly changed: ReadonlySet<string>;
}

/**
 * @param others the turns of all other threads
 * @param changedBy the paths that count as a turn's own; none where that is not known
 */
export function meanwhileOf(
  turn: LoggedTurn,
  others: readonly LoggedTurn[],
  changedBy: (other: LoggedTurn) => readonly string[],
): Meanwhile {
  const beside = others.filter(
    (other) =>
      other.folder === turn.folder &&
      !other.isUndone &&
      began(other) <= ended(turn) &&
      began(turn) <= ended(other),
  );
  return {
    patched: new Set(beside.flatMap(({ patched }) => patched)),
    changed: new Set(
      beside.flatMap((other) =>
        changedBy(other).filter((path) => other.patched.includes(path) || !turn.patched.includes(path)),
      ),
    ),
  };
}

const began = ({ beganAt }: LoggedTurn) => Date.parse(beganAt);
const ended = ({ endedAt }: LoggedTurn) =>
  endedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(endedAt);
