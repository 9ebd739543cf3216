// `patchbay approvals`.
import type { Command } from 'commander';

export function addApprovalCommands(program: Command): void {
  const approvals = program
    .command('approvals')
    .description('questions that wait for a person, and answers to them');
  const load = () => import('../approvals-command.ts');
  approvals
    .command('list', { isDefault: true })
    .description('the questions that wait')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }) => (await load()).listApprovals({ asJson: json }));
  approvals
    .command('watch')
    .description('shows each question as it comes, and takes answers when this is a terminal')
    .action(async () => {
      const { watchApprovals } = await import('../watch-approvals.ts');
      process.exitCode = await watchApprovals();
    });
  approvals
    .command('approve <id>')
    .description('yes, once; the beginning of the id is enough')
    .action(async (id: string) => (await load()).answerApproval(id, { verdict: 'approve' }));
  approvals
    .command('deny <id>')
    .description('no')
    .option('--reason <reason>', 'why not; Codex reads it')
    .action(async (id: string, { reason }: { reason?: string }) =>
      (await load()).answerApproval(id, { verdict: 'deny', reason }),
    );
  approvals
    .command('passphrase')
    .description('set the passphrase that answers from a terminal need')
    .action(async () => (await load()).setPassphrase());
}
