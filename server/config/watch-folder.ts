// Follows what changes in a folder, as far as the system lets us: there may be no such folder, or no watch left.
import fs from 'node:fs';
import { fileProblem } from '../errors/files.ts';

/**
 * @param on.onChange with the name of the file, where the system says it
 * @param on.onProblem why nothing is told, a clause
 * @returns how to stop; twice is harmless
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
    // Of inotify: the number of watches is used up, not the disk.
    on.onProblem(code === 'ENOSPC' ? 'the system has too many folders watched' : fileProblem(error));
    return () => undefined;
  }
}
