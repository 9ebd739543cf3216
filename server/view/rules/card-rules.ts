// Rules made on the card of a question. The window sends what the person has chosen of the offer, never what a rule is
// about: that comes from the question held here, with the digest of what was shown.
import type { Approval } from '../../approvals/approval.ts';
import type { AuditLine } from '../../approvals/audit-reader.ts';
import type { QuestionPlace } from '../../approvals/rules/question-rules.ts';
import type { Rule } from '../../approvals/rules/rule.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { describeStoredSubject } from '../../contract/describe-subject.ts';
import type { RulePreview } from '../../contract/rules.ts';
import { approvalChanged } from '../../errors/approvals.ts';
import type { WindowDesk } from '../approvals/window-desk.ts';
import { activeRules, type WindowRules } from './active-rules.ts';

/** Questions of the folder that a rule is tried on, the newest. */
const MAX_TRIED = 100;

export function createCardRules(options: {
  desk: WindowDesk;
  rules(): WindowRules;
  nameOf(principal: string): string;
  /** The audit, the oldest first. */
  decided(): readonly AuditLine[];
}): CommandHandlers<'rule-offer' | 'preview-rule' | 'save-rule-and-approve'> {
  const { desk, rules } = options;
  // Imports the shell parser, which is not needed before the first question.
  const load = () => import('../../approvals/rules/question-rules.ts');

  async function placeOf(approval: Approval): Promise<QuestionPlace> {
    return {
      context: rules().contextOf(approval),
      clientName: options.nameOf(approval.principal),
      standing: await activeRules(rules()),
    };
  }

  async function backtestOf(made: readonly Rule[], place: QuestionPlace): Promise<RulePreview['backtest']> {
    const { backtest, wasAnswered } = await import('../../approvals/rules/backtest.ts');
    const { folder = '' } = place.context;
    const here = options.decided().filter((line) => line.folder === folder && wasAnswered(line));
    // Of the thread or the turn it is for, there is no past.
    const tried = made.map((rule): Rule => ({ ...rule, until: { kind: 'revoked' } }));
    const { questions, answered, wrong } = backtest(tried, here.slice(-MAX_TRIED), place.context);
    const denied = wrong.map(({ subject }) => describeStoredSubject(subject, folder).label);
    return { questions, answered, denied };
  }

  return {
    async 'rule-offer'({ id, digest }) {
      const approval = desk.question(id, digest);
      const { offerRules } = await load();
      const offer = offerRules(approval, await placeOf(approval));
      return offer ? { offer } : {};
    },

    async 'preview-rule'({ id, digest, choice }) {
      const approval = desk.question(id, digest);
      const [{ chosenRules, digestOfRules }, { ruleInWords }] = await Promise.all([
        load(),
        import('../../approvals/rules/words.ts'),
      ]);
      const place = await placeOf(approval);
      const made = chosenRules(approval, place, choice);
      return {
        sentences: made.map(ruleInWords),
        digest: digestOfRules(made),
        backtest: await backtestOf(made, place),
      };
    },

    async 'save-rule-and-approve'({ id, digest, choice, shown }) {
      const approval = desk.question(id, digest);
      const { chosenRules, digestOfRules } = await load();
      const made = chosenRules(approval, await placeOf(approval), choice);
      if (digestOfRules(made) !== shown) throw approvalChanged();
      await rules().keep(made);
      try {
        desk.answerQuestion({ id, digest, verdict: 'approve' });
      } catch (error) {
        // Somebody else was faster: then nothing of this has happened.
        for (const rule of made) await rules().change({ do: 'remove', id: rule.id }, 'card');
        throw error;
      }
    },
  };
}
