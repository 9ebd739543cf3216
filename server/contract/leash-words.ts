// What a turn has spent, in words: for the window, the terminal, the client's prompt and the result of a call.
import { type Amounts, type CapName, type Caps, capNames } from './leash.ts';
import { amountWords } from './words/amounts.ts';

/** A limit, which is never shown as none: `30 min`, `84k tokens`, `1 command`, `3 files`. */
export function amountText(name: CapName, amount: number): string {
  const isTiny = name === 'minutes' && amount > 0 && amount < 0.01;
  const number = isTiny ? amountWords.lessThan('0.01') : numberText(name, amount);
  return amountWords.amount(number, name, amount);
}

/** `12 of 30 min · 84k tokens · 9 commands · 3 files` */
export function spentText(amounts: Amounts, caps: Caps = {}): string {
  return spentParts(amounts, caps).join(' · ');
}

/** The same, part by part. */
export function spentParts(amounts: Amounts, caps: Caps): string[] {
  return capNames.map((name) => cappedText(name, amounts[name], caps[name]));
}

/** `12 of 30 min`, or `12 min` without a cap; in seconds below one minute, unless the cap is as short. */
export function cappedText(name: CapName, amount: number, cap: number | undefined): string {
  if (name === 'minutes' && amount < 1 && (cap === undefined || cap >= 1)) {
    const seconds = amountWords.seconds(Math.floor(amount * 60));
    return cap === undefined ? seconds : amountWords.of(seconds, amountText(name, cap));
  }
  if (cap === undefined) return amountWords.amount(spentNumber(name, amount), name, amount);
  return amountWords.of(spentNumber(name, amount), amountText(name, cap));
}

/** Whole minutes: tenths of what is spent tell nobody more, and change all the time. */
function spentNumber(name: CapName, amount: number): string {
  return numberText(name, name === 'minutes' && amount >= 1 ? Math.floor(amount) : amount);
}

/** Rounded down, so that a cap never seems reached before it is. */
function numberText(name: CapName, amount: number): string {
  if (name === 'minutes') return String(minutesDown(amount));
  if (amount < 10_000) return String(amount);
  if (amount < 1_000_000) return `${Math.floor(amount / 1000)}k`;
  return `${Math.floor(amount / 100_000) / 10}M`;
}

function minutesDown(amount: number): number {
  if (amount < 0.1) return Math.floor(amount * 100) / 100;
  return amount < 10 ? Math.floor(amount * 10) / 10 : Math.floor(amount);
}
