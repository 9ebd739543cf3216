// What the inbox lists, from the cards of the state. Pure, so that tests can feed it events.

import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { waitingCards } from '../../../server/contract/selectors.ts';

export interface CardGroup {
  readonly threadId: string;
  readonly title: string;
  readonly cards: readonly ApprovalCard[];
}

/** Waiting questions, by thread. The thread comes first that has been waiting longest for an answer. */
export function waitingByThread(inbox: readonly ApprovalCard[]): CardGroup[] {
  const groups = Map.groupBy(waitingCards(inbox), ({ threadId }) => threadId);
  return [...groups]
    .map(([threadId, cards]) => ({ threadId, title: cards[0]?.title ?? '', cards }))
    .sort((left, right) => waitingSince(left) - waitingSince(right));
}

function waitingSince({ cards }: CardGroup): number {
  return Math.min(...cards.map(({ askedAt }) => askedAt));
}

/** Questions that nobody answered or that ended first; the latest first. */
export function missedCards(inbox: readonly ApprovalCard[]): readonly ApprovalCard[] {
  return inbox.filter(({ state }) => state.kind === 'missed' || state.kind === 'over').toReversed();
}

export function decidedCards(inbox: readonly ApprovalCard[]): readonly ApprovalCard[] {
  return inbox.filter(({ state }) => state.kind === 'decided').toReversed();
}

/** All cards, in the order of the queue. */
function queueOrder(inbox: readonly ApprovalCard[]): readonly ApprovalCard[] {
  const waiting = waitingByThread(inbox).flatMap(({ cards }) => cards);
  return [...waiting, ...missedCards(inbox), ...decidedCards(inbox)];
}

/**
 * Which card is open: the chosen one as long as it exists, whatever arrives or is decided; otherwise the first waiting
 * one.
 * @param chosenId the most recently opened card
 */
export function openCard(
  inbox: readonly ApprovalCard[],
  chosenId: string | undefined,
): ApprovalCard | undefined {
  return inbox.find(({ id }) => id === chosenId) ?? waitingByThread(inbox)[0]?.cards[0];
}

/** What to open after this card was answered here: the next waiting one below it, otherwise the first above. */
export function nextWaiting(inbox: readonly ApprovalCard[], answeredId: string): ApprovalCard | undefined {
  const queue = queueOrder(inbox);
  const index = queue.findIndex(({ id }) => id === answeredId);
  const around = [...queue.slice(index + 1), ...queue.slice(0, Math.max(index, 0))];
  return waitingCards(around)[0];
}

/** The neighbour in the queue, for J and K; the card itself at the ends. */
export function neighbour(
  inbox: readonly ApprovalCard[],
  id: string | undefined,
  step: 1 | -1,
): ApprovalCard | undefined {
  const queue = queueOrder(inbox);
  const index = queue.findIndex((card) => card.id === id);
  return queue[Math.min(Math.max(index + step, 0), queue.length - 1)];
}
