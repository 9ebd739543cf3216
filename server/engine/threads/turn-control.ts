// Starts, steers and interrupts the turn of a thread in the engine.
import { waitAtMost } from '../../base/deadline.ts';
import type { Receipt } from '../../contract/receipt.ts';
import type { QueuedTurn } from '../../contract/turn-queue.ts';
import { knownError, messageOf } from '../../errors/error.ts';
import { noTurnRuns } from '../../errors/threads.ts';
import type { Logger } from '../../logging/logger.ts';
import type { AppServer } from '../process/app-server.ts';
import type { Engine } from '../process/supervisor.ts';
import type { TurnSteerParams } from '../protocol/v2/TurnSteerParams.ts';
import { hasNoActiveTurn } from './engine-errors.ts';
import type { Loader } from './loader.ts';
import type { ServerStartups } from './server-startups.ts';
import type { LiveThread, Thread } from './thread.ts';
import type { Turn, TurnEnd } from './turn.ts';
import type { TurnPlaces } from './turn-places.ts';

export interface TurnControl {
  /**
   * Makes it the thread's turn until it has ended. Resolves when the engine has taken the prompt, or when the turn was
   * ended before that.
   * @throws what Loader.load throws, and EngineError
   */
  start(thread: LiveThread, turn: Turn, prompt: string): Promise<void>;
  /** @returns false, once it has ended, when the turn was told to end or ended before the prompt reached it */
  steer(thread: LiveThread, turn: Turn, prompt: string): Promise<boolean>;
  /** Ends the running turn, if there is one, and what it left running. Resolves when it has ended. */
  interrupt(thread: LiveThread): Promise<void>;
  /** Ends commands that outlived their turn, unless a turn runs. */
  endCommands(thread: LiveThread): Promise<void>;
}

/** An interrupt is answered in 10–50 ms (observed on 0.169.0); after this time the turn is given up. */
const INTERRUPT_WAIT_MS = 5000;
const AGAIN_MS = 20;
/** How long a turn waits for starting MCP servers; then it starts without their tools. */
const SERVERS_WAIT_MS = 10_000;

export function createTurnControl(options: {
  engine: Engine;
  loader: Loader;
  startups: ServerStartups;
  /** See ThreadsOptions. */
  beforeTurn(thread: Thread): Promise<string | undefined>;
  afterTurn(thread: Thread): Promise<Receipt | undefined>;
  places: TurnPlaces;
  /** It waits for a place, or no longer. */
  onQueued(thread: LiveThread, queued: QueuedTurn | undefined): void;
  onEnded(thread: LiveThread, end: TurnEnd): void;
  logger: Logger;
}): TurnControl {
  const { engine, loader, startups, beforeTurn, afterTurn, places, onQueued, onEnded, logger } = options;

  async function awaitServers(thread: LiveThread, turn: Turn): Promise<void> {
    const settled = startups.settled(thread.id);
    if (!settled) return;
    thread.awaitsBeginning = true;
    await waitAtMost(SERVERS_WAIT_MS, Promise.race([settled, turn.ended]));
    thread.awaitsBeginning = false;
  }

  async function awaitPlace(thread: LiveThread, turn: Turn): Promise<void> {
    const place = places.take(thread.id, (queued) => {
      turn.queued = queued;
      for (const participant of turn.participants) participant.onQueued?.(queued);
      onQueued(thread, queued);
    });
    thread.awaitsBeginning = true;
    await Promise.race([place, turn.ended]);
    thread.awaitsBeginning = false;
  }

  async function endCommands(thread: LiveThread): Promise<void> {
    // Let a turn that was just given up end first.
    await thread.turn?.ended;
    if (!thread.loadedIn || thread.turn) return;
    await thread.loadedIn
      .request('thread/backgroundTerminals/clean', { threadId: thread.id })
      .catch((error) => logger.info('commands-not-ended', { thread: thread.id, message: messageOf(error) }));
  }

  return {
    async start(thread, turn, prompt) {
      thread.turn = turn;
      void turn.ended.then((end) => {
        // It may have been given up before the engine named it, and whoever wants to steer or to interrupt it waits for that.
        turn.failedToStart(noTurnRuns());
        thread.turn = undefined;
        places.leave(thread.id);
        onEnded(thread, end);
        turn.receipt = afterTurn(thread);
      });
      try {
        await awaitPlace(thread, turn);
        if (thread.turn !== turn) return;
        const ready = Promise.all([loader.load(thread), beforeTurn(thread)]);
        // It may be given up meanwhile.
        await Promise.race([ready, turn.ended]);
        if (thread.turn !== turn) return;
        const [server, note] = await ready;
        await awaitServers(thread, turn);
        if (thread.turn !== turn) return;
        const input = [...(note === undefined ? [] : [textInput(noteText(note))]), textInput(prompt)];
        const answer = await server.request('turn/start', { threadId: thread.id, input });
        turn.started(answer.turn.id);
      } catch (error) {
        // The turn was ended in the meantime, with its reason.
        if (thread.turn !== turn) return;
        turn.failedToStart(error);
        turn.end({ kind: 'stopped', error: knownError(error) });
        throw error;
      }
    },

    async steer(thread, turn, prompt) {
      try {
        const server = await engine.get();
        const turnId = await turn.id;
        const input = [textInput(prompt)];
        // The engine refuses this as it refuses an interrupt.
        while (!isEnding(thread, turn)) {
          if (await isTaken(server, { threadId: thread.id, expectedTurnId: turnId, input })) return true;
          await waitAtMost(AGAIN_MS, turn.ended);
        }
      } catch (error) {
        if (!isEnding(thread, turn)) throw error;
      }
      await turn.ended;
      return false;
    },

    async interrupt(thread) {
      const { turn } = thread;
      if (!turn) return;
      turn.isInterrupted = true;
      if (thread.awaitsBeginning) {
        turn.failedToStart(noTurnRuns());
        turn.end({ kind: 'interrupted', text: '' });
        return;
      }
      const timer = setTimeout(() => {
        logger.warn('turn-given-up', { thread: thread.id });
        turn.end({ kind: 'interrupted', text: '' });
      }, INTERRUPT_WAIT_MS);
      try {
        const server = await engine.get();
        const turnId = await turn.id;
        // The engine refuses this until it has started the turn it just accepted (observed on 0.169.0).
        while (thread.turn === turn && !(await isInterrupted(server, thread.id, turnId))) {
          await waitAtMost(AGAIN_MS, turn.ended);
        }
      } catch (error) {
        logger.info('interrupt-refused', { thread: thread.id, message: messageOf(error) });
      }
      await turn.ended;
      clearTimeout(timer);
      await endCommands(thread);
    },

    endCommands,
  };
}

/** Text of Patchbay for the model, which is not part of the prompt. */
export function noteText(note: string): string {
  return `<patchbay_note>${note}</patchbay_note>`;
}

function textInput(text: string) {
  return { type: 'text' as const, text, text_elements: [] };
}

/** A prompt that comes now belongs to the next turn. */
function isEnding(thread: LiveThread, turn: Turn): boolean {
  return turn.isInterrupted || thread.turn !== turn;
}

/** @returns false when the engine has accepted this turn but not started it, or has ended it */
async function isTaken(server: AppServer, steering: TurnSteerParams): Promise<boolean> {
  return await isThere(server.request('turn/steer', steering));
}

/** The same for an interrupt. */
async function isInterrupted(server: AppServer, threadId: string, turnId: string): Promise<boolean> {
  return await isThere(server.request('turn/interrupt', { threadId, turnId }));
}

async function isThere(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (hasNoActiveTurn(error)) return false;
    throw error;
  }
}
