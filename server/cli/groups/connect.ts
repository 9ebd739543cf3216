// `patchbay connect` and `import`: clients on this machine, and the servers they have.
import { type Command, InvalidArgumentError } from 'commander';
import type { ConnectWords } from '../connect-command.ts';
import type { ImportWords } from '../import-command.ts';
import { wholeNumber } from '../numbers.ts';

/** More than anybody publishes. */
const MOST_WAYS = 1000;

export function addConnectCommand(program: Command): void {
  program
    .command('connect')
    .description('enter Patchbay in the settings of a client; without one, list the clients there are')
    .argument('[client]', 'such as cursor or claude-code')
    .option('--http', 'connect to the running Patchbay with a token, instead of starting it', false)
    .option('--remove', 'take it out again', false)
    .option('--print', 'print the entry, and write nothing', false)
    .option('--link', 'print a link with which the client adds it itself, and write nothing', false)
    .option('--yes', 'write without asking', false)
    .option('--json', 'the list as JSON', false)
    .option('--wait', 'wait for its first connection (default: at a terminal)')
    .option('--no-wait', 'do not wait')
    .action(async (client: string | undefined, words: ConnectWords, command: Command) => {
      const { connectClient, listClients } = await import('../connect-command.ts');
      // It would stand in the history of whatever opens it.
      if (words.link && words.http) command.error('error: a link holds no token: leave out --http');
      if (words.remove && (words.link || words.print)) {
        command.error(`error: --remove takes an entry out: leave out ${words.link ? '--link' : '--print'}`);
      }
      if (client !== undefined && words.json)
        command.error('error: --json belongs to the list: leave out the client');
      if (client !== undefined) {
        process.exitCode = await connectClient(client, words);
        return;
      }
      const isGiven = (name: string) => name !== 'json' && command.getOptionValueSource(name) === 'cli';
      if (Object.keys(words).some(isGiven)) command.error('error: name the client');
      await listClients({ asJson: words.json });
    });
}

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description(
      'MCP servers that clients on this machine have, or a published one, into config.toml; secrets are not copied',
    )
    .argument(
      '[source]',
      'a server.json: a file, - for standard input, an address, or the name of a server in the MCP Registry',
    )
    .option('--search <word>', 'list the servers of the registry with this in their name')
    .option(
      '--way <number>',
      'which of its ways to use, as they are numbered (default: the first)',
      wholeNumber(1, MOST_WAYS),
    )
    .option('--set <name=value>', 'a value it asks for; can be repeated', namedValue)
    .option('--variables', 'secrets become names of variables, also where they could be kept', false)
    .option('--yes', 'write without asking', false)
    .action(async (source: string | undefined, words: ImportWords, command: Command) => {
      const isPublished = source !== undefined;
      if (!isPublished && (words.set !== undefined || words.way !== undefined)) {
        command.error('error: --set and --way belong to a published server: name it');
      }
      if (isPublished && words.search !== undefined) command.error('error: --search takes no source');
      if (words.search === undefined && !isPublished) {
        return (await import('../import-command.ts')).importServers(words);
      }
      const { importPublished, searchRegistry } = await import('../import-published.ts');
      if (words.search !== undefined) return searchRegistry(words.search);
      if (isPublished) await importPublished(source, words);
    });
}

/** For commander: `NAME=VALUE` beside those before. */
function namedValue(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
  const name = text.slice(0, at);
  if (before.has(name)) throw new InvalidArgumentError(`${name} has a value already.`);
  return new Map([...before, [name, text.slice(at + 1)]]);
}
