import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { makeVisibleInLine } from '../../../server/contract/visible.ts';
import { Elapsed } from '../../components/elapsed.tsx';
import { useNow } from '../../components/use-now.ts';
import { words } from '../../words.ts';
import classes from './card-head.module.css';

/** The question, and how long it has waited and still waits. */
export function CardHead({ card, children }: { card: ApprovalCard; children: ReactNode }) {
  return (
    <header className={classes.head}>
      <h1 id={`question-${card.id}`} className={classes.question}>
        {children}
      </h1>
      {card.state.kind === 'waiting' && (
        <Text size="xs" c="dimmed" className={classes.time}>
          {words.approval.waiting('')}
          <Elapsed since={card.askedAt} />, <Deadline at={card.deadlineAt} />
        </Text>
      )}
    </header>
  );
}

/** Who asks, where, in which thread, in one line; and what can be done with it besides answering. */
export function CardPlace({ card, children }: { card: ApprovalCard; children: ReactNode }) {
  const { who, folder, branch, title } = card;
  const place = `${shortPath(folder)}${branch ? ` (${makeVisibleInLine(branch)})` : ''}`;
  const whole = [who, folder, title]
    .filter((part) => part !== '')
    .map(makeVisibleInLine)
    .join(' · ');
  return (
    <div className={classes.place}>
      <p title={whole}>
        <b className={classes.who}>{makeVisibleInLine(who)}</b> {folder && words.approval.folder(place)}
        {title && ` · ${makeVisibleInLine(title)}`}
      </p>
      {children}
    </div>
  );
}

function Deadline({ at }: { at: number | undefined }) {
  const now = useNow();
  if (at === undefined) return words.approval.paused;
  return words.approval.expires(words.time.clock(at - now));
}
