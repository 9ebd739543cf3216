// Days on the command line, as in 2026-11-29.
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** @throws InvalidArgumentError */
export function calendarDay(text: string): string {
  if (z.iso.date().safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be a day, as in 2026-11-29.');
}
