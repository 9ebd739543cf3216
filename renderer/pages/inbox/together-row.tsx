import { Checkbox, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { describeSubject } from '../../../server/contract/describe-subject.ts';
import { patchFiles } from '../../components/patch-files.ts';
import { usePatchView } from '../../components/use-patch-view.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';
import classes from './approve-together.module.css';
import { CardSubject } from './card-subject.tsx';
import { consequenceOf, whereDecided } from './card-words.ts';

interface Props {
  readonly card: ApprovalCard;
  /** It still waits, as it is shown. */
  readonly isAsked: boolean;
  /** The card as it is now; undefined if it is gone. */
  readonly current: ApprovalCard | undefined;
  readonly isTicked: boolean;
  /** Why it could not be approved. */
  readonly problem: string | undefined;
  onTick(isTicked: boolean): void;
}

const noForm = { values: {}, problems: {}, onChange: () => undefined };

/** One question among several: what a person needs to say yes to it. */
export function TogetherRow({ card, isAsked, current, isTicked, problem, onTick }: Props) {
  const { subject, folder, reason } = card;
  const patchView = usePatchView();
  const files = useMemo(
    () => (subject.kind === 'patch' ? patchFiles(subject.changes, folder) : []),
    [subject, folder],
  );
  const { question, summary } = describeSubject(subject, folder);
  const consequence = consequenceOf(card);
  return (
    <li className={classes.row} data-over={!isAsked || undefined}>
      <Checkbox
        label={question}
        aria-label={`${question} ${summary}`}
        checked={isAsked && isTicked}
        disabled={!isAsked}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      <div className={classes.content}>
        <Text size="sm" fw={consequence.isStrong ? 700 : 400}>
          {consequence.text}
        </Text>
        {reason && (
          <Text size="xs" c="dimmed">
            {words.approval.says('Codex')}: <VisibleText>{reason}</VisibleText>
          </Text>
        )}
        <CardSubject card={card} files={files} patchView={patchView} form={noForm} />
        {problem && (
          <Text size="sm" c="var(--pb-danger)">
            {problem}
          </Text>
        )}
        {!isAsked && !problem && (
          <Text size="sm" c="dimmed">
            {outcomeOf(current)}
          </Text>
        )}
      </div>
    </li>
  );
}

function outcomeOf(card: ApprovalCard | undefined): string {
  if (card?.state.kind !== 'decided') return words.approval.together.over;
  const { decision } = card.state;
  return `${words.approval.verdicts[decision.verdict]} ${whereDecided(decision)}`;
}
