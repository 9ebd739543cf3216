import { Anchor, Text } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { CardDecision } from '../../../../server/contract/approval-card.ts';
import { RuleMention } from '../../../components/rule-mention.tsx';
import { VisibleText } from '../../../components/visible-text.tsx';
import { useReadyState } from '../../../host/host-context.tsx';
import { useNavigation } from '../../../navigation.tsx';
import { words } from '../../../words.ts';
import { whereDecided } from '../../inbox/card-words.ts';
import type { ItemOf } from './item.ts';
import { Step } from './step.tsx';

/** A question and, once it is over, who decided it and how fast. */
export function QuestionEntry({ item }: { item: ItemOf<'question'> }) {
  const { inbox } = useReadyState();
  const { go } = useNavigation();
  const { decision, approvalId } = item;
  const { durationMs: _, ...step } = item;
  const isThere = inbox.some(({ id }) => id === approvalId);
  const verdict = decision && verdictText(decision);
  const hasDetails = decision && (decision.rules ?? decision.reason ?? decision.edited) !== undefined;
  const details = hasDetails && (
    <>
      {decision.rules?.map((id) => (
        <RuleMention key={id} id={id} name={decision.by} />
      ))}
      {decision.edited && (
        <Text size="xs" c="dimmed" ff="monospace">
          <VisibleText>{decision.edited}</VisibleText>
        </Text>
      )}
      {decision.reason && (
        <Text size="xs" c="dimmed">
          <VisibleText>{decision.reason}</VisibleText>
        </Text>
      )}
    </>
  );
  return (
    <Step
      item={step}
      icon={IconHelpCircle}
      title={<VisibleText>{words.timeline.asks[item.asks] ?? item.asks}</VisibleText>}
      mark={
        decision ? (
          <Text
            component="span"
            size="xs"
            c={decision.verdict.startsWith('approve') ? 'var(--pb-good)' : 'var(--pb-danger)'}
          >
            {verdict}
          </Text>
        ) : (
          isThere && (
            <Anchor component="button" size="xs" onClick={() => go({ page: 'inbox', approvalId })}>
              {words.timeline.answer}
            </Anchor>
          )
        )
      }
      isOpenByItself
      isWaiting={!decision}
    >
      {details}
    </Step>
  );
}

/** A rule decides instantly, so no time is shown. */
function verdictText(decision: CardDecision): string {
  if (decision.rules) return words.rules.byYourRule(words.approval.verdicts[decision.verdict]);
  const verdict = `${words.approval.verdicts[decision.verdict]} ${whereDecided(decision)}`;
  if (decision.means === 'rule') return verdict;
  return `${verdict}, ${words.timeline.after(words.time.duration(decision.afterMs))}`;
}
