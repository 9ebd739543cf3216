// Our own format of rules in a file: what they say, without what belongs to one Patchbay (ids, uses, program files).
import { quote } from 'shlex';
import { z } from 'zod';
import { toolNameText } from '../../../contract/tool-name.ts';
import { escapeInvisible } from '../../../contract/visible.ts';
import { type NewRule, newRuleSchema } from '../change.ts';
import type { Rule, RuleSubject } from '../rule.ts';
import type { Candidate, Wanted } from './candidate.ts';

export const FORMAT = 'patchbay-rules';
export const FORMAT_VERSION = 1;

const exportedSchema = newRuleSchema
  .omit({ do: true, for: true })
  .extend({ isPaused: z.literal(true).optional() });

/** @returns undefined for a rule that ends by itself */
function exportedRule({ decision, about, scope, until, isPaused }: Rule): Wanted | undefined {
  if (until.kind !== 'revoked') return undefined;
  return {
    decision,
    about: spoken(about),
    ...(scope.folder !== undefined && { folder: scope.folder }),
    ...(scope.client && { client: scope.client.name }),
    ...(isPaused && { isPaused }),
  };
}

/** All of them as a file. `leftOut`: how many end by themselves, and are not in it. */
export function exportedText(rules: readonly Rule[]): { text: string; exported: number; leftOut: number } {
  const exported = rules.flatMap((rule) => exportedRule(rule) ?? []);
  const content = { format: FORMAT, version: FORMAT_VERSION, rules: exported };
  const text = `${escapeInvisible(JSON.stringify(content, null, 2))}\n`;
  return { text, exported: exported.length, leftOut: rules.length - exported.length };
}

/** @param rules of a file of our format */
export function readExportedRules(rules: readonly unknown[]): Candidate[] {
  return rules.map((one): Candidate => {
    const source = JSON.stringify(one);
    const read = exportedSchema.safeParse(one);
    return read.success
      ? { kind: 'wanted', source, wanted: read.data }
      : { kind: 'left-out', source, why: 'it is not a rule of this version' };
  });
}

function spoken(about: RuleSubject): NewRule['about'] {
  switch (about.kind) {
    case 'command': {
      const text = [about.program, ...about.argumentPrefix].map(quote).join(' ');
      return { kind: 'command', text, ...(about.isExact && { isExact: true }) };
    }
    case 'tool': {
      const { remote, tool, arguments: values } = about;
      return { kind: 'tool', name: toolNameText({ remote, tool }), ...(values && { arguments: values }) };
    }
    default:
      return about;
  }
}
