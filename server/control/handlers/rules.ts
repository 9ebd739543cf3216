// A terminal that changes the person's rules. It needs the passphrase, as an answer does, and is refused while something
// runs that could type it.
import type { Socket } from 'node:net';
import type { TerminalDesk } from '../../approvals/terminal.ts';
import { readLines, writeLine } from '../../base/lines.ts';
import { passphraseNotSet } from '../../errors/approvals.ts';
import { knownError, type PatchbayError } from '../../errors/error.ts';
import { rulesNotNow } from '../../errors/rules.ts';
import type { Host } from '../../host/host.ts';
import { refusalOf } from '../messages/approvals.ts';
import { type RuleAnswer, ruleRequestSchema } from '../messages/rules.ts';

/** Serves it until it goes. */
export function serveRules(
  host: Pick<Host, 'rules' | 'runningThreads'>,
  desk: TerminalDesk,
  socket: Socket,
): void {
  const send = (answer: RuleAnswer) => writeLine(socket, JSON.stringify(answer));

  function refusal(): PatchbayError | undefined {
    const exposed = host.runningThreads().filter(({ isExposed }) => isExposed);
    if (exposed.length > 0) return rulesNotNow(exposed.map(({ id }) => id));
    return desk.hasPassphrase() ? undefined : passphraseNotSet();
  }

  async function change(line: string): Promise<void> {
    try {
      const request = ruleRequestSchema.parse(JSON.parse(line));
      const before = refusal();
      if (before) throw before;
      await desk.admit(request.passphrase);
      // A thread may have begun while the passphrase was looked at.
      const now = refusal();
      if (now) throw now;
      send({ kind: 'changed', rule: await host.rules.change(request.change, 'command-line') });
    } catch (error) {
      send({ kind: 'refused', refusal: refusalOf(knownError(error)) });
    }
  }

  const first = refusal();
  send(first ? { kind: 'refused', refusal: refusalOf(first) } : { kind: 'ready' });
  readLines(socket, (line) => void change(line));
}
