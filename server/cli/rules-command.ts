// `patchbay rules list`, `test` and `suggest`: the rules there are, what they and the reads rule decide about commands,
// and which would have saved questions. Nothing is run.
import { buffer } from 'node:stream/consumers';
import { quote } from 'shlex';
import { readAudit } from '../approvals/audit-reader.ts';
import { createRuleChecks } from '../approvals/rules/examples.ts';
import { stateOf } from '../approvals/rules/standing-rules.ts';
import { openRuleStore } from '../approvals/rules/store.ts';
import { suggestRules } from '../approvals/rules/suggest.ts';
import { usesOf } from '../approvals/rules/uses.ts';
import { judgeCommands } from '../approvals/rules/verdict.ts';
import { ruleInWords } from '../approvals/rules/words.ts';
import { principalIdOf } from '../config/client-names.ts';
import { resolvePaths } from '../config/paths.ts';
import { realFolder } from '../config/real-folder.ts';
import { letsReadsPass } from '../config/settings-file.ts';
import { makeVisibleInLine } from '../contract/visible.ts';
import { jsonText, printJson } from './output.ts';
import { ruleSearchPath } from './rule-search-path.ts';

/** Of one command; several end with 0. */
const exitCodeOf = { allow: 0, ask: 10, deny: 11 } as const;

/**
 * Prints `{"decision":"allow"|"ask"|"deny","reason":…,"rule":ID,"almost":[…]}` for each command, one per line, in order.
 * @param words the command, as one text or as separate words; if empty, commands are read from standard input,
 *   separated by NUL
 * @param options.cwd the working folder of the thread that would run it
 * @param options.client the name of a token, local or anonymous; absent: nobody's rules are left out
 * @returns the exit code: 0, 10 or 11 for allow, ask or deny of a single command
 * @throws not-a-folder, token-not-found, file-broken, file-newer
 */
export async function testRules(
  words: readonly string[],
  options: { cwd: string; client: string | undefined },
): Promise<number> {
  const paths = resolvePaths({ env: process.env });
  const folder = realFolder('--cwd', options.cwd);
  const searchPath = await ruleSearchPath(paths);
  const principal = options.client === undefined ? '' : principalIdOf(options.client, paths.tokensFile);
  const checks = createRuleChecks(searchPath);
  const listed = openRuleStore(paths.rulesFile)
    .list()
    .map((rule) => ({ rule, state: stateOf(rule, checks) }));
  const ownFolders = [paths.patchbayHome, paths.codexHome];
  const commands = words.length === 0 ? await readCommands() : [asText(words)];
  const context = {
    folder,
    principal,
    ownFolders,
    letsReadsPass: letsReadsPass(paths.settingsFile),
    searchPath,
  };
  const verdicts = judgeCommands(commands, listed, context);
  process.stdout.write(verdicts.map((verdict) => `${jsonText(verdict)}\n`).join(''));
  const [first] = verdicts;
  return words.length > 0 && first ? exitCodeOf[first.decision] : 0;
}

/**
 * A rule a line: id, state, what it says, how often and when it has decided, and where it comes from.
 * @throws file-broken, file-newer
 */
export async function listRules({ asJson }: { asJson: boolean }): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  const rules = openRuleStore(paths.rulesFile).list();
  const checks = createRuleChecks(await ruleSearchPath(paths));
  const uses = usesOf(readAudit(paths.auditFile, { by: 'rule' }));
  const listed = rules.map((rule) => ({
    rule,
    state: stateOf(rule, checks),
    used: uses.get(rule.id) ?? { uses: 0 },
  }));
  if (asJson) printJson(listed.map(({ rule, state, used }) => ({ ...rule, state, ...used })));
  else
    for (const { rule, state, used } of listed) {
      const { how, at, who, questionId } = rule.origin;
      const off = state.kind === 'off' ? `off: ${state.why}` : state.kind;
      const last = 'lastUse' in used ? `, last ${used.lastUse}` : '';
      const from = questionId === undefined ? how : `${how}, question ${questionId}`;
      const lines = [
        `${rule.id}  ${off}`,
        `  ${ruleInWords(rule)}`,
        `  used ${used.uses === 1 ? 'once' : `${used.uses} times`}${last}; made ${at} by ${who} (${from})`,
      ];
      process.stdout.write(lines.map((line) => `${makeVisibleInLine(line)}\n`).join(''));
    }
  if (rules.length === 0)
    process.stderr.write('There are no rules yet. Make one with `patchbay rules add`.\n');
}

/**
 * A suggestion a line: how many questions it would have saved, and the command that makes it.
 * @throws file-broken, file-newer
 */
export async function suggestRuleWords(): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  const searchPath = await ruleSearchPath(paths);
  const checks = createRuleChecks(searchPath);
  const existing = openRuleStore(paths.rulesFile)
    .list()
    .filter((rule) => stateOf(rule, checks).kind === 'active');
  const ownFolders = [paths.patchbayHome, paths.codexHome];
  const context = { searchPath, ownFolders, letsReadsPass: letsReadsPass(paths.settingsFile) };
  const suggestions = await suggestRules(readAudit(paths.auditFile), existing, context);
  if (suggestions.length === 0) {
    process.stderr.write('Nothing was asked often enough, and always allowed, to suggest a rule.\n');
  }
  for (const { rule, saves } of suggestions) {
    if (rule.about.kind !== 'command') continue;
    const command = [rule.about.program, ...rule.about.argumentPrefix].map(quote).join(' ');
    const folder = quote(rule.scope.folder ?? '/');
    const words = `patchbay rules add allow --command ${quote(command)} --folder ${folder}`;
    process.stdout.write(`${saves}\t${makeVisibleInLine(words)}\n`);
  }
}

/** If there are several words, a shell has already removed their quotes. */
function asText(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : words.map(quote).join(' ');
}

/** A NUL ends a command; text after the last one is a command too. */
async function readCommands(): Promise<string[]> {
  const commands = (await buffer(process.stdin)).toString('utf8').split('\0');
  return commands.at(-1) === '' ? commands.slice(0, -1) : commands;
}
