// The signals that ask us to end.
import { exitCodes } from './exit-codes.ts';

/**
 * Resolves with the exit code when the first SIGINT, SIGTERM or SIGHUP asks for an orderly end. A second one ends the
 * process at once; the watchdog cleans up then.
 */
export function waitForSignal(): Promise<number> {
  return new Promise((resolve) => {
    const signals = {
      SIGINT: exitCodes.interrupted,
      SIGTERM: exitCodes.terminated,
      SIGHUP: exitCodes.terminated,
    };
    let isAsked = false;
    for (const [signal, code] of Object.entries(signals)) {
      process.on(signal, () => {
        if (isAsked) process.exit(code);
        isAsked = true;
        resolve(code);
      });
    }
  });
}
