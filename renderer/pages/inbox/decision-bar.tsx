import type { ReactNode } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { words } from '../../words.ts';
import { AnswerButton } from './answer-button.tsx';
import { answersOf } from './card-words.ts';
import classes from './decision-bar.module.css';
import { type DecisionKey, isGrant, isYes } from './decision-chords.ts';
import { GuardedButton } from './guarded-button.tsx';
import type { Editing } from './use-edit.ts';
import type { PressGuard } from './use-press-guard.ts';

interface Props {
  readonly card: ApprovalCard;
  readonly isSending: boolean;
  /** What the person makes of the question. */
  readonly editing: Editing;
  /** Disabled for a moment after the card appears or the buttons move: a click that was meant for something else. */
  readonly isLive: boolean;
  readonly guard: PressGuard;
  /** The way to a rule, beside the other answer that is for more than once. */
  readonly children: ReactNode;
  onDecide(key: DecisionKey): void;
}

/**
 * The possible answers: yes at one end, no at the other, and what is for more than once in a line of its own. Nothing is
 * focused: only a chord or a click decides.
 */
export function DecisionBar({ card, isSending, editing, isLive, guard, children, onDecide }: Props) {
  const { isChanged, preview } = editing;
  const { groups } = words.approval;
  const answers = answersOf(card, isChanged);
  function buttons(keys: readonly DecisionKey[]) {
    return keys.map((key) => {
      const isReady = !isSending && !(key === 'approve' && isChanged && !preview);
      const button = { answer: key, isChanged, isReady, isLive };
      if (guard.isGuarded(key)) return <GuardedButton key={key} {...button} guard={guard} />;
      return <AnswerButton key={key} {...button} card={card} onPress={() => onDecide(key)} />;
    });
  }
  return (
    <footer aria-busy={isSending}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      <div role="group" aria-label={groups.grants} className={classes.grants}>
        {buttons(answers.filter(isGrant))}
        {children}
      </div>
      <div className={classes.bar}>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="group" aria-label={groups.yes} className={classes.group}>
          {buttons(answers.filter((key) => isYes(key) && !isGrant(key)))}
        </div>
        <span role="status" className={classes.sending}>
          {isSending ? words.approval.sending : statusOf(guard)}
        </span>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="group" aria-label={groups.no} className={classes.group}>
          {buttons(answers.filter((key) => !isYes(key)).toReversed())}
        </div>
      </div>
    </footer>
  );
}

/** The button shows it; here it is said. */
function statusOf({ press }: PressGuard): ReactNode {
  return (
    press.kind === 'pressed-once' && <span className={classes.said}>{words.approval.guarded.againLong}</span>
  );
}
