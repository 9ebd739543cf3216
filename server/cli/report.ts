// The message of a failed command: sentences, never a stack trace.

import { makeVisible } from '../contract/visible.ts';
import { systemFailed, unexpected } from '../errors/cli.ts';
import { PatchbayError } from '../errors/error.ts';

/** Writes the error to stderr; names in it may be hostile, and are made visible. PATCHBAY_LOG=debug adds the stack of an unexpected error. */
export function reportFailure(error: unknown): void {
  const known = knownFailure(error);
  const details = known.details ? `${known.details}\n` : '';
  process.stderr.write(makeVisible(`patchbay: ${known.message}\n${details}`));
  const { cause } = known;
  if (known.code === 'unexpected' && process.env['PATCHBAY_LOG'] === 'debug' && cause instanceof Error) {
    process.stderr.write(`${cause.stack}\n`);
  }
}

function knownFailure(error: unknown): PatchbayError {
  if (error instanceof PatchbayError) return error;
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const isOfSystem = error instanceof Error && typeof code === 'string' && syscall !== undefined;
  return isOfSystem ? systemFailed(error) : unexpected(error);
}
