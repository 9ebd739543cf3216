// Which processes belong to a tree: those that provably descend from its root, even if their parent is a different one
// now. Pure: tables of processes come in, members go out.
import type { ProcessInfo, ProcessTable } from './tree.ts';

/** A root and the known processes below it at the last look. */
export interface ProcessTree {
  readonly root: ProcessInfo;
  readonly members: ProcessTable;
  /** Ids of the sessions and process groups that a member started: the pid of that member. */
  readonly ownIds: ReadonlySet<number>;
  readonly seenAtMs: number;
}

/**
 * Pids wrap around. The pid of an ended member still means that member until the counter can have wrapped (after at
 * least 32768 pids) since it was last seen.
 */
const EVIDENCE_LASTS_MS = 5_000;

export function plantTree(root: ProcessInfo, nowMs: number): ProcessTree {
  return { root, members: new Map([[root.pid, root]]), ownIds: new Set([root.pid]), seenAtMs: nowMs };
}

/** @param root has ended, so its pid may mean another process by now: what has its mark is all that is certain */
export function treeOfMark(root: ProcessInfo, nowMs: number): ProcessTree {
  return { root, members: new Map(), ownIds: new Set(), seenAtMs: nowMs };
}

/**
 * The tree as `table` shows it. Members are:
 * - earlier members that are still the same process, re-parented or not;
 * - the descendants of members;
 * - processes in a session or process group that a member started: this finds those that were started and lost their
 *   parent since the last look. The session the root itself was started in, such as the terminal's, is also the
 *   user's; its id is not the pid of a member, so it proves nothing;
 * - processes with the root's mark in their environment.
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
    // On Windows, children still name a parent that is gone from the table.
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

  // An id is not reused while any process is in that session or group, so it remains proof.
  const inUse = new Set([...members.values()].flatMap(({ pid, session, group }) => [pid, session, group]));
  const ownIds = new Set([...ids].filter((id) => inUse.has(id)));
  return { root: tree.root, members, ownIds, seenAtMs: nowMs };
}

export function isSame(a: ProcessInfo, b: ProcessInfo): boolean {
  return a.pid === b.pid && a.startedAt === b.startedAt;
}
