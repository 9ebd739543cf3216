// One terminal that follows the host's questions and may answer them.
import type { Socket } from 'node:net';
import type { TerminalDesk } from '../../approvals/terminal.ts';
import { writeLine } from '../../base/lines.ts';
import { knownError } from '../../errors/error.ts';
import { refusalOf, type TerminalMessage, terminalAnswerSchema } from '../messages/approvals.ts';
import { readMessages } from '../read-messages.ts';

/** Serves the terminal until it disconnects. */
export function serveTerminal(desk: TerminalDesk, socket: Socket): void {
  const send = (message: TerminalMessage) => writeLine(socket, JSON.stringify(message));

  async function answer(message: unknown): Promise<void> {
    try {
      const given = terminalAnswerSchema.parse(message);
      await desk.answer(given);
      send({ kind: 'answered', id: given.id });
    } catch (error) {
      send({ kind: 'refused', refusal: refusalOf(knownError(error)) });
    }
  }

  const refusal = desk.refusal();
  send({ kind: 'waiting', waiting: desk.waiting(), ...(refusal && { whyNot: refusalOf(refusal) }) });
  const stopWatching = desk.watch(send);
  socket.once('close', stopWatching);
  readMessages(socket, (message) => void answer(message));
}
