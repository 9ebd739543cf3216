// Whether a person is where questions are shown.
import { rejectOn } from '../base/deadline.ts';

export interface Presence {
  isSomebodyThere(): boolean;
  /** Calls back when that may have changed. @returns a function that ends this */
  onChange(listener: () => void): () => void;
}

/** Resolves once nobody is at any of these places; at once if there are none. @throws the signal's reason */
export async function nobodyAt(places: readonly Presence[], signal: AbortSignal): Promise<void> {
  const isEmpty = () => !places.some((place) => place.isSomebodyThere());
  const ends: (() => void)[] = [];
  try {
    const empty = new Promise<void>((resolve) => {
      const look = () => isEmpty() && resolve();
      for (const place of places) ends.push(place.onChange(look));
      look();
    });
    await Promise.race([empty, rejectOn(signal)]);
  } finally {
    for (const end of ends) end();
  }
}
