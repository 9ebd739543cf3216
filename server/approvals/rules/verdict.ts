// What would be decided about a command if Codex asked to run it now: by the person's rules, and where they say nothing
// by the reads rule. With the reason, and the rules that nearly decided.
import { judgeRead } from '../reads/reads-rule.ts';
import { compileRules, type RuleContext } from './decide.ts';
import { nearMisses } from './near-misses.ts';
import type { RuleDecision } from './rule.ts';
import type { ListedRule } from './standing-rules.ts';
import { nameOfRule } from './words.ts';

export interface CommandVerdict {
  readonly decision: RuleDecision;
  readonly reason: string;
  /** Id of the rule that decided; absent for the reads rule. */
  readonly rule?: string;
  /** Where no rule decided: those that nearly did; `why` is a clause. */
  readonly almost?: readonly { readonly rule: string; readonly says: string; readonly why: string }[];
}

/**
 * @param listed all rules
 * @param context.principal who would ask; nobody in particular where it is empty
 */
export function judgeCommands(
  commands: readonly string[],
  listed: readonly ListedRule[],
  context: RuleContext & { readonly folder: string; readonly principal: string },
): CommandVerdict[] {
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

const NO_RULE = { decision: 'ask', reason: 'no rule of yours decides it' } as const;
