// A variable in the environment of a guarded root, which its descendants inherit: the only trace of a process that
// moved to its own session and lost its parent between two looks (a daemon). A process that clears its environment
// cannot be found this way.
import { randomUUID } from 'node:crypto';

const TREE_VARIABLE = 'PATCHBAY_TREE';

/** For a root that will be guarded: the mark, new each time, and the variable for the root's environment. */
export function newTreeMark(): { mark: string; env: Readonly<Record<string, string>> } {
  const mark = randomUUID();
  return { mark, env: { [TREE_VARIABLE]: mark } };
}

/**
 * @param environment the content of another process's /proc/PID/environ
 * @returns undefined also for our own mark, which was set by whoever started Patchbay and proves nothing
 */
export function treeMarkIn(environment: string): string | undefined {
  const mark = new RegExp(`(?:^|\\0)${TREE_VARIABLE}=([^\\0]+)`).exec(environment)?.[1];
  return mark === process.env[TREE_VARIABLE] ? undefined : mark;
}
