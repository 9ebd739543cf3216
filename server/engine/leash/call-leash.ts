// What one call says about how far its turn may go: the person's leash, and what the caller wants to be shorter.
import {
  type Caps,
  capNames,
  DEFAULT_STALL_MINUTES,
  hasCaps,
  type Leash,
  lowestCaps,
} from '../../contract/leash.ts';
import { amountText } from '../../contract/leash-words.ts';
import { aboveLeash } from '../../errors/leash.ts';

export interface CallLeash {
  /** What its turn may spend. */
  readonly caps: Caps;
  /** The caller's part of it. */
  readonly wishes: Caps;
  readonly stallMs: number;
}

/** @throws above-leash, naming the wish that is above what the person has set */
export function callLeash(wishes: Caps, leash: Leash): CallLeash {
  for (const name of capNames) {
    const [wish, most] = [wishes[name], leash[name]];
    if (wish !== undefined && most !== undefined && wish > most) {
      throw aboveLeash(amountText(name, wish), amountText(name, most));
    }
  }
  const stallMs = (leash.stallMinutes ?? DEFAULT_STALL_MINUTES) * 60_000;
  return { caps: lowestCaps(wishes, leash), wishes, stallMs };
}

/** The engine must announce what it does, so that it can be held. */
export function isHeld({ caps }: CallLeash): boolean {
  return hasCaps(caps);
}
