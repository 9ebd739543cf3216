// The rules that a person could have expected to decide about a command, and why each of them did not.
import { withoutEngineShell } from '../engine-shell.ts';
import { findCommands } from '../shell-commands.ts';
import { namedCommand, whyNotCovered } from './command-matching.ts';
import { couldMean } from './could-mean.ts';
import type { CompiledRules, RuleContext, RuledQuestion } from './decide.ts';
import { possibleCommands, programKey } from './possible-commands.ts';
import { findIn } from './program-file.ts';
import type { Rule } from './rule.ts';
import { whyNotHere } from './scope.ts';
import type { ListedRule } from './standing-rules.ts';
import { withoutWrappers } from './wrappers.ts';

export interface NearMiss {
  readonly rule: Rule;
  /** A clause. */
  readonly why: string;
}

/** A command as somebody asks about it; nobody is named by an empty principal. */
type CommandQuestion = RuledQuestion & { readonly subject: { readonly kind: 'command' } };

/** A list of more helps nobody. */
const MAX_MISSES = 10;

/**
 * @param listed all rules, those that do not count too
 * @param compiled those that count
 */
export function nearMisses(
  listed: readonly ListedRule[],
  compiled: CompiledRules,
  question: CommandQuestion,
  context: RuleContext & { readonly folder: string },
): NearMiss[] {
  const text = withoutEngineShell(question.subject.command);
  const started = possibleCommands(text).started;
  const found = findCommands(text).map(({ words }) => withoutWrappers(words)?.words ?? words);
  const place = { folder: context.folder, cwd: question.subject.cwd };
  const misses = listed.flatMap(({ rule, state }): NearMiss[] => {
    const { about } = rule;
    if (about.kind !== 'command') return [];
    const isNear =
      rule.decision === 'allow'
        ? found.some(([program = '', first]) => isAbout(about, program, first))
        : started.some(couldMean(about));
    if (!isNear) return [];
    if (state.kind !== 'active')
      return [{ rule, why: state.kind === 'off' ? `it is off: ${state.why}` : `it is ${state.kind}` }];
    const elsewhere = whyNotHere(rule, question, { at: place.cwd, now: Date.now() });
    if (elsewhere !== undefined) return [{ rule, why: elsewhere }];
    if (rule.decision !== 'allow') return [];
    const why = whyWordsMiss(about) ?? compiled.whyNotAllowed(question, context);
    return why === undefined ? [] : [{ rule, why }];
  });
  return misses.slice(0, MAX_MISSES);

  /** Undefined too where the text is not plain: then that is the reason. */
  function whyWordsMiss(about: Extract<Rule['about'], { kind: 'command' }>): string | undefined {
    const reasons = found
      .filter(([program = '', first]) => isAbout(about, program, first))
      .map((words) => {
        const plain = words.map((value) => ({ value, isGlob: false }));
        const named = namedCommand(plain, place, findIn(context.searchPath));
        return named ? whyNotCovered(about, named) : `${words[0]} is not found outside the folder`;
      });
    return reasons.includes(undefined) ? undefined : reasons[0];
  }
}

function isAbout(
  about: Extract<Rule['about'], { kind: 'command' }>,
  program: string,
  first: string | undefined,
): boolean {
  const [wanted] = about.argumentPrefix;
  return programKey(program) === programKey(about.program) && (wanted === undefined || wanted === first);
}
