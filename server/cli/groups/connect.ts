// `patchbay connect` and `import`: clients on this machine, and the servers they have.
import type { Command } from 'commander';
import type { ConnectWords } from '../connect-command.ts';
import type { ImportWords } from '../import-command.ts';

export function addConnectCommand(program: Command): void {
  program
    .command('connect')
    .description('enter Patchbay in the settings of a client; without one, list the clients there are')
    .argument('[client]', 'such as cursor or claude-code')
    .option('--http', 'connect to the running Patchbay with a token, instead of starting it', false)
    .option('--remove', 'take it out again', false)
    .option('--print', 'print the entry, and write nothing', false)
    .option('--yes', 'write without asking', false)
    .option('--wait', 'wait for its first connection (default: at a terminal)')
    .option('--no-wait', 'do not wait')
    .action(async (client: string | undefined, words: ConnectWords, command: Command) => {
      const { connectClient, listClients } = await import('../connect-command.ts');
      if (client !== undefined) {
        process.exitCode = await connectClient(client, words);
        return;
      }
      if (Object.keys(words).some((name) => command.getOptionValueSource(name) === 'cli')) {
        command.error('error: name the client');
      }
      await listClients();
    });
}

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('MCP servers that clients on this machine have, into config.toml; secrets are not copied')
    .option('--yes', 'write without asking', false)
    .option('--variables', 'secrets become names of variables, also where they could be kept', false)
    .action(async (words: ImportWords) => (await import('../import-command.ts')).importServers(words));
}
