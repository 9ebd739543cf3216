// Which of the running threads could write in a folder.
import { isInside } from '../base/paths-inside.ts';
import { realPath } from '../base/real-path.ts';

/** One that works in the folder, above it or below it. @param folder a real path */
export function threadIn<T extends { readonly cwd: string }>(
  running: readonly T[],
  folder: string,
): T | undefined {
  return running.find(({ cwd }) => {
    const real = realPath(cwd);
    return isInside(real, folder) || isInside(folder, real);
  });
}
