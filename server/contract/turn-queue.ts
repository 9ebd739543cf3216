// Turns that wait because as many run as may run at once.
import { queueWords } from './words/turn-queue.ts';

/** A turn that waits. */
export interface QueuedTurn {
  /** In line, from 1. */
  readonly place: number;
  /** How many turns run at once. */
  readonly most: number;
}

/** `5 turns run at once; 3rd in line`, for the window and for clients. */
export function queuedText({ place, most }: QueuedTurn): string {
  return queueWords.queued(most, ordinal(place));
}

const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const rules = new Intl.PluralRules('en', { type: 'ordinal' });

function ordinal(place: number): string {
  return `${place}${suffixes[rules.select(place)]}`;
}
