// The words of `patchbay worktrees`.
import type { Command } from 'commander';

export function addWorktreeCommands(program: Command): void {
  const load = () => import('../worktrees-command.ts');
  const worktrees = program
    .command('worktrees')
    .description('copies of folders in which threads work alone: look at them, merge them, throw them away');
  worktrees
    .command('list', { isDefault: true })
    .description('the copies there are, with thread, branch, base commit and changed files')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }) => (await load()).listWorktrees({ asJson: json }));
  worktrees
    .command('diff <id>')
    .description('what merging would change in the folder, as a diff; the beginning of the id is enough')
    .action(async (id: string) => (await load()).diffWorktree(id));
  worktrees
    .command('merge <id>')
    .description('bring what changed in the copy to the folder; nothing is committed')
    .option('--yes', 'do not ask', false)
    .action(async (id: string, { yes }: { yes: boolean }) => {
      process.exitCode = await (await load()).mergeWorktree(id, { yes });
    });
  worktrees
    .command('discard <id>')
    .description('throw the copy away, with what was not merged')
    .option('--yes', 'do not ask', false)
    .action(async (id: string, { yes }: { yes: boolean }) => {
      process.exitCode = await (await load()).discardWorktree(id, { yes });
    });
}
