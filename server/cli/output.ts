// Standard output of commands: a closed reader ends them silently, a full disk with a message.

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
