// The limits a person has set for each client, as they are now, and who wants to know when they change: a window or
// `patchbay token limit` may write the file while a host runs.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createListeners } from '../base/listeners.ts';
import type { Ceiling } from '../contract/ceiling.ts';
import { type Limits, noLimits } from '../contract/limits.ts';
import type { PrincipalsFile } from './principals-file.ts';
import { watchFolder } from './watch-folder.ts';

export interface ClientLimits {
  of(principalId: string): Limits;
  /** Undefined when the person gave it none of its own. */
  ceilingOf(principalId: string): Ceiling | undefined;
  /** Calls back when the limits or the ceiling of this principal have changed. @returns a function that ends this */
  onChanged(principalId: string, listener: () => void): () => void;
  close(): void;
}

/**
 * @param file where `principals` are
 * @param onProblem called with a clause when changes are not reported; calls obey them all the same
 */
export function watchClientLimits(
  file: string,
  principals: Pick<PrincipalsFile, 'of' | 'forget'>,
  onProblem: (why: string) => void,
): ClientLimits {
  const heldTo = (id: string) => {
    const { limits, ceiling } = principals.of(id);
    return { limits, ceiling };
  };
  const watched = new Map<string, ReturnType<typeof createListeners>>();
  const known = new Map<string, ReturnType<typeof heldTo>>();

  function look(): void {
    for (const [id, listeners] of watched) {
      const now = heldTo(id);
      if (isDeepStrictEqual(now, known.get(id))) continue;
      known.set(id, now);
      listeners.tell();
    }
  }

  const stopWatching = watchFolder(path.dirname(file), {
    onChange(changed) {
      if (changed !== null && changed !== path.basename(file)) return;
      principals.forget();
      look();
    },
    onProblem,
  });

  return {
    of: (id) => principals.of(id).limits ?? noLimits,
    ceilingOf: (id) => principals.of(id).ceiling,
    onChanged(id, listener) {
      const listeners = watched.get(id) ?? createListeners();
      if (!watched.has(id)) known.set(id, heldTo(id));
      watched.set(id, listeners);
      const remove = listeners.add(listener);
      return () => {
        remove();
        if (listeners.count > 0 || watched.get(id) !== listeners) return;
        watched.delete(id);
        known.delete(id);
      };
    },
    close: stopWatching,
  };
}
