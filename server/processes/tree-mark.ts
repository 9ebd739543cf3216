// A variable in the environment of a guarded root, which its descendants inherit: the only trace of one that has left
// for a session of its own and lost its parent between two looks (a daemon). Who clears its environment is not known by it.
import { randomUUID } from 'node:crypto';

const TREE_VARIABLE = 'PATCHBAY_TREE';

/** For the environment of a root that is to be guarded; another value each time. */
export function newTreeMark(): Record<string, string> {
  return { [TREE_VARIABLE]: randomUUID() };
}

/**
 * @param environment of another process, as /proc/PID/environ has it
 * @returns undefined as well for our own mark: then whoever started Patchbay has set it, and it proves nothing
 */
export function treeMarkIn(environment: string): string | undefined {
  const mark = new RegExp(`(?:^|\\0)${TREE_VARIABLE}=([^\\0]+)`).exec(environment)?.[1];
  return mark === process.env[TREE_VARIABLE] ? undefined : mark;
}
