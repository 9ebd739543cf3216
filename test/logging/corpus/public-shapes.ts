// Values that the kinds after public reports have in common.
import type { Random } from '../../fuzz/random.ts';
import { chars, password } from './text.ts';

/** What no look of its own gives away. */
export const opaque = (random: Random) => chars(random, 'alphanumeric', 18 + random.below(24));
export const hex = (count: number) => (random: Random) => chars(random, 'hex', count);
export const base64 = (bytes: number) => (random: Random) => random.bytes(bytes).toString('base64');
export const strong = (random: Random) => password(random, 14);

/** Small letters and digits behind a word, as people choose passwords. */
export const chosen = (random: Random) =>
  `${random.pick(['harbor', 'Winter', 'tulip', 'Falcon', 'pepper', 'Sommer'])}${random.pick(['-', '!', '#', '_'])}${chars(random, 'lowerDigits', 5)}${random.below(90) + 10}`;

/** Broken into lines of this width, each behind the indentation. */
export function wrapped(text: string, { width, indent = '' }: { width: number; indent?: string }): string {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width));
  return lines.join(`\n${indent}`);
}
