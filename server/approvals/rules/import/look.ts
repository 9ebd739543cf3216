// What becomes of each line of a file with rules, before any is saved.
import { isDeepStrictEqual } from 'node:util';
import type { ImportLine } from '../../../contract/rules.ts';
import { PatchbayError } from '../../../errors/error.ts';
import { type RuleChanges, ruleOf } from '../change.ts';
import type { Rule } from '../rule.ts';
import { ruleInWords } from '../words.ts';
import type { Wanted } from './candidate.ts';
import type { ReadRules } from './read-file.ts';

const DIFFERENCES = [
  'An allow here is narrower than there: it is bound to the program file, covers few options after its words, and no text that is not plain.',
  'A deny or an ask here is wider than there: it also holds after wrappers such as `sudo`, in shells inside shells, and for other spellings.',
];

export interface ImportLook {
  /** In the order of the file. */
  readonly lines: readonly ImportLine[];
  /** What can be saved. */
  readonly wanted: readonly Wanted[];
  /** How rules count here and in the program the file is of, in sentences. */
  readonly differences: readonly string[];
}

/** @param rules those there are: one that says the same is left out */
export function lookAtRules(
  { format, candidates }: ReadRules,
  making: Omit<RuleChanges, 'store'>,
  rules: readonly Rule[],
): ImportLook {
  const known = [...rules];
  const wanted: Wanted[] = [];
  const lines = candidates.map((candidate): ImportLine => {
    const { source } = candidate;
    if (candidate.kind === 'left-out') return { source, leftOut: candidate.why };
    const { isPaused, ...one } = candidate.wanted;
    try {
      const rule = ruleOf({ do: 'add', ...one }, making);
      if (known.some((other) => isSame(other, rule)))
        return { source, leftOut: 'there is such a rule already' };
      known.push(rule);
      wanted.push(candidate.wanted);
      const sentence = `${ruleInWords(rule)}${isPaused ? ' It is paused.' : ''}`;
      return { source, sentence, ...(candidate.note !== undefined && { note: candidate.note }) };
    } catch (error) {
      if (error instanceof PatchbayError) return { source, leftOut: error.summary };
      throw error;
    }
  });
  return { lines, wanted, differences: format === 'Patchbay' ? [] : DIFFERENCES };
}

function isSame(one: Rule, other: Rule): boolean {
  const says = ({ decision, about, scope, until }: Rule) => ({ decision, about, scope, until });
  return isDeepStrictEqual(says(one), says(other));
}
