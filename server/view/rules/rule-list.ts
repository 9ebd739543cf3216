// The rules of the state: each with what it is worth now, and how often it has decided.
import { readAudit } from '../../approvals/audit-reader.ts';
import { describeStoredSubject } from '../../contract/describe-subject.ts';
import type { RuleRow } from '../../contract/rules.ts';
import { messageOf } from '../../errors/error.ts';
import { cachedFile } from '../../files/cached-file.ts';
import type { HostRules } from '../../host/rules.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ViewStore } from '../app/view-store.ts';

export interface RuleList {
  /** Looks at all of them again. @throws file-broken, file-newer */
  refresh(): Promise<void>;
  /** The same where nobody waits for it: a failure is logged. */
  refreshSoon(): void;
  /** They have decided a question. @param ids of the rules */
  used(ids: readonly string[]): void;
}

export function createRuleList(options: {
  store: ViewStore;
  /** Those of the host, or of the file while none runs. */
  rules(): Pick<HostRules, 'list'>;
  auditFile: string;
  logger: Logger;
}): RuleList {
  const { store, logger } = options;
  const audit = cachedFile(options.auditFile, () => readAudit(options.auditFile));

  async function refresh(): Promise<void> {
    // Import the shell parser, which is not needed before there are rules.
    const [{ usesOf }, { ruleInWords, subjectInWords }] = await Promise.all([
      import('../../approvals/rules/uses.ts'),
      import('../../approvals/rules/words.ts'),
    ]);
    const listed = await options.rules().list();
    const lines = listed.length > 0 ? audit.current() : [];
    const uses = usesOf(lines);
    const asked = new Map(lines.map((line) => [line.id, line]));
    const rows = listed.map(({ rule, state }): RuleRow => {
      const used = uses.get(rule.id);
      const { examples: _, ...shown } = rule;
      const question = asked.get(rule.origin.questionId ?? '');
      return {
        id: rule.id,
        rule: shown,
        about: subjectInWords(rule.about),
        sentence: ruleInWords(rule),
        state,
        ...(question && { question: describeStoredSubject(question.subject, question.folder).label }),
        uses: used?.uses ?? 0,
        ...(used && { lastUsedAt: Date.parse(used.lastUse) }),
      };
    });
    store.apply({ kind: 'set', parts: { rules: rows } });
  }

  return {
    refresh,
    refreshSoon() {
      refresh().catch((error) => logger.warn('rules-not-shown', { message: messageOf(error) }));
    },
    used(ids) {
      const rows = store.state.rules.filter(({ id }) => ids.includes(id));
      const lastUsedAt = Date.now();
      store.apply(
        ...rows.map((row) => ({ kind: 'rule', rule: { ...row, uses: row.uses + 1, lastUsedAt } }) as const),
      );
    },
  };
}
