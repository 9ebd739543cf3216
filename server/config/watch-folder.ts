// Watches a folder, if the system allows it: the folder may not exist, or no watches may be left.
import fs from 'node:fs';
import { fileProblem } from '../errors/files.ts';

/**
 * @param on.onChange called with the name of the file, if the system provides it
 * @param on.onProblem called with a clause that says why changes are not reported
 * @returns a function that stops watching; calling it twice is harmless
 */
export function watchFolder(
  folder: string,
  on: { onChange(changed: string | null): void; onProblem(why: string): void },
): () => void {
  try {
    const watcher = fs.watch(folder, (_event, changed) => on.onChange(changed));
    watcher.on('error', (error) => on.onProblem(fileProblem(error)));
    watcher.unref();
    return () => watcher.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // From inotify, ENOSPC means that no watches are left, not that the disk is full.
    on.onProblem(code === 'ENOSPC' ? 'the system has too many folders watched' : fileProblem(error));
    return () => undefined;
  }
}
