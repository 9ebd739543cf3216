// Calls that outlive the request that started them: a call of the 2026-07-28 era between its rounds, and one started
// with codex-start. Each runs a turn, keeps its questions and events, and ends when no client has listened for too
// long.
import { randomUUID } from 'node:crypto';
import { type AwakeClock, createAwakeClock, type Deadline } from '../../approvals/awake-clock.ts';
import { createListeners } from '../../base/listeners.ts';
import { type QueuedTurn, queuedText } from '../../contract/turn-queue.ts';
import type { CallLeash } from '../../engine/leash/call-leash.ts';
import type { EngineNotification } from '../../engine/process/rpc.ts';
import type { Thread } from '../../engine/threads/thread.ts';
import type { Threads, TurnOutcome } from '../../engine/threads/threads.ts';
import { nobodyListened } from '../../errors/threads.ts';
import { describeEvent } from '../progress.ts';
import { type CallEvents, createCallEvents } from './call-events.ts';
import { type CallHandles, type CallWithHandle, createCallHandles } from './call-handles.ts';
import { createPendingQuestions, type PendingQuestions } from './pending-questions.ts';

export interface RunningCall extends CallWithHandle {
  readonly thread: Thread;
  readonly questions: PendingQuestions;
  readonly events: CallEvents;
  /** What the user should know in addition to the answer. */
  readonly notes: string[];
  /** Rejects when the turn could not be started. */
  readonly outcome: Promise<TurnOutcome>;
  readonly isOver: boolean;
  /**
   * A request starts to listen. @returns a function to call when it stops
   * @param say tells its client what the turn is doing
   */
  listen(say: (message: string) => void): () => void;
  /** Nobody needs it any more: interrupts the turn unless other calls take part in it. */
  stop(): void;
  /** Lets it continue although no client listens, until one has listened and left again. */
  keepGoing(): void;
}

/** No client is listening to a running call. */
export interface ListenersLeft {
  /** The name of its client. */
  readonly client: string;
  /** When its turn is stopped, in ms since 1970. */
  readonly stopsAt: number;
}

export interface RunningCalls {
  /**
   * Starts a turn that continues without a request.
   * @param options.isAskable whether its client can be asked at all
   * @param options.unattendedMs how long it continues, from now on, while no client listens
   * @param options.clock the clock for that time, which can stand still
   */
  start(options: {
    thread: Thread;
    prompt: string;
    leash: CallLeash;
    threads: Threads;
    asker: { id: string; name: string };
    isAskable: boolean;
    unattendedMs(): number;
    clock?: AwakeClock;
  }): RunningCall;
  readonly find: CallHandles<RunningCall>['find'];
  /** The newest call of this thread, over or not. */
  ofThread(threadId: string): RunningCall | undefined;
  readonly keepOnly: CallHandles<RunningCall>['keepOnly'];
}

/** A client that polls does not listen between two requests; shorter gaps than this are not reported. */
const LEFT_AFTER_MS = 30_000;

/** How long the end of a call can still be fetched. */
const KEPT_AFTER_END_MS = 10 * 60_000;

/**
 * @param onLeft called when no client listens to a call of this thread any more, and with undefined when that is over
 */
export function createRunningCalls(
  onLeft?: (threadId: string, left: ListenersLeft | undefined) => void,
): RunningCalls {
  const handles = createCallHandles<RunningCall>();
  const byThread = new Map<string, RunningCall>();

  function forget(call: RunningCall): void {
    handles.remove(call);
    if (byThread.get(call.thread.id) === call) byThread.delete(call.thread.id);
  }

  return {
    start(options) {
      const call = startCall(options, byThread.get(options.thread.id), onLeft);
      handles.add(call);
      byThread.set(call.thread.id, call);
      const forgetLater = () => void setTimeout(() => forget(call), KEPT_AFTER_END_MS).unref();
      call.outcome.then(forgetLater, forgetLater);
      return call;
    },
    find: handles.find,
    ofThread: (threadId) => byThread.get(threadId),
    keepOnly: handles.keepOnly,
  };
}

/**
 * @param before the newest call of this thread; while it runs, the new one steers its turn and shares its questions
 *   and events
 */
function startCall(
  options: Parameters<RunningCalls['start']>[0],
  before: RunningCall | undefined,
  onLeft: Parameters<typeof createRunningCalls>[0],
): RunningCall {
  const { thread, threads, clock = createAwakeClock() } = options;
  const controller = new AbortController();
  const steered = before && !before.isOver ? before : undefined;
  const questions = steered?.questions ?? createPendingQuestions(options.asker);
  const events = steered?.events ?? createCallEvents(before?.events.cursor);
  const notes: string[] = [];
  const listeners = createListeners<[message: string]>();
  let isOver = false;
  let unattended: Deadline | undefined;
  let telling: NodeJS.Timeout | undefined;
  let isTold = false;
  /** Why its turn has not begun. */
  let inLine: string | undefined;

  if (!steered) {
    questions.onAdded(({ approval }) =>
      events.add('question', `${approval.subject.kind}: waiting for an answer`),
    );
  }

  function attend(): void {
    unattended?.cancel();
    clearTimeout(telling);
    if (isTold) onLeft?.(thread.id, undefined);
    isTold = false;
  }

  function waitForListener(): void {
    const unattendedMs = options.unattendedMs();
    const stopsAt = Date.now() + unattendedMs;
    telling = setTimeout(
      () => {
        isTold = true;
        onLeft?.(thread.id, { client: options.asker.name, stopsAt });
      },
      Math.min(LEFT_AFTER_MS, unattendedMs / 4),
    );
    telling.unref();
    unattended = clock.after(unattendedMs, () => {
      notes.push(nobodyListened(unattendedMs).message);
      controller.abort();
    });
  }

  const participant = {
    name: options.asker.name,
    leash: options.leash,
    ...(options.isAskable && { asker: questions.asker }),
    onQueued(queued: QueuedTurn | undefined) {
      inLine = queued && queuedText(queued);
      if (inLine === undefined) return;
      if (!steered || steered.isOver) events.add('doing', inLine);
      listeners.tell(inLine);
    },
    onEvent(event: EngineNotification) {
      if (!steered || steered.isOver) events.receive(event);
      const doing = describeEvent(event);
      if (doing) listeners.tell(doing);
    },
  };
  const outcome = threads.run(thread, options.prompt, participant, controller.signal).finally(() => {
    isOver = true;
    attend();
  });
  outcome.catch(() => undefined);

  return {
    handle: randomUUID(),
    principalId: thread.principal,
    thread,
    questions,
    events,
    notes,
    outcome,
    get isOver() {
      return isOver;
    },
    listen(say) {
      const remove = listeners.add(say);
      if (inLine !== undefined) say(inLine);
      attend();
      let isListening = true;
      return () => {
        if (!isListening) return;
        isListening = false;
        remove();
        if (listeners.count === 0 && !isOver) waitForListener();
      };
    },
    stop() {
      if (!isOver) controller.abort();
    },
    keepGoing: attend,
  };
}
