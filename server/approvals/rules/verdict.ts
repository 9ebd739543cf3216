// What would be decided about a command if Codex asked to run it now: by the person's rules, and where they say nothing
// by the reads rule. With the reason, and the rules that nearly decided.
import type { RuleTest } from '../../contract/rules.ts';
import { judgeRead } from '../reads/reads-rule.ts';
import { compileRules, type RuleContext } from './decide.ts';
import { nearMisses } from './near-misses.ts';
import type { ListedRule } from './standing-rules.ts';
import { nameOfRule } from './words.ts';

/** A thread that would run it there; a real path. */
type Place = RuleContext & {
  readonly folder: string;
  /** Who would ask; nobody in particular where it is empty. */
  readonly principal: string;
};

/** @param listed all rules */
export function judgeCommand(command: string, listed: readonly ListedRule[], place: Place): RuleTest {
  const [verdict] = judgeCommands([command], listed, place);
  if (!verdict) throw new Error('no verdict');
  return verdict;
}

/** The same for many. @returns one for each, in their order */
export function judgeCommands(
  commands: readonly string[],
  listed: readonly ListedRule[],
  context: Place,
): RuleTest[] {
  const compiled = compileRules(listed.flatMap(({ rule, state }) => (state.kind === 'active' ? [rule] : [])));
  const { folder, principal, letsReadsPass } = context;
  return commands.map((command) => {
    const subject = { kind: 'command', command, cwd: folder, parsed: [] } as const;
    const question = { principal, threadId: '', turnId: '', subject };
    const ruling = compiled.decide(question, context);
    if (ruling) {
      const reason = ruling.rules.map(nameOfRule).join('; ');
      return { decision: ruling.decision, reason, rule: ruling.rules[0].id };
    }
    const read = judgeRead(command, { folder, cwd: folder });
    const almost = nearMisses(listed, compiled, question, context).map(({ rule, why }) => ({
      rule: rule.id,
      says: nameOfRule(rule),
      why,
    }));
    return {
      ...(letsReadsPass ? read : NO_RULE),
      ...(almost.length > 0 && { almost }),
    };
  });
}

const NO_RULE = { decision: 'ask', reason: 'none of your rules decides it' } as const;
