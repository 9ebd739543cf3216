// What rules would have done about past questions, from the audit: how many they would have answered, and which of those
// the person answered otherwise.
import { type Approval, digestOf } from '../approval.ts';
import type { AuditLine } from '../audit-reader.ts';
import { dangersOf } from '../dangers.ts';
import { compileRules, type RuleContext } from './decide.ts';
import type { Rule } from './rule.ts';

export interface Backtest {
  /** Questions that a person answered, of those that were looked at. */
  readonly questions: number;
  /** Of them: answered by these rules without asking. */
  readonly answered: number;
  /** Of those answered: what the person answered otherwise. The newest first. */
  readonly wrong: readonly AuditLine[];
  /** Of those answered: what a card marks as dangerous. */
  readonly dangerous: readonly AuditLine[];
}

/**
 * Looks at the disk as it is now: programs and links may have been others then.
 * @param lines of the audit, the oldest first
 */
export function backtest(
  rules: readonly Rule[],
  lines: readonly AuditLine[],
  context: Pick<RuleContext, 'ownFolders' | 'searchPath' | 'letsReadsPass'>,
): Backtest {
  const compiled = compileRules(rules);
  const asked = lines.filter(wasAnswered);
  const ruled = asked.flatMap((line) => {
    const { principal, threadId, folder = '' } = line;
    const subject = subjectOf(line);
    const decision = compiled.decide(
      { principal, threadId, turnId: '', subject },
      { ...context, folder },
    )?.decision;
    return decision === 'allow' || decision === 'deny' ? [{ line, decision, subject }] : [];
  });
  const wrong = ruled.filter(
    ({ line, decision }) => line.verdict.startsWith('approve') !== (decision === 'allow'),
  );
  const dangerous = ruled.filter(
    ({ line, decision, subject }) =>
      decision === 'allow' &&
      dangersOf(subject, { folder: line.folder ?? '', ownFolders: context.ownFolders }).length > 0,
  );
  const newestFirst = (found: typeof ruled) => found.map(({ line }) => line).reverse();
  return {
    questions: asked.length,
    answered: ruled.length,
    wrong: newestFirst(wrong),
    dangerous: newestFirst(dangerous),
  };
}

/**
 * By a person, and about what still stands in the audit as it was asked: a secret in it has been replaced. What was
 * approved with changes was neither approved nor denied as it was asked.
 */
export function wasAnswered(line: AuditLine): boolean {
  return (
    line.verdict !== 'approve-edited' &&
    (line.means === 'client' || line.means === 'terminal' || line.means === 'window') &&
    digestOf(subjectOf(line)) === line.digest
  );
}

export function subjectOf({ subject }: AuditLine): Approval['subject'] {
  return subject as Approval['subject'];
}
