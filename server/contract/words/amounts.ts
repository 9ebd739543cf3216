// What a turn spends, in words: see leash-words.ts.
import type { CapName } from '../leash.ts';

const units: Readonly<Record<CapName, readonly [one: string, many: string]>> = {
  minutes: ['min', 'min'],
  tokens: ['token', 'tokens'],
  commands: ['command', 'commands'],
  files: ['file', 'files'],
};

export const amountWords = {
  lessThan: (number: string) => `less than ${number}`,
  /** `30 min`. @param number as it is shown */
  amount: (number: string, name: CapName, count: number) => `${number} ${units[name][count === 1 ? 0 : 1]}`,
  seconds: (count: number) => `${count} s`,
  /** `12 of 30 min`, `40 s of 30 min`. @param most with its unit */
  of: (number: string, most: string) => `${number} of ${most}`,
};
