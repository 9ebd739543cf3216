// Numbers on the command line: digits as people write them, no sign, exponent, other base or blank.
import { InvalidArgumentError } from 'commander';

/** @returns a parser for commander, which throws InvalidArgumentError */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** The same with a fraction, behind a point. */
export function decimalNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(
      `It must be a number from ${least} to ${most}, like ${exampleFrom(least)}.`,
    );
  };
}

function exampleFrom(least: number): string {
  return least < 1 ? '1.5' : String(least + 0.5);
}
