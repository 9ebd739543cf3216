// Why a rule is off. Its examples are tried whenever the rules are read, so that neither a new Patchbay nor a program
// that has moved changes silently what a rule means.
import type { ApprovalSubject } from '../approval.ts';
import { executableAt } from '../reads/program-lookup.ts';
import { compileRules } from './decide.ts';
import { type FindProgram, type FoundProgram, findProgram } from './program-file.ts';
import type { Rule } from './rule.ts';
import { whyTooWide } from './too-wide.ts';

/** A place that holds nothing: examples are about words. */
const NOWHERE = '/.patchbay-examples';
const ANYWHERE = { folder: NOWHERE, cwd: NOWHERE };

/** Looks at many rules: programs are looked up once, and what has been tried before is not tried again. */
export interface RuleChecks {
  /** @returns what is wrong with it, as a clause; undefined for a rule that counts */
  whyOff(rule: Rule): string | undefined;
  /** For another look at rules that may have changed, and at programs that may have moved. */
  again(): RuleChecks;
}

/** @param searchPath the value of PATH */
export function createRuleChecks(
  searchPath: string,
  before: ReadonlyMap<string, string | undefined> = new Map(),
): RuleChecks {
  const programs = new Map<string, FoundProgram | undefined>();
  const tried = new Map<string, string | undefined>();
  const find = (word: string) => {
    if (!programs.has(word)) programs.set(word, findProgram(word, ANYWHERE, searchPath));
    return programs.get(word);
  };

  function whyOffByExamples(rule: Rule): string | undefined {
    const { about, decision, examples } = rule;
    const key = JSON.stringify([about, decision, examples]);
    if (!tried.has(key))
      tried.set(key, before.has(key) ? before.get(key) : whyExamplesFail(rule, { searchPath, find }));
    return tried.get(key);
  }

  return {
    whyOff(rule) {
      const { about, decision, scope } = rule;
      if (decision === 'allow' && about.kind === 'command') {
        const why =
          whyTooWide(about.program, about.argumentPrefix) ?? whyMoved(about, rule.examples.match, find);
        if (why !== undefined) return why;
      }
      if (decision === 'allow' && about.kind === 'patch' && scope.folder === undefined)
        return 'an allow for files needs a folder';
      return whyOffByExamples(rule);
    },
    again: () => createRuleChecks(searchPath, tried),
  };
}

/** The same for one rule. */
export function whyOff(rule: Rule, searchPath: string): string | undefined {
  return createRuleChecks(searchPath).whyOff(rule);
}

function whyMoved(
  about: { program: string; resolvedPath?: string | undefined },
  commands: readonly string[],
  find: FindProgram,
): string | undefined {
  const { program, resolvedPath } = about;
  if (resolvedPath === undefined) return 'an allow needs the path of its program';
  const found = find(program, ANYWHERE);
  if (found?.realPath === resolvedPath) return undefined;
  // It was not on the PATH when the rule was made: commands name the file.
  const isNamedByPath = commands.every((command) => command.includes(resolvedPath));
  if (!found && isNamedByPath && executableAt(resolvedPath) === resolvedPath) return undefined;
  return found
    ? `${program} is ${found.realPath} now, and the rule is for ${resolvedPath}`
    : `${program} is not on the PATH any more`;
}

function whyExamplesFail(
  rule: Rule,
  { searchPath, find }: { searchPath: string; find: FindProgram },
): string | undefined {
  const { examples, decision } = rule;
  const { isPaused: _, ...active } = rule;
  const rules = compileRules([{ ...active, scope: {}, until: { kind: 'revoked' } }]);
  const asked = (example: string) => {
    const subject = subjectOf(rule, example);
    const context = {
      folder: NOWHERE,
      ownFolders: [],
      letsReadsPass: false,
      searchPath,
      find,
      isAboutWords: true,
    } as const;
    return [{ principal: '', threadId: '', turnId: '', subject }, context] as const;
  };
  const matches = (example: string) => rules.decide(...asked(example))?.decision === decision;
  try {
    const missed = examples.match.find((example) => !matches(example));
    if (missed !== undefined) {
      const reason = decision === 'allow' ? rules.whyNotAllowed(...asked(missed)) : undefined;
      return `its example ${show(missed)} does not match${reason === undefined ? '' : `: ${reason}`}`;
    }
    const caught = examples.notMatch.find(matches);
    return caught === undefined ? undefined : `its example ${show(caught)} must not match, and does`;
  } catch {
    return 'an example cannot be read';
  }
}

function subjectOf({ about }: Rule, example: string): ApprovalSubject {
  switch (about.kind) {
    case 'command':
      return { kind: 'command', command: example, cwd: NOWHERE, parsed: [] };
    case 'patch':
      return { kind: 'patch', changes: [{ path: example, kind: { type: 'add' }, diff: '' }] };
    case 'tool':
      return {
        kind: 'tool',
        server: about.remote,
        tool: about.tool,
        arguments: JSON.parse(example),
        message: '',
      };
    case 'host':
      return { kind: 'command', command: '', cwd: NOWHERE, parsed: [], network: example };
  }
}

function show(example: string): string {
  return `\`${example.length > 80 ? `${example.slice(0, 80)}…` : example}\``;
}
