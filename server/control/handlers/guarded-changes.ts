// A terminal that changes what decides about questions. It needs the passphrase, as an answer does, and is refused while
// something runs that could type it.
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { TerminalDesk } from '../../approvals/terminal.ts';
import { writeLine } from '../../base/lines.ts';
import { passphraseNotSet } from '../../errors/approvals.ts';
import { knownError, type PatchbayError } from '../../errors/error.ts';
import type { Host } from '../../host/host.ts';
import { refusalOf } from '../messages/approvals.ts';
import { readMessages } from '../read-messages.ts';

const withPassphrase = z.object({ passphrase: z.string() });

/**
 * Serves it until it goes.
 * @param options.notNow the error while these threads could reach the terminal
 * @param options.apply makes the change that the request describes, and says what to answer
 */
export function serveChanges(
  host: Pick<Host, 'runningThreads'>,
  desk: TerminalDesk,
  socket: Socket,
  options: {
    notNow(threads: readonly string[]): PatchbayError;
    apply(request: unknown): Promise<object> | object;
  },
): void {
  const send = (answer: object) => writeLine(socket, JSON.stringify(answer));

  function refusal(): PatchbayError | undefined {
    const exposed = host.runningThreads().filter(({ isExposed }) => isExposed);
    if (exposed.length > 0) return options.notNow(exposed.map(({ id }) => id));
    return desk.hasPassphrase() ? undefined : passphraseNotSet();
  }

  async function change(request: unknown): Promise<void> {
    try {
      const { passphrase } = withPassphrase.parse(request);
      const before = refusal();
      if (before) throw before;
      await desk.admit(passphrase);
      // A thread may have begun while the passphrase was looked at.
      const now = refusal();
      if (now) throw now;
      send({ kind: 'changed', ...(await options.apply(request)) });
    } catch (error) {
      send({ kind: 'refused', refusal: refusalOf(knownError(error)) });
    }
  }

  const first = refusal();
  send(first ? { kind: 'refused', refusal: refusalOf(first) } : { kind: 'ready' });
  readMessages(socket, (request) => void change(request));
}
