// Which tools of a remote have suspicious words in their definition. Definitions are looked through one at a time, with everything
// else in between, and each once.
import { setImmediate } from 'node:timers/promises';
import type { ToolPins } from '../../remotes/pins.ts';
import { isSuspicious } from '../../remotes/scan/scan-tool.ts';

export interface ToolScans {
  /** The names of the tools known to be suspicious that the person has not reviewed; those that are not looked through yet follow with `onFound`. */
  suspectsOf(remote: string, tools: readonly string[]): string[];
  close(): void;
}

/** @param onFound called when definitions have been looked through */
export function createToolScans(
  pins: Pick<ToolPins, 'currentOf' | 'isReviewed'>,
  onFound: () => void,
): ToolScans {
  /** By the hash of a definition: whether it has findings. */
  const known = new Map<string, boolean>();
  const waiting = new Map<string, string>();
  let isRunning = false;
  let isClosed = false;

  async function work(): Promise<void> {
    isRunning = true;
    for (const [hash, definition] of waiting) {
      await setImmediate();
      if (isClosed) return;
      waiting.delete(hash);
      known.set(hash, isSuspicious(definition));
    }
    isRunning = false;
    onFound();
  }

  return {
    suspectsOf(remote, tools) {
      const current = pins.currentOf(remote);
      const suspects = tools.filter((tool) => {
        const found = current.get(tool);
        if (!found) return false;
        if (!known.has(found.hash)) waiting.set(found.hash, found.definition);
        return (known.get(found.hash) ?? false) && !pins.isReviewed(remote, tool, found.hash);
      });
      if (waiting.size > 0 && !isRunning) void work();
      return suspects;
    },
    close() {
      isClosed = true;
    },
  };
}
