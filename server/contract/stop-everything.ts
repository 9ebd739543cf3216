// Denying everything and stopping all turns: what it is about, and how many that are. For the tray and the window.
import type { ApprovalCard } from './approval-card.ts';
import { waitingCards } from './selectors.ts';
import { stopWords } from './words/stop.ts';

/** The questions that are denied: all but the settings of a repository, for which nothing waits. */
export function deniedByStop(inbox: readonly ApprovalCard[]): readonly ApprovalCard[] {
  return waitingCards(inbox).filter(({ subject }) => subject.kind !== 'folder');
}

/** `3 questions will be denied and 1 turn stopped.` One of both is not 0. */
export function stopText(questions: number, turns: number): string {
  if (turns === 0) return stopWords.questions(questions);
  return questions === 0 ? stopWords.turns(turns) : stopWords.both(questions, turns);
}
