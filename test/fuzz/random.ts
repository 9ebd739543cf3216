// Random choices that a seed decides: the same seed and index give the same case, on every machine.

export interface Random {
  /** From 0 to 1, without 1. */
  next(): number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of these, the more often the heavier it is. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T;
  bytes(count: number): Buffer;
  /** Another generator, for choices that are made at a time that the seed does not decide. */
  fork(): Random;
}

/** A generator for one case of a run. */
export function randomFor(seed: number, index: number): Random {
  return randomFrom(mix(mix(seed) ^ mix(index + 0x9e3779b9)));
}

/** mulberry32 */
function randomFrom(start: number): Random {
  let state = start;

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    return mix(state) / 2 ** 32;
  }

  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    weighted<T>(choices: readonly (readonly [number, T])[]) {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, choice] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      return (choices.at(-1) as readonly [number, T])[1];
    },
    fork: () => randomFrom(below(2 ** 32)),
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  };
}

function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
