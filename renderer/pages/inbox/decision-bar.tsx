import { Button, type ButtonProps } from '@mantine/core';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { Shortcut } from '../../components/shortcut.tsx';
import { ariaShortcut, shortcutText } from '../../host/platform.ts';
import { words } from '../../words.ts';
import { actionOf, answersOf } from './card-words.ts';
import classes from './decision-bar.module.css';
import { type DecisionKey, decisionShortcuts } from './decision-chords.ts';
import type { Editing } from './use-edit.ts';

interface Props {
  readonly card: ApprovalCard;
  readonly isSending: boolean;
  /** What the person makes of the question. */
  readonly editing: Editing;
  /** Disabled for a moment after the card appears: the second click of a double click must not answer the next one. */
  readonly isLive: boolean;
  onDecide(key: DecisionKey): void;
}

const looks: Readonly<Record<DecisionKey, ButtonProps>> = {
  approve: { variant: 'filled' },
  'approve-for-thread': { variant: 'default' },
  deny: { variant: 'light', color: 'red' },
  tell: { variant: 'default' },
  'stop-turn': { variant: 'default' },
};

/** Does not invite a quick yes. */
const cautious: ButtonProps = { variant: 'default' };

function needsCare({ dangers, consequence }: ApprovalCard): boolean {
  return dangers.length > 0 || consequence.kind === 'trust';
}

/** The possible answers, always in the same place. Nothing is focused: only a chord or a click decides. */
export function DecisionBar({ card, isSending, editing, isLive, onDecide }: Props) {
  const { isChanged, preview } = editing;
  const isNotReady = (key: DecisionKey) => key === 'approve' && isChanged && !preview;
  return (
    <footer className={classes.bar} aria-busy={isSending}>
      {answersOf(card, isChanged).map((key) => (
        <Button
          key={key}
          {...looks[key]}
          {...(key === 'approve' && needsCare(card) && cautious)}
          data-answer={key}
          px={10}
          h="auto"
          py={5}
          classNames={{ inner: classes.inner ?? '', section: classes.chord ?? '' }}
          className={isSending || isNotReady(key) ? '' : (classes.button ?? '')}
          disabled={isSending || !isLive || isNotReady(key)}
          rightSection={<Shortcut keys={decisionShortcuts[key]} />}
          title={shortcutText(decisionShortcuts[key])}
          aria-keyshortcuts={ariaShortcut(decisionShortcuts[key])}
          onClick={() => onDecide(key)}
        >
          {key === 'approve' && isChanged ? words.edit.approve : actionOf(card, key)}
        </Button>
      ))}
      {isSending && (
        <span role="status" className={classes.sending}>
          {words.approval.sending}
        </span>
      )}
    </footer>
  );
}
