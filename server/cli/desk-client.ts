// The client side of the host's terminal desk, for commands.

import type { TerminalAnswer } from '../approvals/terminal.ts';
import { writeLine } from '../base/lines.ts';
import { createQueue } from '../base/queue.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { contactHost } from '../control/client.ts';
import { errorOf, type TerminalMessage } from '../control/messages/approvals.ts';
import { readMessages } from '../control/read-messages.ts';
import { hostNotRunning, hostSilent } from '../errors/control.ts';

export interface DeskClient {
  /** The host's next message, `waiting` first; undefined when it has ended. */
  next(): Promise<TerminalMessage | undefined>;
  send(answer: TerminalAnswer): void;
  close(): void;
}

/** @throws host-not-running, host-silent, control-folder-not-safe, and the host's own refusal */
export async function connectDesk(patchbayHome: string): Promise<DeskClient> {
  const contact = await contactHost(controlPlaceOf(patchbayHome), { kind: 'approvals' });
  switch (contact.kind) {
    case 'nobody':
      throw hostNotRunning(patchbayHome);
    case 'silent':
      throw hostSilent(patchbayHome);
    case 'refused':
      throw errorOf(contact);
    case 'open': {
      const { socket } = contact;
      const messages = createQueue<TerminalMessage>();
      socket.once('close', () => messages.end());
      readMessages(socket, (message) => messages.push(message as TerminalMessage));
      return {
        next: () => messages.next(),
        send: (answer) => writeLine(socket, JSON.stringify(answer)),
        close: () => socket.destroy(),
      };
    }
  }
}
