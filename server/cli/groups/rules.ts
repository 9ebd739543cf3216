// `patchbay rules`.
import { Argument, type Command, Option } from 'commander';
import type { RuleDecision } from '../../approvals/rules/rule.ts';
import type { RuleWords } from '../rule-changes.ts';

/** Repeated here, because the rules are loaded by their own commands only. */
const ruleDecisions = ['allow', 'ask', 'deny'] as const satisfies readonly RuleDecision[];

export function addRuleCommands(program: Command): void {
  const rules = program
    .command('rules')
    .description('standing answers to questions: what Codex may do without one, and what it may not');
  const load = () => import('../rules-command.ts');
  const loadChanges = () => import('../rule-changes.ts');
  rules
    .command('list', { isDefault: true })
    .description('the rules there are, and how often they have decided')
    .option('--json', 'as JSON', false)
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
    .description('a rule has no effect until it is resumed')
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
    .action(async (file: string) => (await import('../rules-files.ts')).exportRules(file));
  rules
    .command('import <file>')
    .description(
      'rules of an export, of a .rules file of Codex or a settings.json of Claude Code, after a look',
    )
    .option('--yes', 'save what is shown without asking', false)
    .action(async (file: string, { yes }: { yes: boolean }) =>
      (await import('../rules-files.ts')).importRules(file, { isAgreed: yes }),
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
