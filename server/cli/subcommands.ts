// The commands that do not run a host.
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { ApprovalSubject } from '../approvals/approval.ts';
import type { RuleDecision } from '../approvals/rules/rule.ts';
import { DEFAULT_STALL_MINUTES, isLeashValue, type Leash } from '../contract/leash.ts';
import { LONGEST_COMMAND_SECONDS, LONGEST_WAIT_MINUTES } from '../contract/when-nobody.ts';
import { DEFAULT_AZURE_SCOPE } from '../remotes/auth/azure-hosts.ts';
import type { WhenNobodyWords } from './client-changes.ts';
import type { ConnectWords } from './connect-command.ts';
import type { LeashWords } from './leash-command.ts';
import { addLimitOptions, type Liftable, type LimitWords, liftable } from './limit-options.ts';
import type { RuleWords } from './rule-changes.ts';
import type { UndoOptions } from './undo-command.ts';

/** Repeated here, because the rules are loaded by their own commands only. */
const ruleDecisions = ['allow', 'ask', 'deny'] as const satisfies readonly RuleDecision[];
/** `default` takes away what was set. */
const whenNobodyActions = ['deny', 'wait', 'command', 'default'] as const;

/** For completions alone: the engine reads the words of this command. */
const mcpWords = ['add', 'get', 'list', 'remove', 'login', 'logout'];

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

/** Commands that do not read the settings, or report errors in them themselves. */
const WITHOUT_WARNING = ['patchbay', 'mcp-server', 'doctor', 'redact', 'azure-token'];

export function addSubcommands(program: Command): void {
  program.hook('preAction', async (_program, command) => {
    if (WITHOUT_WARNING.includes(command.name())) return;
    await (await import('./settings-warning.ts')).warnOfBrokenSettings();
  });
  addTokenCommands(program);
  addConnectCommand(program);
  addImportCommand(program);
  addApprovalCommands(program);
  program
    .command('mcp')
    .addArgument(new Argument('[words...]').choices(mcpWords))
    .description('MCP servers in config.toml: add, get, list, remove, login, logout; as `codex mcp`');
  program
    .command('status')
    .description('what runs: the host of PATCHBAY_HOME, its sessions, threads and questions')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }) => {
      const { showStatus } = await import('./status-command.ts');
      process.exitCode = await showStatus({ asJson: json });
    });
  program
    .command('audit')
    .description('what was decided about the questions of all threads')
    .option('--client <name>', 'asked by this client')
    .option('--folder <dir>', 'asked in this folder or one in it')
    .addOption(new Option('--kind <kind>', 'about this').choices(kinds))
    .option(
      '--by <who>',
      'decided by this client, or by this means: client, terminal, window, rule, command, nobody',
    )
    .option('--json', 'as JSON, one decision a line', false)
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

function addSessionCommands(program: Command): void {
  const sessions = program.command('sessions').description('what was recorded of threads');
  const load = () => import('./sessions-command.ts');
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

function addUndoCommands(program: Command): void {
  const load = () => import('./undo-command.ts');
  program
    .command('undo <thread>')
    .description('take back what a turn did to files; the beginning of the thread id is enough')
    .option('--turn <number>', 'this turn (default: the last one that is not undone)', turnNumber)
    .option('--and-later', 'and every turn after it', false)
    .option('--file <file>', 'this file alone, relative to the folder of the thread')
    .option('--dry-run', 'show it as a diff, and change nothing', false)
    .option('--yes', 'do not ask', false)
    .action(async (thread: string, options: UndoOptions) => {
      process.exitCode = await (await load()).undo(thread, options);
    });
  program
    .command('redo <thread>')
    .description('bring back what was undone last in a thread')
    .option('--dry-run', 'show it as a diff, and change nothing', false)
    .option('--yes', 'do not ask', false)
    .action(async (thread: string, options: UndoOptions) => {
      process.exitCode = await (await load()).redo(thread, options);
    });
  program
    .command('blame <file>')
    .description(
      'which turn wrote each line of a file, why, and who approved it; FILE:10 and FILE:10-20 for some lines',
    )
    .option('--json', 'as JSON, one line of the file a line', false)
    .action(async (file: string, options) => (await import('./blame-command.ts')).showBlame(file, options));
}

function addRuleCommands(program: Command): void {
  const rules = program
    .command('rules')
    .description('standing answers to questions: what Codex may do without one, and what it may not');
  const load = () => import('./rules-command.ts');
  const loadChanges = () => import('./rule-changes.ts');
  rules
    .command('list', { isDefault: true })
    .description('the rules there are, and how often they have decided')
    .option('--json', 'as JSON, one rule a line', false)
    .action(async ({ json }: { json: boolean }) => (await load()).listRules({ asJson: json }));
  rules
    .command('add')
    .description('make a rule; it is checked before it is saved, and its id is printed')
    .addArgument(
      new Argument('<decision>', 'what it says; of several the strictest wins').choices(ruleDecisions),
    )
    .option('--command <text>', 'one command: a program and the words its arguments begin with')
    .option('--patch <glob>', 'changes of these files below the folder')
    .option('--tool <remote/tool>', 'a tool of a remote')
    .option('--host <host>', 'connections to this host; *.example.com is every name below it')
    .option(
      '--folder <dir>',
      'there and below (default: an allow counts in the current folder, the others everywhere)',
    )
    .option('--client <name>', 'for this client alone: the name of its token, local or anonymous')
    .addOption(
      new Option('--for <time>', 'how long (default: until you revoke it)').choices([
        'turn',
        'thread',
        'day',
      ]),
    )
    .action(async (decision: RuleDecision, words: RuleWords) =>
      (await loadChanges()).addRule(decision, words),
    );
  rules
    .command('remove <id>')
    .alias('revoke')
    .description('end a rule; the beginning of its id is enough')
    .action(async (id: string) => (await loadChanges()).revokeRule(id));
  rules
    .command('pause <id>')
    .description('a rule that counts for nothing until it is resumed')
    .action(async (id: string) => (await loadChanges()).pauseRule(id, true));
  rules
    .command('resume <id>')
    .description('a paused rule counts again')
    .action(async (id: string) => (await loadChanges()).pauseRule(id, false));
  rules
    .command('suggest')
    .description('rules that would have saved questions you always allowed, as commands that make them')
    .action(async () => (await load()).suggestRuleWords());
  rules
    .command('export <file>')
    .description('save the rules in a file, or print them (-), without what belongs to this Patchbay alone')
    .action(async (file: string) => (await import('./rules-files.ts')).exportRules(file));
  rules
    .command('import <file>')
    .description(
      'rules of an export, of a .rules file of Codex or a settings.json of Claude Code, after a look',
    )
    .option('--yes', 'save what is shown without asking', false)
    .action(async (file: string, { yes }: { yes: boolean }) =>
      (await import('./rules-files.ts')).importRules(file, { isAgreed: yes }),
    );
  rules
    .command('test')
    .description(
      'what the rules decide about a command, without running it; ends with 0, 10 or 11: allow, ask, deny',
    )
    .argument('[command...]', 'the command, as one text or as its words')
    .option('--cwd <dir>', 'the working folder of the thread', '.')
    .option('--client <name>', 'for this client: the name of its token, local or anonymous')
    .option('--stdin0', 'read commands from standard input, separated by NUL; ends with 0', false)
    .action(async (words: string[], options: TestOptions, command: Command) => {
      const { cwd, client, stdin0 } = options;
      if (stdin0 === words.length > 0) command.error('name one command, or use --stdin0');
      process.exitCode = await (await load()).testRules(words, { cwd, client });
    });
}

interface TestOptions {
  readonly cwd: string;
  readonly client?: string;
  readonly stdin0: boolean;
}

function addConnectCommand(program: Command): void {
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
      const { connectClient, listClients } = await import('./connect-command.ts');
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

function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('MCP servers that clients on this machine have, into config.toml; secrets are not copied')
    .option('--yes', 'write without asking', false)
    .action(async (words: { yes: boolean }) => (await import('./import-command.ts')).importServers(words));
}

function addTokenCommands(program: Command): void {
  const token = program.command('token').description('tokens for clients that connect over HTTP');
  const load = () => import('./token-command.ts');
  addLimitOptions(token.command('add <name>').description('make a token; it is shown once')).action(
    async (name: string, words: LimitWords) => (await load()).addToken(name, words),
  );
  addLimitOptions(
    token
      .command('limit <name>')
      .description(
        'change what a client may do, of a token or of local or anonymous; at once, for open sessions too',
      ),
  )
    .option('--lift <limit>', `take a limit away: ${Object.keys(liftable).join(', ')}`, lift)
    .action(async (name: string, words: LimitWords & { lift?: Liftable[] }) =>
      (await load()).limitClient(name, words),
    );
  token
    .command('list')
    .description('the tokens there are, with their limits; never the tokens themselves')
    .option('--json', 'as JSON, one client a line', false)
    .action(async ({ json }: { json: boolean }) => (await load()).listTokens({ asJson: json }));
  token
    .command('leash <name>')
    .description(
      'how far one turn of a client (a token, local or anonymous) goes before a person is asked; without options it is only printed',
    )
    .option('--minutes <n>', 'time in which the turn works', amount('minutes'))
    .option('--tokens <n>', 'tokens read and written by the model', amount('tokens'))
    .option('--commands <n>', 'commands that are run', amount('commands'))
    .option('--files <n>', 'files that patches change', amount('files'))
    .option(
      '--stall-minutes <n>',
      `silence after which the window reports it (default: ${DEFAULT_STALL_MINUTES})`,
      amount('stallMinutes'),
    )
    .option('--none', 'take away what was set before')
    .action(async (name: string, words: LeashWords) =>
      (await import('./leash-command.ts')).changeLeash(name, words),
    );
  token
    .command('revoke <name>')
    .description('make a token useless at once')
    .action(async (name: string) => (await load()).revokeToken(name));
  addClientChanges(token);
}

function lift(word: string, before: readonly Liftable[] = []): Liftable[] {
  if (Object.hasOwn(liftable, word)) return [...before, word as Liftable];
  throw new InvalidArgumentError(`It must be one of ${Object.keys(liftable).join(', ')}.`);
}

/** For `local` and `anonymous` too, which have no token. */
function addClientChanges(token: Command): void {
  const load = () => import('./client-changes.ts');
  token
    .command('pause <name>')
    .description('this client can start nothing new; turns that run go on')
    .action(async (name: string) => (await load()).pauseClient(name, true));
  token
    .command('resume <name>')
    .description('a paused client can start turns again')
    .action(async (name: string) => (await load()).pauseClient(name, false));
  token
    .command('when-nobody')
    .argument('<name>', 'the name of a token, local or anonymous')
    .addArgument(new Argument('[action]', 'what happens to its questions').choices(whenNobodyActions))
    .argument('[command...]', 'for `command`: -- and the program that answers, with its arguments')
    .description(
      'what happens to the questions of this client while nobody is there; without an action, prints it',
    )
    .option(
      '--minutes <n>',
      'for `wait`: how long (default: as long as any question)',
      wholeNumber(LONGEST_WAIT_MINUTES),
    )
    .option(
      '--seconds <n>',
      'for `command`: how long the program may take (default: 60)',
      wholeNumber(LONGEST_COMMAND_SECONDS),
    )
    .action(
      async (
        name: string,
        action: (typeof whenNobodyActions)[number] | undefined,
        words: string[],
        options: WhenNobodyWords,
        command: Command,
      ) => {
        if ((action === 'command') !== words.length > 0)
          command.error('error: name a program behind `command --`, and nowhere else');
        if (options.minutes !== undefined && action !== 'wait')
          command.error('error: --minutes belongs to `wait`');
        if (options.seconds !== undefined && action !== 'command')
          command.error('error: --seconds belongs to `command`');
        await (await load()).setWhenNobody(name, action, { ...options, command: words });
      },
    );
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^[1-9]\d*$/.test(text) && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
  };
}

/** @returns a parser for commander */
function amount(name: keyof Leash): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (isLeashValue(name, value)) return value;
    throw new InvalidArgumentError('It must be a number above zero.');
  };
}

function addApprovalCommands(program: Command): void {
  const approvals = program
    .command('approvals')
    .description('questions that wait for a person, and answers to them');
  const load = () => import('./approvals-command.ts');
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

function turnNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the number of a turn, from 1 on.');
}
