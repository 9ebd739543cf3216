// `patchbay mcp`: the MCP servers of config.toml. The words are those of `codex mcp`, which does part of the work.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { VARIABLE } from '../../contract/remote-draft.ts';
import type { AddWords } from '../mcp-add.ts';
import type { CheckWords } from '../mcp-check.ts';
import type { EngineWords } from '../mcp-engine.ts';
import type { LoginWords } from '../mcp-login.ts';
import { withProgramApart } from '../program-words.ts';

const registrationWays = ['auto', 'cimd', 'dcr'] as const;

export function addMcpCommands(program: Command): void {
  const mcp = withEngineOptions(
    program
      .command('mcp')
      .description('MCP servers in config.toml, as `codex mcp`: list, add, remove, sign in, and check them')
      .option('--codex-home <dir>', 'folder with config.toml, instead of CODEX_HOME'),
  );
  const load = () => import('../mcp-command.ts');
  /** Those of the command itself go last, as in `codex mcp`. */
  const engineWords = (command: Command): EngineWords => {
    const [ofGroup, own] = [mcp.opts<EngineOptions>(), command.opts<EngineOptions>()];
    return { codexHome: ofGroup.codexHome, options: [...optionsFor(ofGroup), ...optionsFor(own)] };
  };
  withEngineOptions(mcp.command('list'))
    .description('the servers there are, broken ones too, and what their tools cost a model')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }, command: Command) => {
      process.exitCode = await (await load()).listServers({ asJson: json }, engineWords(command));
    });
  withEngineOptions(mcp.command('get <name>'))
    .description('one server, and which credential it gets')
    .option('--json', 'as JSON', false)
    .action(async (name: string, { json }: { json: boolean }, command: Command) => {
      process.exitCode = await (await load()).showServer(name, { asJson: json }, engineWords(command));
    });
  const add = withEngineOptions(mcp.command('add <name> [command...]'));
  const parseOptions = add.parseOptions.bind(add);
  add.parseOptions = (words) => parseOptions(withProgramApart(words, add));
  add
    .usage('[options] <name> (--url <url> | -- <command...>)\n       patchbay mcp add [options] -')
    .description(
      'add a server: a program or an address. With - for a name it is read from standard input, as it was copied from elsewhere: JSON, TOML or YAML of a client, a command line, an install link, an address, a server.json',
    )
    .option('--url <url>', 'the address of the server')
    .option('--env <name=value>', 'a variable for the program; more than once for several', variable)
    .option('--bearer-token-env-var <name>', 'the variable that holds a token for the address', variableName)
    .option('--oauth-client-id <id>', 'the client id of a client that was registered by hand')
    .option('--oauth-client-secret <secret>', 'its secret')
    .addOption(
      new Option('--oauth-client-registration <way>', 'how a client id is got').choices(registrationWays),
    )
    .option('--oauth-resource <resource>', 'the resource to ask for when signing in')
    .option('--variables', 'with -: secrets become names of variables, also where they could be kept', false)
    .option('--yes', 'with -: write without asking', false)
    .action(async (name: string, program: string[], words: AddWords, command: Command) => {
      if (name === '-') {
        const foreign = command.options.find(
          (option) => isGiven(command, option) && !['--variables', '--yes'].includes(option.long ?? ''),
        );
        if (foreign || program.length > 0) {
          command.error(
            `error: with - the server is read from standard input: leave out ${foreign?.long ?? program[0]}`,
          );
        }
        process.exitCode = await (await import('../mcp-paste.ts')).addPasted(
          words,
          mcp.opts<EngineOptions>().codexHome,
        );
        return;
      }
      const problem = wordsProblem(words, program);
      if (problem !== undefined) command.error(`error: ${problem}`);
      process.exitCode = await (await import('../mcp-add.ts')).addServer(
        { name, program, words },
        engineWords(command),
      );
    });
  withEngineOptions(mcp.command('remove <name>'))
    .description('take a server out of config.toml, also a broken one')
    .action(async (name: string, _words: object, command: Command) => {
      process.exitCode = await (await load()).removeServer(name, engineWords(command));
    });
  mcp
    .command('check <name>')
    .description(
      'connect a server, and say what it can do: ping, list changes and, with a tool, progress, questions and cancellation',
    )
    .option('--tool <tool>', 'call this tool once, without a question; after two seconds it is cancelled')
    .option('--arguments <json>', 'its arguments, as a JSON object', jsonObject)
    .option('--json', 'as JSON', false)
    .action(async (name: string, words: CheckWords, command: Command) => {
      if (words.arguments && words.tool === undefined) command.error('error: --arguments belongs to --tool');
      const { checkServer } = await import('../mcp-check.ts');
      process.exitCode = await checkServer(name, words, mcp.opts<EngineOptions>().codexHome);
    });
  mcp
    .command('login <name>')
    .description('sign in to an MCP server with OAuth')
    .option('--no-browser', 'print the address and accept the one the browser is sent back to')
    .option('--scopes <scope,scope>', 'OAuth scopes to request', (list) => list.split(',').filter(Boolean))
    .option('--client-secret', 'ask for the secret of a client that was registered by hand')
    .option('--token', 'ask for a token and keep it, instead of signing in')
    .addOption(
      new Option('--oauth-client-registration <way>', 'how a client id is got').choices(registrationWays),
    )
    .action(async (name: string, words: LoginWords) => {
      const { logIn } = await import('../mcp-login.ts');
      process.exitCode = await logIn(name, words, mcp.opts<EngineOptions>().codexHome);
    });
  mcp
    .command('logout <name>')
    .description('sign out, and revoke what the server gave')
    .action(async (name: string) => {
      process.exitCode = await (await import('../mcp-login.ts')).logOut(
        name,
        mcp.opts<EngineOptions>().codexHome,
      );
    });
}

interface EngineOptions {
  readonly codexHome?: string;
  readonly config?: readonly string[];
  readonly enable?: readonly string[];
  readonly disable?: readonly string[];
}

/** Accepted as by `codex mcp`, and handed on. */
function withEngineOptions(command: Command): Command {
  const many = (word: string, before: readonly string[] = []) => [...before, word];
  return command
    .addOption(
      new Option('-c, --config <key=value>', 'another value of config.toml').argParser(many).hideHelp(),
    )
    .addOption(new Option('--enable <feature>', 'a feature of Codex').argParser(many).hideHelp())
    .addOption(new Option('--disable <feature>', 'a feature of Codex').argParser(many).hideHelp());
}

function optionsFor({ config = [], enable = [], disable = [] }: EngineOptions): string[] {
  return [
    ...config.flatMap((value) => ['-c', value]),
    ...enable.flatMap((value) => ['--enable', value]),
    ...disable.flatMap((value) => ['--disable', value]),
  ];
}

function isGiven(command: Command, option: Option): boolean {
  return command.getOptionValueSource(option.attributeName()) === 'cli';
}

/** A program has no sign-in. */
const addressOptions = [
  ['bearerTokenEnvVar', '--bearer-token-env-var'],
  ['oauthClientId', '--oauth-client-id'],
  ['oauthClientSecret', '--oauth-client-secret'],
  ['oauthClientRegistration', '--oauth-client-registration'],
  ['oauthResource', '--oauth-resource'],
] as const;

/** @returns what is wrong with the words together, as a clause */
function wordsProblem(words: AddWords, program: readonly string[]): string | undefined {
  const { url, env, yes, variables } = words;
  if (yes || variables) return `${yes ? '--yes' : '--variables'} belongs to -, which reads standard input`;
  if (url === undefined && program.length === 0)
    return 'what to add is missing: --url with an address, or -- and a command';
  if (url !== undefined && program.length > 0) return '--url and a command are two servers: add one of them';
  if (url !== undefined && env !== undefined) return '--env belongs to a command, not to --url';
  if (url === undefined && program[0]?.trim() === '') return 'the command after -- is empty';
  if (url !== undefined) return undefined;
  const ofAddress = addressOptions.find(([name]) => words[name] !== undefined);
  return ofAddress && `${ofAddress[1]} belongs to --url`;
}

/** For commander: `NAME=VALUE` beside those before, of which the last counts. */
function variable(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
  return new Map([...before, [variableName(text.slice(0, at)), text.slice(at + 1)]]);
}

function variableName(text: string): string {
  if (!VARIABLE.test(text)) {
    throw new InvalidArgumentError('The name of a variable has letters, digits and underscores.');
  }
  return text;
}

function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Not JSON.
  }
  throw new InvalidArgumentError('It must be a JSON object.');
}
