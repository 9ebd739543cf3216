// Standard output of commands: a reader that has gone ends them quietly, a disk that takes nothing more with words.

import { outputNotWritten } from '../errors/cli.ts';
import { exitCodes } from './exit-codes.ts';
import { reportFailure } from './report.ts';

/**
 * From here on the command ends when its output cannot be written.
 * @param isServer a client that has gone is noticed by what serves it, and ends that in order
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
