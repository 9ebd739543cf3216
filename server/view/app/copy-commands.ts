// The handlers for the copies in which second threads work.
import { isInside } from '../../base/paths-inside.ts';
import type { Paths } from '../../config/paths.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { copyInUse } from '../../errors/copies.ts';
import { homeCopies } from '../../host/home-copies.ts';
import type { RunningThread } from '../../host/host.ts';

export function createCopyCommands(options: {
  paths: Paths;
  runningThreads(): readonly RunningThread[];
}): CommandHandlers<'copies' | 'copy-changes' | 'merge-copy' | 'discard-copy'> {
  const copies = homeCopies(options.paths);

  /** @throws copy-in-use */
  function requireNoTurn(folder: string): void {
    const there = options.runningThreads().find(({ cwd }) => isInside(cwd, folder) || isInside(folder, cwd));
    if (there) throw copyInUse(folder, there.id);
  }

  return {
    async copies() {
      const rows = [];
      for (const { id, folder, of, branch, commit, threadId, mergedAt } of copies.list()) {
        const { diffs, conflicts } = await copies.plan(id);
        const unmerged = diffs.length + conflicts.length;
        rows.push({ id, folder, of, branch, commit, threadId, mergedAt, unmerged });
      }
      return rows;
    },
    async 'copy-changes'({ id }) {
      const { copy, ...shown } = await copies.plan(id);
      return { of: copy.of, ...shown };
    },
    async 'merge-copy'({ id, digest }) {
      const { copy } = await copies.plan(id);
      requireNoTurn(copy.folder);
      requireNoTurn(copy.of);
      await copies.merge(copy.id, digest);
    },
    async 'discard-copy'({ id }) {
      const { copy } = await copies.plan(id);
      requireNoTurn(copy.folder);
      copies.discard(copy.id);
    },
  };
}
