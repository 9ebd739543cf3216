// Errors of threads and their turns.
import { PatchbayError } from './error.ts';

/** A call names a thread that its client does not have. */
export function threadNotFound(threadId: string): PatchbayError {
  return new PatchbayError(
    'thread-not-found',
    `Session not found for thread_id: ${threadId}`,
    '(threads belong to the client that started them; start a new one with the codex tool).',
  );
}

/** The engine says that another process has the thread open. */
export function threadInUse(threadId: string): PatchbayError {
  return new PatchbayError(
    'thread-in-use',
    `Thread ${threadId} is open in another Codex or Patchbay process.`,
    'Close it there, or start a new thread with the codex tool.',
  );
}

/** Something is to be done in a thread that a person has archived. */
export function threadArchived(threadId: string): PatchbayError {
  return new PatchbayError(
    'thread-archived',
    `Thread ${threadId} is archived.`,
    'Start a new thread with the codex tool, or ask the person who runs Patchbay to unarchive it.',
    { fixInWindow: 'Unarchive it first.' },
  );
}

/** A person archives or forks a thread, or continues one, while a turn runs in it. */
export function threadBusy(): PatchbayError {
  return new PatchbayError(
    'thread-busy',
    'A turn is running in this thread.',
    'Stop it or wait until it has ended, then try again.',
  );
}

/** A person continues or forks a thread that was not started through Patchbay. */
export function threadOfOthers(threadId: string): PatchbayError {
  return new PatchbayError(
    'thread-of-others',
    'Another program started this thread, so Patchbay does not know what it may do.',
    `Continue it there, or run \`codex resume ${threadId}\` or \`codex fork ${threadId}\` in a terminal.`,
    { fixInWindow: 'Continue it there, or in a terminal: Copy resume command is below the timeline.' },
  );
}

/** A call is for a running turn, and there is none. */
export function noTurnRuns(): PatchbayError {
  return new PatchbayError('no-turn-runs', 'No turn runs in this thread any more.', '');
}

/** The turn of a client that went away is stopped. @param afterMs without a listener */
export function nobodyListened(afterMs: number): PatchbayError {
  return new PatchbayError(
    'nobody-listened',
    `This turn was stopped because no client had listened to it for ${Math.round(afterMs / 1000)} s.`,
    'Continue it with codex-reply or codex-start, and call codex-wait while it runs.',
  );
}

/** A client ends its input while a call of it runs: nobody is left who could be asked. */
export function clientLeft(): PatchbayError {
  return new PatchbayError(
    'client-left',
    'The client ended its input while this call was running, so the call was stopped.',
    'Keep the input open until the answer is there; `codex-reply` continues the thread.',
  );
}

/** A call begins a turn while new turns are paused. */
export function turnsPaused(): PatchbayError {
  return new PatchbayError(
    'turns-paused',
    'The person who runs Patchbay has paused new turns.',
    'Ask them to resume, then call again.',
  );
}

/** The window asks for something that would end running turns. */
export function turnsAreRunning(count: number): PatchbayError {
  return new PatchbayError(
    'turns-are-running',
    `${count === 1 ? 'A turn is running, and this would end it' : `${count} turns are running, and this would end them`}.`,
    'Stop them or wait until they have ended, then try again.',
  );
}

/** The host stops while a turn runs or a connection comes. */
export function shuttingDown(): PatchbayError {
  return new PatchbayError(
    'shutting-down',
    'Patchbay is stopping, so this turn ended.',
    'Start Patchbay again and continue the thread with codex-reply.',
  );
}
