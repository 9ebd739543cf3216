// Standard output of commands: a closed reader ends them silently, a full disk with a message.

import { escapeInvisible } from '../contract/visible.ts';
import { outputNotWritten } from '../errors/cli.ts';
import { exitCodes } from './exit-codes.ts';
import { reportFailure } from './report.ts';

/**
 * From now on, the command ends when its output cannot be written.
 * @param isServer the server notices a closed client itself and ends in order
 */
export function endWithOutput(isServer: boolean): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      if (isServer) return;
      process.exit(process.exitCode ?? exitCodes.ok);
    }
    reportFailure(outputNotWritten(error));
    process.exit(exitCodes.failed);
  });
}

/**
 * What `--json` prints: one document, with times as ISO 8601.
 * @param value what JSON.stringify takes; a list is printed as an array, also if it is empty
 */
export function printJson(value: unknown): void {
  process.stdout.write(`${jsonText(value, 2)}\n`);
}

/** @param atMs since 1970 @returns ISO 8601; null for what is no time, as a damaged file may have it */
export function isoTime(atMs: number): string | null {
  const time = new Date(atMs);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/**
 * JSON that a terminal can show. `JSON.stringify` leaves C1 and bidirectional control characters as they are, which a
 * terminal obeys.
 * @param indent as of JSON.stringify
 */
export function jsonText(value: unknown, indent?: number): string {
  return escapeInvisible(JSON.stringify(value, null, indent));
}
