// Whether one process descends from another.
import { readProcess } from './tree.ts';

/** Much longer than any chain of shells and launchers. */
const MAX_GENERATIONS = 32;

/** Follows living parents only: a process whose parent has ended descends from nobody. */
export function isDescendant(pid: number, ancestor: number): boolean {
  let current = pid;
  for (let generation = 0; generation < MAX_GENERATIONS && current > 1; generation += 1) {
    if (current === ancestor) return true;
    const parent = readProcess(current)?.parent;
    if (parent === undefined) return false;
    current = parent;
  }
  return false;
}
