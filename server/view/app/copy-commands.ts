// The handlers for the copies in which second threads work.
import { isInside } from '../../base/paths-inside.ts';
import type { Paths } from '../../config/paths.ts';
import type { CopyRow } from '../../contract/commands/copies.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { copyInUse } from '../../errors/copies.ts';
import { windowMessageOf } from '../../errors/error.ts';
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

  async function unmergedIn(id: string): Promise<Pick<CopyRow, 'unmerged' | 'leftOut' | 'problem'>> {
    try {
      const { diffs, conflicts, leftOut } = await copies.plan(id);
      return { unmerged: diffs.length + conflicts.length, leftOut: leftOut.length };
    } catch (error) {
      return { unmerged: 0, leftOut: 0, problem: windowMessageOf(error) };
    }
  }

  return {
    async copies() {
      const rows = [];
      for (const { id, folder, of, branch, commit, threadId, mergedAt } of copies.list())
        rows.push({ id, folder, of, branch, commit, threadId, mergedAt, ...(await unmergedIn(id)) });
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
      const copy = copies.find(id);
      requireNoTurn(copy.folder);
      copies.discard(copy.id);
    },
  };
}
