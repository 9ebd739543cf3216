// Which questions the inbox lists and which one is open, driven by the events a host sends.
import { describe, expect, test } from 'vitest';
import {
  decidedCards,
  missedCards,
  neighbour,
  nextWaiting,
  openCard,
  waitingByThread,
} from '../../renderer/pages/inbox/cards.ts';
import type { ApprovalCard } from '../../server/contract/approval-card.ts';
import { reduce } from '../../server/contract/reduce.ts';
import { waitingCards } from '../../server/contract/selectors.ts';
import type { HostState } from '../../server/contract/state.ts';
import { sceneOf } from './stage/scenes.ts';

const empty = sceneOf('empty').state;
const [first, ...others] = sceneOf('many').state.inbox;
const decision = { verdict: 'approve', means: 'client', by: 'Cursor', afterMs: 10 } as const;

function withCards(cards: readonly (ApprovalCard | undefined)[], state: HostState = empty): HostState {
  return reduce(
    state,
    cards.flatMap((card) => (card ? [{ kind: 'card', card } as const] : [])),
  );
}
const decided = (card: ApprovalCard): ApprovalCard => ({
  ...card,
  state: { kind: 'decided', at: Date.now(), decision },
});

describe('the open card', () => {
  test('is the first waiting one if none was chosen', () => {
    const { inbox } = withCards([first, ...others]);
    expect(openCard(inbox, undefined)?.id).toBe('many-0');
  });

  test('stays open while 200 questions arrive', () => {
    const before = withCards([others[3]]);
    const after = withCards(sceneOf('many').state.inbox, before);
    expect(after.inbox).toHaveLength(200);
    expect(openCard(after.inbox, 'many-4')).toEqual(others[3]);
  });

  test('stays open with its outcome when it is decided somewhere else', () => {
    const state = withCards([first, others[0]]);
    const after = withCards(first ? [decided(first)] : [], state);
    expect(openCard(after.inbox, 'many-0')?.state.kind).toBe('decided');
  });

  test('is followed by the next waiting one when answered here, and by none after the last', () => {
    const { inbox } = withCards([first, others[0], others[1]]);
    expect(nextWaiting(inbox, 'many-2')?.id).toBe('many-0');
    const last = withCards(first ? [first] : []).inbox;
    expect(nextWaiting(last, 'many-0')).toBeUndefined();
  });
});

describe('the queue', () => {
  test('keeps threads in the order of their first question', () => {
    const { inbox } = withCards([first, ...others]);
    const groups = waitingByThread(inbox);
    expect(groups.map(({ threadId }) => threadId)).toEqual(['t0', 't1', 't2', 't3', 't4']);
    expect(groups[0]?.cards.map(({ id }) => id).slice(0, 2)).toEqual(['many-0', 'many-5']);
  });

  test('keeps threads in place while their questions are answered', () => {
    const state = withCards([first, ...others]);
    const after = withCards(first ? [decided(first)] : [], state);
    expect(waitingByThread(after.inbox).map(({ threadId }) => threadId)).toEqual([
      't0',
      't1',
      't2',
      't3',
      't4',
    ]);
  });

  test('lists missed and decided questions separately from waiting ones', () => {
    const { inbox } = sceneOf('busy').state;
    expect(missedCards(inbox).map(({ id }) => id)).toEqual(['over', 'missed']);
    expect(decidedCards(inbox).map(({ id }) => id)).toEqual(['decided']);
    expect(waitingCards(inbox).every(({ state }) => state.kind === 'waiting')).toBe(true);
  });

  test('can be stepped through one by one and stops at both ends', () => {
    const { inbox } = withCards([first, others[0]]);
    expect(neighbour(inbox, 'many-0', 1)?.id).toBe('many-1');
    expect(neighbour(inbox, 'many-1', 1)?.id).toBe('many-1');
    expect(neighbour(inbox, 'many-0', -1)?.id).toBe('many-0');
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});
