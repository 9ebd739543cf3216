// What goes wrong between the SDK's server and its client, in the log. The SDK quotes whole messages: an answer that
// nobody waits for may hold what a person typed into a form.
import type { Server } from '@modelcontextprotocol/server';
import { messageOf } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';

const QUOTING: readonly (readonly [RegExp, string])[] = [
  [
    /^Received a response for an unknown message ID\b/,
    'The client answered a question that does not wait: it is over, or never was.',
  ],
  [
    /^Received a progress notification for an unknown token\b/,
    'The client told the progress of a request that does not run.',
  ],
  [/^Unknown message type\b/, 'The client sent a message that is no request, notification or answer.'],
];

/** Logs the errors of a session, without what they quote. */
export function logErrors(server: Server, logger: Logger): void {
  server.onerror = (error) => {
    const message = messageOf(error);
    const [, words] = QUOTING.find(([start]) => start.test(message)) ?? [];
    logger.warn('session-error', { message: words ?? message });
  };
}
