import { Button, type ButtonProps } from '@mantine/core';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { Shortcut } from '../../components/shortcut.tsx';
import { ariaShortcut, shortcutText } from '../../host/platform.ts';
import { actionOf } from './card-words.ts';
import classes from './decision-bar.module.css';
import { type DecisionKey, decisionShortcuts } from './decision-chords.ts';

interface Props {
  readonly card: ApprovalCard;
  readonly answer: DecisionKey;
  /** The person has changed what is approved. */
  readonly isChanged: boolean;
  readonly isReady: boolean;
  readonly isLive: boolean;
  onPress(): void;
}

const looks: Readonly<Record<DecisionKey, ButtonProps>> = {
  approve: { variant: 'filled' },
  'approve-for-thread': { variant: 'subtle', color: 'gray' },
  deny: { variant: 'default' },
  tell: { variant: 'subtle', color: 'gray' },
  'stop-turn': { variant: 'subtle', color: 'gray' },
};

/** Does not invite a quick yes. */
const cautious: ButtonProps = { variant: 'default' };

/** One answer with its chord. */
export function AnswerButton({ card, answer, isChanged, isReady, isLive, onPress }: Props) {
  const isCautious = answer === 'approve' && card.consequence.kind === 'trust';
  return (
    <Button
      {...looks[answer]}
      {...(isCautious && cautious)}
      {...buttonProps(answer)}
      className={isReady ? (classes.button ?? '') : ''}
      disabled={!isReady || !isLive}
      rightSection={<Shortcut keys={decisionShortcuts[answer]} />}
      onClick={onPress}
    >
      {actionOf(card, answer, isChanged)}
    </Button>
  );
}

/** What the buttons of all answers have in common. */
export function buttonProps(answer: DecisionKey) {
  const shortcut = decisionShortcuts[answer];
  return {
    'data-answer': answer,
    classNames: { inner: classes.inner ?? '', section: classes.chord ?? '' },
    title: shortcutText(shortcut),
    'aria-keyshortcuts': ariaShortcut(shortcut),
  };
}
