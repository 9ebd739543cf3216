import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { MOST_TOGETHER } from '../../../server/contract/commands/approvals.ts';
import { describeSubject } from '../../../server/contract/describe-subject.ts';
import { canBeApprovedTogether, isWaiting } from '../../../server/contract/selectors.ts';
import { folderName } from '../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { Ago, Elapsed } from '../../components/elapsed.tsx';
import { words } from '../../words.ts';
import { whereDecided } from './card-words.ts';
import { decidedCards, missedCards, waitingByThread } from './cards.ts';
import classes from './queue.module.css';

interface Props {
  readonly inbox: readonly ApprovalCard[];
  readonly openId: string | undefined;
  onOpen(id: string): void;
  /** A person wants to approve these together. */
  onApproveTogether(cards: readonly ApprovalCard[]): void;
}

/** Waiting questions, by thread; below them missed and recently decided ones. */
export function Queue({ inbox, openId, onOpen, onApproveTogether }: Props) {
  const missed = missedCards(inbox);
  const decided = decidedCards(inbox);
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    if (openId) list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [openId]);
  return (
    <nav ref={list} className={classes.queue} aria-label={words.inbox.queue}>
      <div className={classes.waiting}>
        {waitingByThread(inbox).map(({ threadId, title, cards }) => (
          <Section
            key={threadId}
            title={title || (cards[0]?.who ?? '')}
            cards={cards}
            openId={openId}
            onOpen={onOpen}
          >
            <ApproveButton
              cards={cards.filter(canBeApprovedTogether).slice(0, MOST_TOGETHER)}
              waiting={cards.length}
              onApprove={onApproveTogether}
            />
          </Section>
        ))}
      </div>
      {missed.length + decided.length > 0 && (
        <div className={classes.over}>
          {missed.length > 0 && (
            <Section title={words.inbox.missed} cards={missed} openId={openId} onOpen={onOpen} />
          )}
          {decided.length > 0 && (
            <Section title={words.inbox.decided} cards={decided} openId={openId} onOpen={onOpen} />
          )}
        </div>
      )}
    </nav>
  );
}

function Section({
  title,
  cards,
  openId,
  onOpen,
  children,
}: Pick<Props, 'openId' | 'onOpen'> & { title: string; cards: Props['inbox']; children?: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2 className={classes.title} title={title}>
        <span>{title}</span>
        {cards.length > 1 && <span>{cards.length}</span>}
      </h2>
      {children}
      {cards.map((card) => (
        <Row key={card.id} card={card} isOpen={card.id === openId} onOpen={onOpen} />
      ))}
    </section>
  );
}

/** Nothing to do together with fewer than two. */
function ApproveButton(props: {
  cards: readonly ApprovalCard[];
  /** How many the thread waits for. */
  waiting: number;
  onApprove(cards: readonly ApprovalCard[]): void;
}) {
  const { cards, waiting, onApprove } = props;
  if (cards.length < 2) return undefined;
  return (
    <Button variant="default" size="compact-xs" mx={8} mb={4} onClick={() => onApprove(cards)}>
      {words.approval.together.open(cards.length, waiting)}
    </Button>
  );
}

function Row({ card, isOpen, onOpen }: { card: ApprovalCard; isOpen: boolean; onOpen: Props['onOpen'] }) {
  const { label } = describeSubject(card.subject, card.folder);
  const shown = card.script ? makeVisible(card.script.text.trim().replace(/\s+/g, ' ')) : label;
  return (
    <UnstyledButton
      className={classes.row}
      data-open={isOpen || undefined}
      data-over={!isWaiting(card) || undefined}
      aria-current={isOpen}
      onClick={(event) => {
        // After a mouse click the keys still belong to the card: Space folds a file and does not press this row.
        if (event.detail > 0) event.currentTarget.blur();
        onOpen(card.id);
      }}
    >
      <span className={classes.line}>
        <span className={classes.what} data-code={card.subject.kind === 'command' || undefined} title={shown}>
          {shown}
        </span>
        <Text component="span" size="xs" c="dimmed" className={classes.time}>
          {card.state.kind === 'waiting' ? <Elapsed since={card.askedAt} /> : <Ago at={card.state.at} />}
        </Text>
      </span>
      <span className={classes.foot}>
        {card.dangers.length > 0 && isWaiting(card) && (
          <IconAlertTriangle
            size={12}
            className={classes.danger ?? ''}
            aria-label={words.approval.dangersLabel}
          />
        )}
        <Text component="span" size="xs" c="dimmed" truncate>
          {footOf(card)}
        </Text>
      </span>
    </UnstyledButton>
  );
}

function footOf({ state, who, folder }: ApprovalCard): string {
  switch (state.kind) {
    case 'waiting':
      return folder ? `${folderName(folder)} · ${who}` : who;
    case 'decided':
      return `${words.approval.verdicts[state.decision.verdict]} ${whereDecided(state.decision)}`;
    case 'missed':
      return words.inbox.nobodyAnswered;
    case 'over':
      return words.approval.over[state.why];
  }
}
