// Which processes belong to a tree: those that provably descend from its root, whoever their parent is by now.
// Pure: tables of processes come in, members go out.
import type { ProcessInfo, ProcessTable } from './tree.ts';

/** A root and what was known below it when it was last looked at. */
export interface ProcessTree {
  readonly root: ProcessInfo;
  readonly members: ProcessTable;
  /** Numbers of the sessions and process groups that a member began: the pid of whoever began it. */
  readonly ownIds: ReadonlySet<number>;
  readonly seenAtMs: number;
}

/**
 * Pids go round in a circle. The pid of a member that has ended still means that member for as long as nobody can have got
 * round the circle (32768 pids at least) since it was seen.
 */
const EVIDENCE_LASTS_MS = 5_000;

export function plantTree(root: ProcessInfo, nowMs: number): ProcessTree {
  return { root, members: new Map([[root.pid, root]]), ownIds: new Set([root.pid]), seenAtMs: nowMs };
}

/**
 * The tree as `table` shows it. Members are:
 * - who was a member before and still is the same process, re-parented or not;
 * - the descendants of members;
 * - who is in a session or process group that a member began: this finds what was born and has lost its
 *   parent since the last look. The session that the root itself was born into, say the terminal's, is also the
 *   user's; its number is the pid of no member, so it proves nothing here;
 * - who carries the mark of the root in its environment.
 */
export function lookAgain(tree: ProcessTree, table: ProcessTable, nowMs: number): ProcessTree {
  const members = new Map<number, ProcessInfo>();
  const ids = new Set(nowMs - tree.seenAtMs < EVIDENCE_LASTS_MS ? tree.ownIds : []);
  const add = (info: ProcessInfo) => {
    members.set(info.pid, info);
    ids.add(info.pid);
  };
  for (const known of tree.members.values()) {
    const now = table.get(known.pid);
    if (now && isSame(now, known)) add(now);
  }
  const parentOf = (info: ProcessInfo) =>
    // A parent that is gone from the table is still named by its children on Windows.
    table.has(info.parent) ? members.get(info.parent) : tree.members.get(info.parent);
  const isMember = (info: ProcessInfo) => {
    const parent = parentOf(info);
    if (parent && parent.startedAt <= info.startedAt) return true;
    if (info.mark !== undefined && info.mark === tree.root.mark) return true;
    return ids.has(info.session) || ids.has(info.group);
  };
  for (let size = -1; size !== members.size; ) {
    size = members.size;
    for (const info of table.values()) if (!members.has(info.pid) && isMember(info)) add(info);
  }

  // A number stays taken while anyone is in its session or group, so it stays proof for as long.
  const inUse = new Set([...members.values()].flatMap(({ pid, session, group }) => [pid, session, group]));
  const ownIds = new Set([...ids].filter((id) => inUse.has(id)));
  return { root: tree.root, members, ownIds, seenAtMs: nowMs };
}

export function isSame(a: ProcessInfo, b: ProcessInfo): boolean {
  return a.pid === b.pid && a.startedAt === b.startedAt;
}
