// The leash of one turn: counts what it spends, holds it at a cap until somebody says whether it goes on, and notices
// when it has gone silent.
import type { ApprovalSubject, Decision, PatchChange } from '../../approvals/approval.ts';
import { createAwakeClock, type Deadline } from '../../approvals/awake-clock.ts';
import {
  type Amounts,
  amountsOf,
  type CapName,
  type Caps,
  hasCaps,
  lowestCaps,
  type Spent,
} from '../../contract/leash.ts';
import type { EngineNotification } from '../process/rpc.ts';
import { createStallWatch } from './stall-watch.ts';
import type { Step } from './step.ts';
import { createUsage, type Reached, raisedCap, reachedCap } from './usage.ts';

export type LeashSubject = Extract<ApprovalSubject, { kind: 'leash' }>;

export interface TurnLeash {
  /** It has a cap, so that nothing may happen without having been announced. */
  readonly isHeld: boolean;
  /** A call that joins the turn asks for less. */
  lower(caps: Caps): void;
  receive(event: EngineNotification): void;
  /** A part of a patch was accepted and written by us. */
  accepted(changes: readonly PatchChange[]): void;
  /** Holds the step at a cap. @returns false when it must not be done; if the turn is stopped for that, once it has ended */
  mayGoOn(step: Step): Promise<boolean>;
  /** A question of this turn waits, or waits no longer. */
  asked(questionId: string): void;
  answered(questionId: string): void;
  end(): void;
}

/**
 * @param options.ask asks everyone who may answer; never rejects
 * @param options.stop ends the turn, as nobody lets it go on; resolves when it has ended, never rejects
 */
export function createTurnLeash(options: {
  caps: Caps;
  stallMs: number;
  ask(subject: LeashSubject): Promise<Decision>;
  stop(at: LeashSubject, spent: Amounts, decision: Decision): Promise<void>;
  onSpent(spent: Spent): void;
  onStalled(since: number | undefined): void;
}): TurnLeash {
  const usage = createUsage();
  /** Stands still while a question waits. */
  const clock = createAwakeClock();
  const began = clock.now();
  const waiting = new Set<string>();
  const stall = createStallWatch(options.stallMs, options.onStalled);
  let { caps } = options;
  /** What 20 % are taken of. */
  let first = caps;
  let pending: Promise<boolean> | undefined;
  let isOver = false;
  /** A step refused before the turn has ended would be answered by the model, which may end the turn as if all were done. */
  let stopped: Promise<void> | undefined;
  let timeIsUp: Deadline | undefined;
  /** The tokens are used up. It counts when the turn goes on: this may have been its last answer. */
  let areTokensUp = false;

  function spent(): Spent {
    const { tokens, commands, files } = usage;
    const workedMs = clock.now() - began;
    const isTicking = waiting.size === 0 && !isOver;
    return { tokens, commands, files, workedMs, ...(isTicking && { since: Date.now() }), caps };
  }

  function amounts(): Amounts {
    return amountsOf(spent(), Date.now());
  }

  function watchTime(): void {
    timeIsUp?.cancel();
    if (caps.minutes === undefined) return;
    const leftMs = caps.minutes * 60_000 - (clock.now() - began);
    timeIsUp = clock.after(Math.max(0, leftMs), () => {
      // A timer may be a moment early.
      if (clock.now() - began < (caps.minutes ?? 0) * 60_000) return watchTime();
      void held({ cap: 'minutes', limit: caps.minutes ?? 0 });
    });
  }

  /** @returns whether the turn goes on */
  async function held(reached: Reached): Promise<boolean> {
    if (isOver) return false;
    pending ??= ask(reached).finally(() => {
      pending = undefined;
    });
    return pending;
  }

  async function ask(reached: Reached): Promise<boolean> {
    const { cap, limit } = reached;
    const used = amounts();
    const next = raisedCap(reached, first[cap] ?? limit, used[cap]);
    const subject: LeashSubject = { kind: 'leash', cap, limit, next, spent: used };
    const decision = await options.ask(subject);
    if (isOver) return false;
    if (decision.verdict === 'approve' || decision.verdict === 'approve-for-thread') {
      raise(cap, next);
      return true;
    }
    isOver = true;
    stopped = options.stop(subject, amounts(), decision);
    await stopped;
    return false;
  }

  function raise(cap: CapName, to: number): void {
    caps = { ...caps, [cap]: to };
    areTokensUp &&= usage.tokens >= (caps.tokens ?? Number.POSITIVE_INFINITY);
    watchTime();
    options.onSpent(spent());
  }

  /** Something new began, or the model answered again. */
  function checkTokens(): void {
    if (areTokensUp) void held({ cap: 'tokens', limit: caps.tokens ?? 0 });
    areTokensUp = caps.tokens !== undefined && usage.tokens >= caps.tokens;
  }

  watchTime();
  options.onSpent(spent());

  return {
    get isHeld() {
      return hasCaps(caps);
    },

    lower(wanted) {
      first = lowestCaps(first, wanted);
      caps = lowestCaps(caps, wanted);
      watchTime();
      options.onSpent(spent());
    },

    receive(event) {
      if (waiting.size === 0) stall.heard();
      if (isOver) return;
      const isCounted = usage.receive(event);
      const { method } = event;
      if (method === 'item/started' || method === 'thread/tokenUsage/updated') checkTokens();
      if (isCounted) options.onSpent(spent());
    },

    accepted(changes) {
      usage.accepted(changes);
      options.onSpent(spent());
    },

    async mayGoOn(step) {
      while (!isOver) {
        if (pending) {
          await pending;
          continue;
        }
        const after = {
          commands: usage.commands + (step.isCommand ? 1 : 0),
          files: usage.filesAfter(step),
        };
        const reached = reachedCap(amounts(), after, caps);
        if (!reached) {
          usage.take(step);
          options.onSpent(spent());
          return true;
        }
        await held(reached);
      }
      await stopped;
      return false;
    },

    asked(questionId) {
      waiting.add(questionId);
      clock.pause();
      stall.pause();
      options.onSpent(spent());
    },

    answered(questionId) {
      if (!waiting.delete(questionId) || waiting.size > 0) return;
      clock.resume();
      stall.resume();
      if (!isOver) options.onSpent(spent());
    },

    end() {
      isOver = true;
      timeIsUp?.cancel();
      stall.pause();
      options.onSpent(spent());
    },
  };
}
