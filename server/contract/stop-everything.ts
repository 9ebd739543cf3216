// Denying everything and stopping all turns: what it is about, and how many that are. For the tray and the window.
import type { ApprovalCard } from './approval-card.ts';
import { waitingCards } from './selectors.ts';

/** The questions that are denied: all but the settings of a repository, for which nothing waits. */
export function deniedByStop(inbox: readonly ApprovalCard[]): readonly ApprovalCard[] {
  return waitingCards(inbox).filter(({ subject }) => subject.kind !== 'folder');
}

/** `3 questions will be denied and 1 turn stopped.` One of both is not 0. */
export function stopText(questions: number, turns: number): string {
  const asked = questions > 0 ? `${count(questions, 'question')} will be denied` : '';
  const running = turns > 0 ? `${count(turns, 'turn')} ${asked ? 'stopped' : 'will be stopped'}` : '';
  return `${[asked, running].filter(Boolean).join(' and ')}.`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
