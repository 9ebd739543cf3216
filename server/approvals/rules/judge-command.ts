// What would be decided about a command, for whoever wants to know: nothing is run and nobody is asked.
import type { RuleTest } from '../../contract/rules.ts';
import { judgeRead } from '../reads/reads-rule.ts';
import type { CompiledRules, RuleContext } from './decide.ts';
import { nameOfRule } from './words.ts';

/**
 * The rules first, then the reads rule.
 * @param command shell text
 * @param place.folder of a thread that would run it there; a real path
 * @param place.principal who asks; empty: nobody whom a rule names
 */
export function judgeCommand(
  rules: CompiledRules,
  command: string,
  place: RuleContext & { readonly folder: string; readonly principal: string },
): RuleTest {
  const { folder, principal, ...context } = place;
  const subject = { kind: 'command', command, cwd: folder, parsed: [] } as const;
  const ruling = rules.decide({ principal, threadId: '', turnId: '', subject }, { ...context, folder });
  if (ruling) {
    const [rule] = ruling.rules;
    return { decision: ruling.decision, reason: ruling.rules.map(nameOfRule).join('; '), rule: rule.id };
  }
  if (!context.letsReadsPass) return { decision: 'ask', reason: 'no rule allows it' };
  return judgeRead(command, { folder, cwd: folder });
}
