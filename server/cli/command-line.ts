// The command line after `patchbay`: parsed with commander, run, and turned into an exit code.
import { Command, CommanderError } from 'commander';
import { version } from '../base/program.ts';
import { DEFAULT_PORT } from '../contract/settings.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { PatchbayError } from '../errors/error.ts';
import type { McpServerOptions } from '../start/run-options.ts';
import { exitCodes } from './exit-codes.ts';
import { addHostOptions, optionsOf, port } from './host-options.ts';
import { endWithOutput } from './output.ts';
import { Interrupted } from './prompt.ts';
import { reportFailure } from './report.ts';
import { addSubcommands } from './subcommands.ts';
import { blankArgument, blankOption, unknownWord, usageErrorOf, withHelpLast } from './usage-errors.ts';

/** Characters of a line; commander does not wrap narrower columns. */
const NARROWEST_HELP = 20;

/**
 * Runs one command and stores its exit code in `process.exitCode`.
 * @param args what came after `patchbay`
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  endWithOutput(args[0] === 'mcp-server');
  const program = buildProgram();
  const words = withHelpLast(program, args);
  try {
    const unknown = unknownWord(program, words);
    if (unknown) throw unknown;
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error instanceof CommanderError ? usageErrorOf(error, program, words) : error);
  }
}

/** @param error undefined when help or the version was asked for */
function report(error: unknown): number {
  if (error === undefined) return exitCodes.ok;
  // What still waits for somebody else would keep the process.
  if (error instanceof Interrupted) process.exit(exitCodes.interrupted);
  reportFailure(error);
  return isUsage(error) ? exitCodes.usage : exitCodes.failed;
}

/** What is wrong can be seen in the arguments alone. */
const usageCodes: ReadonlySet<ErrorCode> = new Set([
  'azure-scope-invalid',
  'client-unknown',
  'connect-needs-yes',
  'no-auth-needs-loopback',
  'remote-address-not-usable',
  'remote-name-not-usable',
  'rule-needs-one-subject',
  'token-name-invalid',
]);

function isUsage(error: unknown): boolean {
  return error instanceof PatchbayError && (usageCodes.has(error.code) || error.code === 'usage-wrong');
}

/**
 * Exported for tests of the parsing: pass `run` to inspect a command line without running it, and an `env` without a
 * desktop.
 */
export function buildProgram(run = runMcpServer, env = process.env): Command {
  const program = new Command('patchbay')
    .description('Runs the Codex coding agent as an MCP server, with a person approving what it does.')
    .version(version)
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ minWidthToWrap: NARROWEST_HELP })
    .usage('[options] [command]')
    .helpCommand('help [command]', 'what there is, or what a command takes')
    // The reason is told in our own words.
    .configureOutput({ outputError: () => undefined });

  const server = program
    .command('mcp-server')
    .description('MCP server on standard input and output, or over HTTP with --port')
    .option('--port <port>', 'serve HTTP on this port; 0 picks a free one', port)
    .option('--standalone', 'whether or not another Patchbay serves PATCHBAY_HOME', false);
  addHostOptions(server).action((options) => run(optionsOf(options)));

  program.hook('preSubcommand', (_program, command) => {
    const given = Object.keys(program.opts()).find((name) => program.getOptionValueSource(name) === 'cli');
    if (given) command.error(`options come after ${command.name()}`);
  });
  program.hook('preAction', (_program, command) => {
    const blank = blankArgument(command);
    if (blank !== undefined) command.error(`error: <${blank}> is empty`);
    const option = blankOption(command);
    if (option !== undefined) command.error(`error: the value of ${option} is empty`);
  });
  program.argument('[command]').action(() => undefined);
  program.option('--hidden', 'open only the tray icon', false);
  addHostOptions(program).action((word: string | undefined, options) => {
    if (word !== undefined) program.error(`there is no command ${word}`);
    return openDesktop(optionsOf({ ...options, standalone: false }), options.hidden, run, env);
  });

  addSubcommands(program);
  return program;
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
