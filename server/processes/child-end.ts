// The end of a child process, even if a process it left behind keeps its pipes open.
import type { ChildProcess } from 'node:child_process';

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Remaining output is read for this long after the child's end; then our ends of its pipes are destroyed. */
const LAST_WORDS_MS = 1000;

/**
 * Resolves when the child has ended and its output has been read, at most 1 s after the end. Never resolves if the
 * child did not start.
 * @param onExit called as soon as the child has ended; killing what it left behind closes its pipes
 */
export function childEndOf(child: ChildProcess, onExit: () => void): Promise<ChildEnd> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    child.once('exit', () => {
      onExit();
      timer = setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
      }, LAST_WORDS_MS);
    });
    // Emitted once every pipe is closed, by the other side or by us.
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal });
    });
  });
}
