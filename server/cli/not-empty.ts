// Values of options that cannot be empty, for commander.
import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError */
export function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}
