// The words after `patchbay`: parsed with commander, run, and turned into an exit code.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Ceiling, defaultCeiling, sandboxModes } from '../config/ceiling.ts';
import { DEFAULT_PORT } from '../config/settings.ts';
import { exitCodes, PatchbayError } from '../errors.ts';
import { logLevels } from '../logging/logger.ts';
import { defaultOptions, type McpServerOptions } from '../options.ts';
import { version } from '../program.ts';
import { DEFAULT_AZURE_SCOPE } from '../remotes/auth/azure-hosts.ts';

/** Until everything has been written. */
const EXIT_WAIT_MS = 100;

/**
 * Runs one command to its end and leaves its exit code in `process.exitCode`.
 * @param args what came after `patchbay`
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    // Not parsed here: commander takes a `--` away, which separates the command of a server from our words.
    if (args[0] === 'mcp') {
      const { runMcp } = await import('./mcp.ts');
      process.exitCode = await runMcp(args.slice(1));
      return;
    }
    await buildProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Help and version end with 0, words commander refused with 2; it has already said why. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const text = error instanceof PatchbayError ? error.message : ((error as Error)?.stack ?? String(error));
  const details = error instanceof PatchbayError && error.details ? `${error.details}\n` : '';
  process.stderr.write(`patchbay: ${text}\n${details}`);
  return exitCodes.failed;
}

/**
 * Exported for tests of the parsing alone: pass `run` to see what a command line means without running it, and an `env`
 * that names no desktop.
 */
export function buildProgram(run = runMcpServer, env = process.env): Command {
  const program = new Command('patchbay')
    .description('Runs the Codex coding agent as an MCP server, with a person approving what it does.')
    .version(version)
    .enablePositionalOptions()
    .exitOverride()
    .usage('[options] [command]')
    .helpCommand('help [command]', 'what there is, or what a command takes')
    .showHelpAfterError('(patchbay --help shows what there is)');

  const hostOptions = (command: Command) =>
    command
      .option('--codex-home <dir>', 'folder with config.toml and login, instead of CODEX_HOME')
      .option('--engine <path>', 'a codex of your own, instead of the one that comes with Patchbay')
      .option('--demo', 'use the embedded demo model: no account needed', false)
      .option(
        '--approval-timeout <seconds>',
        'how long a question waits',
        seconds,
        defaultOptions.approvalDeadlineMs / 1000,
      )
      .addOption(
        new Option('--log-level <level>', 'least important lines on stderr')
          .choices(logLevels)
          .env('PATCHBAY_LOG'),
      )
      .addOption(
        new Option('--max-sandbox <mode>', 'widest sandbox a client may ask for')
          .choices(sandboxModes)
          .default(defaultOptions.ceiling.sandbox),
      )
      .option('--allow-never', 'clients may turn questions off in a sandbox that can write', false)
      .option('--allow-network', 'clients may ask for network in the sandbox', false)
      .option('--host <host>', 'address to listen on', defaultOptions.host)
      .option('--no-auth', 'ask clients for no token (127.0.0.1 only)')
      .option('--allow-host <host...>', 'another Host header to answer to (behind a gateway)')
      .option('--allow-origin <origin...>', 'an Origin whose web pages may connect');

  const server = program
    .command('mcp-server')
    .description('MCP server on standard input and output, or over HTTP with --port')
    .option('--port <port>', 'serve HTTP on this port; 0 picks a free one', port)
    .option('--standalone', 'whether or not another Patchbay serves PATCHBAY_HOME', false);
  hostOptions(server).action((options) => run(optionsOf(options)));

  program.hook('preSubcommand', (_program, command) => {
    const given = Object.keys(program.opts()).find((name) => program.getOptionValueSource(name) === 'cli');
    if (given) command.error(`error: options come after ${command.name()}`);
  });
  program.argument('[command]').action(() => undefined);
  program.option('--hidden', 'open only the tray icon', false);
  hostOptions(program).action((word: string | undefined, options) => {
    if (word !== undefined) program.error(`error: unknown command '${word}'`);
    return openDesktop(optionsOf({ ...options, standalone: false }), options.hidden, run, env);
  });

  addTokenCommands(program);
  addApprovalCommands(program);
  program
    .command('mcp [words...]')
    .description('MCP servers in config.toml: add, get, list, remove, login, logout; as `codex mcp`');
  program
    .command('status')
    .description('what runs: the host of PATCHBAY_HOME, its sessions, threads and questions')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }) => {
      const { showStatus } = await import('./status.ts');
      process.exitCode = await showStatus({ asJson: json });
    });
  program
    .command('audit')
    .description('what was decided about the questions of all threads')
    .option('--client <name>', 'asked by this client')
    .option('--folder <dir>', 'asked in this folder or one in it')
    .option('--kind <kind>', 'command, patch, tool, permission, form or url')
    .option('--by <who>', 'decided by this client, or by this means: client, terminal, rule, nobody')
    .option('--json', 'as JSON, one decision a line', false)
    .action(async (options) => (await import('./audit.ts')).showAudit(options));
  program
    .command('doctor')
    .description('what is wrong here, and how to mend it')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }) => {
      process.exitCode = await (await import('./doctor.ts')).showDoctor({ asJson: json });
    });
  addSessionCommands(program);
  program
    .command('azure-token')
    .description('an Entra token for Azure, on standard output')
    .option('--scope <scope>', 'what for', DEFAULT_AZURE_SCOPE)
    .action(async ({ scope }: { scope: string }) => {
      try {
        await (await import('./azure-token.ts')).printAzureToken(scope);
      } finally {
        // What hangs in the library does not keep us.
        setTimeout(() => process.exit(), EXIT_WAIT_MS).unref();
      }
    });
  program
    .command('redact')
    .description('filter: standard input to standard output, secrets replaced')
    .action(async () => (await import('./redact.ts')).redactStandardInput());
  return program;
}

function addSessionCommands(program: Command): void {
  const sessions = program.command('sessions').description('what was recorded of threads');
  const load = () => import('./sessions.ts');
  sessions
    .command('list', { isDefault: true })
    .description('the recorded threads, the last changed first')
    .option('--json', 'as JSON, one thread a line', false)
    .action(async (options) => (await load()).listSessions(options));
  sessions
    .command('show <id>')
    .description('what happened in a thread; the beginning of its id is enough')
    .action(async (id: string) => (await load()).showSession(id));
  sessions
    .command('export <id>')
    .description('the same as one file on standard output, without secrets')
    .addOption(new Option('--format <format>', 'kind of file').choices(['md', 'json', 'html']).default('md'))
    .action(async (id: string, { format }) => (await load()).exportSession(id, format));
}

function addTokenCommands(program: Command): void {
  const token = program.command('token').description('tokens for clients that connect over HTTP');
  token
    .command('add <name>')
    .description('make a token; it is shown once')
    .addOption(
      new Option('--max-sandbox <mode>', 'widest sandbox this client may ask for').choices(sandboxModes),
    )
    .option('--allow-never', 'this client may turn questions off in a sandbox that can write')
    .option('--allow-network', 'this client may ask for network in the sandbox')
    .action(async (name: string, options: Partial<CeilingWords>) => {
      const { addToken } = await import('./token.ts');
      addToken(name, Object.keys(options).length > 0 ? ceilingOf(options) : undefined);
    });
  token
    .command('list')
    .description('the tokens there are; never the tokens themselves')
    .action(async () => (await import('./token.ts')).listTokens());
  token
    .command('revoke <name>')
    .description('make a token useless at once')
    .action(async (name: string) => (await import('./token.ts')).revokeToken(name));
}

function addApprovalCommands(program: Command): void {
  const approvals = program
    .command('approvals')
    .description('questions that wait for a person, and answers to them');
  const load = () => import('./approvals.ts');
  approvals
    .command('list', { isDefault: true })
    .description('the questions that wait')
    .action(async () => (await load()).listApprovals());
  approvals
    .command('watch')
    .description('shows each question as it comes, and takes answers when this is a terminal')
    .action(async () => {
      const { watchApprovals } = await import('./watch-approvals.ts');
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

async function openDesktop(
  options: McpServerOptions,
  isHidden: boolean,
  run: typeof runMcpServer,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { openApp, whyNoApp } = await import('./open-app.ts');
  const why = whyNoApp(env);
  if (why === undefined) {
    process.exitCode = await openApp(options, isHidden ? ['--hidden'] : []);
    return;
  }
  process.stderr.write(`${why}, so this is \`patchbay mcp-server --port ${DEFAULT_PORT}\`.\n`);
  await run({ ...options, port: DEFAULT_PORT });
}

async function runMcpServer(options: McpServerOptions): Promise<void> {
  const { mcpServer } = await import('./mcp-server.ts');
  process.exitCode = await mcpServer(options);
}

interface CeilingWords {
  maxSandbox: Ceiling['sandbox'];
  allowNever: boolean;
  allowNetwork: boolean;
}

function ceilingOf(words: Partial<CeilingWords>): Ceiling {
  return {
    sandbox: words.maxSandbox ?? defaultCeiling.sandbox,
    allowNever: words.allowNever ?? false,
    allowNetwork: words.allowNetwork ?? false,
  };
}

/** Commander's words, with units and the ceiling put together. */
function optionsOf(words: CommandWords): McpServerOptions {
  return {
    port: words.port,
    host: words.host,
    isStandalone: words.standalone,
    isDemo: words.demo,
    needsToken: words.auth,
    codexHome: words.codexHome,
    enginePath: words.engine,
    logLevel: words.logLevel,
    approvalDeadlineMs: words.approvalTimeout * 1000,
    ceiling: ceilingOf(words),
    allowHosts: words.allowHost ?? [],
    allowOrigins: words.allowOrigin ?? [],
  };
}

interface CommandWords extends CeilingWords {
  port?: number;
  host: string;
  standalone: boolean;
  demo: boolean;
  auth: boolean;
  codexHome?: string;
  engine?: string;
  logLevel?: McpServerOptions['logLevel'];
  approvalTimeout: number;
  allowHost?: string[];
  allowOrigin?: string[];
}

function port(word: string): number {
  const number = Number(word);
  if (/^\d+$/.test(word) && number <= 65_535) return number;
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}

function seconds(word: string): number {
  const number = Number(word);
  if (number > 0 && number <= 86_400) return number;
  throw new InvalidArgumentError('It must be a number of seconds, at most 86400.');
}
