// The conversations of a host. A thread belongs to the principal that started it; at most one turn runs in it; several
// calls may take part in that turn. The engine's events are routed to their turn by thread id.
import { rejectOn } from '../../base/deadline.ts';
import { hasCaps } from '../../contract/leash.ts';
import type { Receipt } from '../../contract/receipt.ts';
import type { QueuedTurn } from '../../contract/turn-queue.ts';
import { PatchbayError } from '../../errors/error.ts';
import { limitsTooLate } from '../../errors/leash.ts';
import { noTurnRuns, threadBusy, threadNotFound, threadOfOthers, turnsPaused } from '../../errors/threads.ts';
import type { Logger } from '../../logging/logger.ts';
import { type CallLeash, isHeld } from '../leash/call-leash.ts';
import type { EngineNotification } from '../process/rpc.ts';
import { createEarlyEvents } from './early-events.ts';
import { upkeepError } from './engine-errors.ts';
import { createIdleThreads } from './idle-threads.ts';
import { createLiveThreads } from './live-threads.ts';
import { createLoader, type LoaderOptions } from './loader.ts';
import type { ThreadOptions } from './options.ts';
import { createServerStartups } from './server-startups.ts';
import { CANNOT_SAMPLE, type LiveThread, type Thread, type ThreadClient } from './thread.ts';
import type { ThreadStore } from './thread-store.ts';
import { createTurn, type Participant, type TurnEnd } from './turn.ts';
import { createTurnControl } from './turn-control.ts';
import type { TurnPlaces } from './turn-places.ts';

/** An observer of threads. */
export interface ThreadsObserver {
  /** A turn begins with this prompt, or is steered by it. */
  prompted(
    thread: Thread,
    prompt: { text: string; by: string | undefined; leash?: CallLeash | undefined },
  ): void;
  /** An engine notification about this thread or one of its sub-agents, unchanged; also outside of turns. */
  event(thread: Thread, event: EngineNotification): void;
  /** Its turn waits for a place, further on than before, or no longer. */
  queued(thread: Thread, queued: QueuedTurn | undefined): void;
  turnEnded(thread: Thread, end: TurnEnd): void;
}

export interface Threads {
  /** From now on, after those who observe already. */
  observe(observer: Partial<ThreadsObserver>): void;
  /**
   * Before a turn of this principal: whether it may run one more now.
   * @throws too-many-turns
   */
  requireTurn(principal: string): void;
  /** @throws config-broken, what Engine.get throws, and EngineError for options the engine refuses */
  start(principal: string, options: ThreadOptions, client?: ThreadClient): Promise<Thread>;
  /**
   * A thread of this principal, loaded or from disk.
   * @throws thread-not-found, also when it belongs to another principal, and thread-in-use
   */
  open(principal: string, threadId: string, client?: ThreadClient): Promise<Thread>;
  /**
   * The same without loading it in the engine.
   * @throws thread-not-found
   */
  find(principal: string, threadId: string): Thread;
  /** The threads of this principal, the newest first. */
  list(principal: string, limit: number): ThreadSummary[];
  /**
   * Runs a prompt to the end of its turn. On a busy thread, the prompt steers the running turn, and every
   * participating call gets that turn's end.
   * @throws limits-too-late, when it wants to limit a turn that began without limits
   * @param signal aborted when this call no longer needs the turn; the turn is interrupted when no other call takes
   *   part in it
   */
  run(thread: Thread, prompt: string, participant: Participant, signal: AbortSignal): Promise<TurnOutcome>;
  /**
   * Adds text to the running turn, for the person.
   * @throws no-turn-runs
   */
  steer(threadId: string, text: string, by: string): Promise<void>;
  /** A thread of any principal, whether it is loaded or not; undefined for one of another program. */
  known(threadId: string): Thread | undefined;
  /**
   * A new thread of the same principal, with what was said in this one so far.
   * @throws thread-of-others, thread-busy, what Loader.load throws, home-not-writable
   */
  fork(threadId: string): Promise<Thread>;
  /**
   * An archived thread cannot be continued, and is not listed.
   * @throws thread-busy, thread-not-found, what Engine.get throws
   */
  archive(threadId: string, isArchived: boolean): Promise<void>;
  /** @throws thread-not-found, what Engine.get throws */
  rename(threadId: string, name: string): Promise<void>;
  /** While paused, no turn starts; running ones continue. */
  pauseTurns(isPaused: boolean): void;
  /** Threads with a running turn. */
  running(): Thread[];
  /** Ends the running turn, if there is one, and what it left running. Resolves when it has ended. */
  interrupt(threadId: string): Promise<void>;
  /** Ends commands of this thread that outlived their turn, unless a turn is running in it. */
  endCommands(threadId: string): Promise<void>;
  /** Something was approved for as long as this thread is loaded: it stays loaded. */
  keepLoaded(thread: Thread): void;
  /** The thread an engine message is about; a sub-agent's messages belong to the thread it works for. */
  ofMessage(threadId: string): Thread | undefined;
  receive(event: EngineNotification): void;
  /** The engine is gone: every running turn ends with this reason, and every thread must be resumed. */
  stop(reason: PatchbayError): void;
}

export interface TurnOutcome {
  readonly end: TurnEnd;
  /** Why questions of the turn were denied without a person. */
  readonly notes: readonly string[];
  readonly receipt?: Receipt;
}

export interface ThreadSummary {
  readonly threadId: string;
  readonly cwd: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Whether it has a turn, which may still wait for a place. */
  readonly isRunning: boolean;
  readonly queued: QueuedTurn | undefined;
}

const UNLOADED: readonly string[] = ['thread/closed', 'thread/archived', 'thread/deleted'];

/** The fields read here; which of them are there depends on the method. */
interface MessageParams {
  readonly threadId?: string;
  readonly thread?: { readonly id: string; readonly parentThreadId: string | null };
  readonly turn?: { readonly id: string };
}

/**
 * @param options.beforeTurn a turn waits for it; what it returns is put before the prompt, for the model alone
 * @param options.afterTurn called once when a turn has ended; those who wait for its end wait for it too. Never rejects
 */
export function createThreads(
  options: Omit<LoaderOptions, 'startups'> & {
    store: ThreadStore;
    beforeTurn(thread: Thread): Promise<string | undefined>;
    afterTurn(thread: Thread): Promise<Receipt | undefined>;
    /** Throws when a principal with this many running turns may not start another. */
    requireTurn?: ((principal: string, running: number) => void) | undefined;
    /** A thread in which nothing happens for this time is unloaded until somebody wants it. */
    threadIdleMs?: number | undefined;
    places: TurnPlaces;
    logger: Logger;
  },
): Threads {
  const { engine, store, beforeTurn, afterTurn, logger } = options;
  const live = createLiveThreads(store);
  const observers: Partial<ThreadsObserver>[] = [];
  let isPaused = false;
  const early = createEarlyEvents();
  const startups = createServerStartups();
  const loader = createLoader({ ...options, startups });
  const idle = createIdleThreads({ live, loader, idleMs: options.threadIdleMs, logger });
  const turns = createTurnControl({
    engine,
    loader,
    startups,
    beforeTurn,
    afterTurn,
    places: options.places,
    onQueued: tellQueued,
    onEnded: tellEnd,
    logger,
  });

  function requireTurn(principal: string): void {
    const running = live.all().filter((thread) => thread.principal === principal && thread.turn);
    options.requireTurn?.(principal, running.length);
  }

  return {
    observe: (observer) => void observers.push(observer),
    requireTurn,

    start: (principal, threadOptions, client = CANNOT_SAMPLE) =>
      add(() => loader.start(principal, threadOptions, client)),

    async open(principal, threadId, client = CANNOT_SAMPLE) {
      const thread = live.find(principal, threadId);
      // A thread is never loaded again under a running turn.
      thread.client = thread.turn ? { ...client, isHeld: thread.client.isHeld } : client;
      await loader.load(thread);
      idle.used(thread);
      return thread;
    },

    find: live.find,

    list: (principal, limit) =>
      store.list(principal, limit).map(({ threadId, createdAt, options: { cwd } }) => {
        const turn = live.get(threadId)?.turn;
        return { threadId, createdAt, cwd, isRunning: turn !== undefined, queued: turn?.queued };
      }),

    async run({ id }, prompt, participant, signal) {
      const thread = live.get(id);
      if (!thread) throw threadNotFound(id);
      while (true) {
        signal.throwIfAborted();
        const running = thread.turn;
        if (running?.isInterrupted) {
          await Promise.race([running.ended, rejectOn(signal)]);
          continue;
        }
        if (!running && isPaused) throw turnsPaused();
        if (!running) requireTurn(thread.principal);
        const { leash } = participant;
        const isHeldNow = leash !== undefined && isHeld(leash);
        const isLimited = leash !== undefined && hasCaps(leash.wishes);
        if (running && isLimited && !thread.loading?.surroundings.isHeld) throw limitsTooLate();
        if (!running && isHeldNow) thread.client = { ...thread.client, isHeld: true };
        const turn = running ?? createTurn();
        turn.join(participant);
        if (!running) for (const event of early.take(id)) turn.receive(event);
        const leave = () => {
          turn.leave(participant);
          if (turn.participants.size > 0) return;
          if (signal.reason instanceof PatchbayError) turn.whyStopped ??= signal.reason;
          void turns.interrupt(thread);
        };
        signal.addEventListener('abort', leave, { once: true });
        try {
          const isTaken = running ? await turns.steer(thread, running, prompt) : true;
          if (isTaken) tellPrompt(thread, { text: prompt, by: participant.name, leash });
          if (!running) await turns.start(thread, turn, prompt);
          const end = await turn.ended;
          const receipt = await turn.receipt;
          if (isTaken) return { end, notes: turn.notes, ...(receipt && { receipt }) };
        } finally {
          signal.removeEventListener('abort', leave);
          turn.leave(participant);
        }
      }
    },

    async steer(threadId, text, by) {
      const thread = live.get(threadId);
      const turn = thread?.turn;
      if (!thread || !turn || !(await turns.steer(thread, turn, text))) throw noTurnRuns();
      tellPrompt(thread, { text, by });
    },

    known: live.known,

    async fork(threadId) {
      const source = live.known(threadId);
      if (!source) throw threadOfOthers(threadId);
      if (source.turn) throw threadBusy();
      return add(() => loader.fork(source));
    },

    async archive(threadId, isArchived) {
      if (live.get(threadId)?.turn) throw threadBusy();
      const server = await engine.get();
      try {
        await server.request(isArchived ? 'thread/archive' : 'thread/unarchive', { threadId });
      } catch (error) {
        throw upkeepError(threadId, error);
      }
    },

    async rename(threadId, name) {
      const server = await engine.get();
      try {
        await server.request('thread/name/set', { threadId, name });
      } catch (error) {
        throw upkeepError(threadId, error);
      }
    },

    pauseTurns(isWanted) {
      isPaused = isWanted;
    },

    running: () => live.all().filter(({ turn }) => turn !== undefined),

    async interrupt(threadId) {
      const thread = live.get(threadId);
      if (thread) await turns.interrupt(thread);
    },

    async endCommands(threadId) {
      const thread = live.get(threadId);
      if (thread) await turns.endCommands(thread);
    },

    keepLoaded({ id }) {
      const thread = live.get(id);
      if (thread) thread.hasLastingApproval = true;
    },

    ofMessage: live.rootOf,

    receive(event) {
      const { threadId, thread, turn } = event.params as MessageParams;
      if (event.method === 'thread/started' && thread?.parentThreadId) {
        live.addSubAgent(thread.id, thread.parentThreadId);
      }
      startups.receive(event);
      if (threadId === undefined) return;
      if (UNLOADED.includes(event.method)) unload(threadId);
      const owner = live.rootOf(threadId);
      if (owner) idle.receive(event, owner);
      const running = owner?.turn;
      if (owner) for (const observer of observers) observer.event?.(owner, event);
      if (!running) return early.keep(event, threadId, owner?.id);
      if (owner.id === threadId && event.method === 'turn/started' && turn) running.started(turn.id);
      // The end of a sub-agent's turn is not the end of the turn it works for.
      if (owner.id === threadId || event.method !== 'turn/completed') running.receive(event);
    },

    stop(reason) {
      idle.stop();
      live.forgetSubAgents();
      for (const thread of live.all()) {
        loader.unload(thread);
        thread.turn?.failedToStart(reason);
        thread.turn?.end({ kind: 'stopped', error: reason });
      }
    },
  };

  /** A thread that the engine has just made. */
  function add(make: () => Promise<LiveThread>): Promise<LiveThread> {
    return early.whileStarting(async () => {
      const thread = await make();
      try {
        live.add(thread);
      } catch (error) {
        loader.unload(thread);
        throw error;
      }
      early.claim(thread.id);
      idle.used(thread);
      const {
        id,
        principal,
        options: { cwd },
      } = thread;
      logger.info('thread-started', { thread: id, principal, cwd });
      return thread;
    });
  }

  function unload(threadId: string): void {
    const thread = live.get(threadId);
    if (thread) loader.unload(thread);
  }

  function tellPrompt(thread: LiveThread, prompt: Parameters<ThreadsObserver['prompted']>[1]): void {
    for (const observer of observers) observer.prompted?.(thread, prompt);
  }

  function tellQueued(thread: LiveThread, queued: QueuedTurn | undefined): void {
    for (const observer of observers) observer.queued?.(thread, queued);
  }

  function tellEnd(thread: LiveThread, end: TurnEnd): void {
    for (const observer of observers) observer.turnEnded?.(thread, end);
  }
}
