// The leashes of all turns that run. The engine's hook asks here before each step; at a cap a person is asked, as with
// any other question, and when nobody lets the turn go on it is stopped.
import { randomUUID } from 'node:crypto';
import { type Approval, type Decision, digestOf, type PatchChange } from '../../approvals/approval.ts';
import type { Broker, Desk } from '../../approvals/broker.ts';
import { type Amounts, DEFAULT_STALL_MINUTES, type Spent } from '../../contract/leash.ts';
import { amountText, spentText } from '../../contract/leash-words.ts';
import { messageOf, type PatchbayError } from '../../errors/error.ts';
import { leashLost, stoppedAtCap } from '../../errors/leash.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Thread } from '../threads/thread.ts';
import type { Threads, ThreadsObserver } from '../threads/threads.ts';
import { askersOf } from '../threads/turn.ts';
import type { CallLeash } from './call-leash.ts';
import { hasHookFailed } from './hook.ts';
import { stepOf } from './step.ts';
import { createTurnLeash, type LeashSubject, type TurnLeash } from './turn-leash.ts';

/** An observer of what turns spend. */
export interface LeashObserver {
  spent(threadId: string, spent: Spent): void;
  /** @param since nothing has been heard of the turn since then, in ms since 1970; undefined when that is over */
  stalled(threadId: string, since: number | undefined): void;
}

export interface Leashes {
  readonly observer: Pick<ThreadsObserver, 'prompted' | 'queued' | 'event' | 'turnEnded'>;
  /** Sees every question, because the time of a turn stands still while one waits. */
  readonly desk: Desk;
  /** A part of a patch was accepted and written by us: its files are the turn's. */
  accepted(threadId: string, changes: readonly PatchChange[]): void;
  /**
   * The engine is about to do this in the thread. Holds it at a cap.
   * @returns whether it may
   */
  mayGoOn(threadId: string, announced: { id: string; tool: string; input: unknown }): Promise<boolean>;
}

/** Stands for the wait among the questions of a turn. */
const QUEUED = 'queued';

const UNLIMITED: CallLeash = { caps: {}, wishes: {}, stallMs: DEFAULT_STALL_MINUTES * 60_000 };

/** @param options.broker asked for when there is a question */
export function createLeashes(options: {
  threads: Threads;
  broker(): Broker;
  observer?: LeashObserver | undefined;
  logger: Logger;
}): Leashes {
  const { threads, observer, logger } = options;
  const leashes = new Map<string, TurnLeash>();

  async function ask(thread: Thread, subject: LeashSubject): Promise<Decision> {
    const turn = threads.ofMessage(thread.id)?.turn;
    const over = new AbortController();
    void turn?.ended.then(() => over.abort(new Error('The turn ended.')));
    const approval: Approval = {
      id: randomUUID(),
      principal: thread.principal,
      threadId: thread.id,
      turnId: (await turn?.id.catch(() => undefined)) ?? '',
      itemId: '',
      subject,
      digest: digestOf(subject),
    };
    try {
      return await options.broker().decide({
        current: () => approval,
        askers: turn ? askersOf(turn) : [],
        signal: over.signal,
      });
    } catch (error) {
      logger.error('leash-not-asked', { thread: thread.id, message: messageOf(error) });
      return { verdict: 'deny', means: 'nobody', by: 'nobody', afterMs: 0, unanswered: 'unreachable' };
    }
  }

  async function stop(thread: Thread, why: PatchbayError): Promise<void> {
    const turn = threads.ofMessage(thread.id)?.turn;
    if (!turn) return;
    turn.whyStopped = why;
    await threads.interrupt(thread.id);
  }

  function begin(thread: Thread, { caps, stallMs }: CallLeash): TurnLeash {
    return createTurnLeash({
      caps,
      stallMs,
      ask: (subject) => ask(thread, subject),
      stop(at, spent, decision) {
        logger.info('stopped-at-cap', { thread: thread.id, message: at.cap });
        return stop(thread, stoppedAtCap(wordsOf(at, spent, decision)));
      },
      onSpent: (spent) => observer?.spent(thread.id, spent),
      onStalled(since) {
        if (since !== undefined) logger.warn('turn-silent', { thread: thread.id });
        observer?.stalled(thread.id, since);
      },
    });
  }

  return {
    observer: {
      prompted(thread, { leash = UNLIMITED }) {
        const running = leashes.get(thread.id);
        if (running) running.lower(leash.wishes);
        else leashes.set(thread.id, begin(thread, leash));
      },
      // As long as it waits for a place, its time stands still.
      queued({ id }, queued) {
        if (queued) leashes.get(id)?.asked(QUEUED);
        else leashes.get(id)?.answered(QUEUED);
      },
      event(thread, event) {
        const leash = leashes.get(thread.id);
        leash?.receive(event);
        if (!leash?.isHeld || !hasHookFailed(event)) return;
        logger.error('leash-lost', { thread: thread.id });
        void stop(thread, leashLost());
      },
      turnEnded({ id }) {
        leashes.get(id)?.end();
        leashes.delete(id);
      },
    },

    desk: {
      asked({ threadId, id, subject }) {
        // The turn goes on while a person thinks about the folder.
        if (subject.kind !== 'folder') leashes.get(threadId)?.asked(id);
      },
      decided: ({ threadId, id }) => leashes.get(threadId)?.answered(id),
      askerFor: () => undefined,
    },

    accepted: (threadId, changes) => leashes.get(threadId)?.accepted(changes),

    async mayGoOn(threadId, announced) {
      const thread = threads.ofMessage(threadId);
      const leash = thread && leashes.get(thread.id);
      if (!leash) return false;
      return leash.mayGoOn(stepOf(announced, thread.options.cwd));
    },
  };
}

function wordsOf(
  { cap, limit }: LeashSubject,
  spent: Amounts,
  decision: Decision,
): Parameters<typeof stoppedAtCap>[0] {
  const isPerson = decision.unanswered === undefined && decision.means !== 'nobody';
  const who = isPerson ? 'the person asked did not let it go on' : 'nobody was there to let it go on';
  return { at: amountText(cap, limit), who, used: spentText(spent) };
}
