// The commands that do not run a host. Larger groups are in groups/.
import { type Command, Option } from 'commander';
import type { ApprovalSubject } from '../approvals/approval.ts';
import { DEFAULT_AZURE_SCOPE } from '../remotes/auth/azure-hosts.ts';
import { folderWord } from './folder-word.ts';
import { addApprovalCommands } from './groups/approvals.ts';
import { addConnectCommand, addImportCommand } from './groups/connect.ts';
import { addMcpCommands } from './groups/mcp.ts';
import { addRuleCommands } from './groups/rules.ts';
import { addSessionCommands, addUndoCommands } from './groups/sessions.ts';
import { addTokenCommands } from './groups/token.ts';
import { addWorktreeCommands } from './groups/worktrees.ts';

/** Of what people are asked about. */
const kinds = [
  'command',
  'patch',
  'tool',
  'permission',
  'form',
  'url',
  'folder',
] as const satisfies readonly ApprovalSubject['kind'][];

/** Resolves when everything has been written. */
const EXIT_WAIT_MS = 100;

/** Commands, and groups of them, that do not read the settings, or report errors in them themselves. */
const WITHOUT_WARNING = ['patchbay', 'mcp-server', 'mcp', 'doctor', 'redact', 'azure-token'];

export function addSubcommands(program: Command): void {
  program.hook('preAction', async (_program, command) => {
    const group = command.parent === program ? command : (command.parent ?? command);
    if (WITHOUT_WARNING.includes(group.name())) return;
    await (await import('./settings-warning.ts')).warnOfBrokenSettings();
  });
  addTokenCommands(program);
  addConnectCommand(program);
  addImportCommand(program);
  addApprovalCommands(program);
  addMcpCommands(program);
  program
    .command('status')
    .description('what runs: the host of PATCHBAY_HOME, its sessions, threads and questions')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }) => {
      const { showStatus } = await import('./status-command.ts');
      process.exitCode = await showStatus({ asJson: json });
    });
  program
    .command('open [thread]')
    .description('the window of the app, at a thread or a waiting question; starts the app if none runs')
    .option('--oldest', 'the question that has waited longest', false)
    .action(async (thread: string | undefined, { oldest }: { oldest: boolean }, command: Command) => {
      if (thread !== undefined && oldest) command.error('error: a thread and --oldest are two places');
      process.exitCode = await (await import('./open-command.ts')).openInApp({ thread, oldest });
    });
  program
    .command('audit')
    .description('what was decided about the questions of all threads')
    .option('--client <name>', 'asked by this client')
    .option('--folder <dir>', 'asked in this folder or one in it', folderWord)
    .addOption(new Option('--kind <kind>', 'about this').choices(kinds))
    .option(
      '--by <who>',
      'decided by this client, or by this means: client, terminal, window, rule, command, nobody',
    )
    .option('--json', 'as JSON', false)
    .action(async (options) => (await import('./audit-command.ts')).showAudit(options));
  program
    .command('doctor')
    .description('what is wrong here, and how to fix it')
    .option('--json', 'as JSON', false)
    .option('--bundle <file>', 'also save logs, versions and configuration, without secrets, as a zip file')
    .action(async ({ json, bundle }: { json: boolean; bundle?: string }) => {
      process.exitCode = await (await import('./doctor-command.ts')).showDoctor({ asJson: json, bundle });
    });
  addSessionCommands(program);
  addUndoCommands(program);
  addWorktreeCommands(program);
  addRuleCommands(program);
  program
    .command('azure-token')
    .description('an Entra token for Azure, on standard output')
    .option('--scope <scope>', 'what for', DEFAULT_AZURE_SCOPE)
    .action(async ({ scope }: { scope: string }) => {
      try {
        await (await import('./azure-token-command.ts')).printAzureToken(scope);
      } finally {
        // A hanging library call must not keep the process alive.
        setTimeout(() => process.exit(), EXIT_WAIT_MS).unref();
      }
    });
  program
    .command('redact')
    .description('filter: standard input to standard output, secrets replaced')
    .action(async () => (await import('./redact-command.ts')).redactStandardInput());
}
