// Random text of a given alphabet, for secrets and for what only looks like one.
import type { Random } from '../../fuzz/random.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

export const alphabets = {
  lower: LOWER,
  upper: UPPER,
  digits: DIGITS,
  hex: `${DIGITS}abcdef`,
  lowerDigits: LOWER + DIGITS,
  upperDigits: UPPER + DIGITS,
  base32: `${UPPER}234567`,
  alphanumeric: LOWER + UPPER + DIGITS,
  base64: `${LOWER + UPPER + DIGITS}+/`,
  base64Url: `${LOWER + UPPER + DIGITS}_-`,
} as const;

export function chars(random: Random, alphabet: keyof typeof alphabets, count: number): string {
  return Array.from({ length: count }, () => random.pick([...alphabets[alphabet]])).join('');
}

export function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((count) => chars(random, 'hex', count)).join('-');
}

/** What people call a strong password: it has every kind of character. */
export function password(random: Random, count = 14): string {
  const middle = chars(random, 'alphanumeric', count - 4);
  return `${chars(random, 'upper', 1)}${middle}${random.pick(['!', '#', '%', '*', '+', '-', '_', '.'])}${chars(random, 'digits', 2)}`;
}

export function jwt(random: Random): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: chars(random, 'digits', 10), aud: chars(random, 'lower', 8), iat: random.below(2e9) };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${chars(random, 'base64Url', 86)}`;
}

export function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Base64 in lines of 64 characters. */
export function base64Lines(random: Random, lines: number): string[] {
  return Array.from({ length: lines }, () => chars(random, 'base64', 64));
}
