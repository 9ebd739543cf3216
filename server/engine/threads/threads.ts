// The conversations of a host. A thread belongs to the principal that started it; at most one turn runs in it; several
// calls may take part in that turn. The engine's events are routed to their turn by thread id.
import { waitAtMost } from '../../base/deadline.ts';
import { profileFile } from '../../config/codex-config.ts';
import { configErrorIn } from '../../config/config-errors.ts';
import { messageOf, type PatchbayError } from '../../errors/error.ts';
import { noTurnRuns, threadInUse, threadNotFound, turnsPaused } from '../../errors/threads.ts';
import type { Logger } from '../../logging/logger.ts';
import type { AppServer } from '../process/app-server.ts';
import { EngineError, type EngineNotification } from '../process/rpc.ts';
import type { Engine } from '../process/supervisor.ts';
import { engineThreadParams, type ThreadContext, type ThreadOptions } from './options.ts';
import { createServerStartups } from './server-startups.ts';
import type { ThreadStore } from './thread-store.ts';
import { createTurn, type Participant, type Turn, type TurnEnd } from './turn.ts';

export interface Thread {
  readonly id: string;
  /** Id of the principal it belongs to. */
  readonly principal: string;
  readonly options: ThreadOptions;
  /** The running turn, if one runs. */
  readonly turn: Turn | undefined;
  /** What the engine said when it started the thread; absent for threads of an earlier run. */
  readonly beginning?: ThreadBeginning | undefined;
}

/** The client a thread is loaded for. */
export interface ThreadClient {
  /** Whether its model can be asked (MCP sampling). */
  readonly canSample: boolean;
}

/** What a thread is loaded with. */
export interface Loading {
  readonly surroundings: ThreadContext;
  /** The engine has loaded it under this id. */
  loaded(threadId: string): void;
  /** The thread could not be loaded, or is no longer loaded. Calling it twice is harmless. */
  unloaded(): void;
}

export interface ThreadBeginning {
  readonly model: string;
  readonly modelProvider: string;
  /** The file that keeps the conversation. */
  readonly rolloutPath: string | undefined;
}

/** An observer of threads. */
export interface ThreadsObserver {
  /** A turn begins with this prompt, or is steered by it. */
  prompted(thread: Thread, prompt: { text: string; by: string | undefined }): void;
  /** An engine notification about this thread or one of its sub-agents, unchanged; also outside of turns. */
  event(thread: Thread, event: EngineNotification): void;
  turnEnded(thread: Thread, end: TurnEnd): void;
}

export interface Threads {
  /** From now on, after those who observe already. */
  observe(observer: Partial<ThreadsObserver>): void;
  /**
   * @throws config-broken, what Engine.get throws, and EngineError for options the engine refuses
   */
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
   * @param signal aborted when this call no longer needs the turn; the turn is interrupted when no other call takes
   *   part in it
   */
  run(thread: Thread, prompt: string, participant: Participant, signal: AbortSignal): Promise<TurnOutcome>;
  /**
   * Adds text to the running turn, for the person.
   * @throws no-turn-runs
   */
  steer(threadId: string, text: string, by: string): Promise<void>;
  /** While paused, no turn starts; running ones continue. */
  pauseTurns(isPaused: boolean): void;
  /** Threads with a running turn. */
  running(): Thread[];
  /** Ends the running turn, if there is one, and what it left running. Resolves when it has ended. */
  interrupt(threadId: string): Promise<void>;
  /** Ends commands of this thread that outlived their turn, unless a turn is running in it. */
  endCommands(threadId: string): Promise<void>;
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
}

export interface ThreadSummary {
  readonly threadId: string;
  readonly cwd: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly isRunning: boolean;
}

interface LiveThread extends Thread {
  turn: Turn | undefined;
  /** The engine process that has the thread loaded; another one must resume it first. */
  loadedIn: AppServer | undefined;
  /** While it is being resumed. */
  resuming?: Promise<AppServer> | undefined;
  /** Ended when `loadedIn` ends. */
  loading?: Loading | undefined;
  client: ThreadClient;
  /** Set while its turn has not reached the engine. */
  awaitsServers?: boolean;
  /** Notifications received while no turn was running, for the next one. */
  readonly early: EngineNotification[];
}

/** An interrupt is answered in 10–50 ms (observed on 0.169.0); after this time the turn is given up. */
const INTERRUPT_WAIT_MS = 5000;
const INTERRUPT_AGAIN_MS = 20;
/** How long a turn waits for starting MCP servers; then it starts without their tools. */
const SERVERS_WAIT_MS = 10_000;

/** Notifications between a thread's start and its first turn; the first arrives before `thread/start` is answered. */
const TOLD_EARLY: readonly string[] = ['mcpServer/startupStatus/updated', 'warning'];

const UNLOADED: readonly string[] = ['thread/closed', 'thread/archived', 'thread/deleted'];

const CANNOT_SAMPLE: ThreadClient = { canSample: false };

export function createThreads(options: {
  engine: Engine;
  codexHome: string;
  store: ThreadStore;
  /** Called each time a thread is loaded in an engine. */
  prepare(thread: Pick<Thread, 'principal' | 'options'>, client: ThreadClient): Promise<Loading>;
  logger: Logger;
}): Threads {
  const { engine, store, logger } = options;
  const observers: Partial<ThreadsObserver>[] = [];
  let isPaused = false;
  const live = new Map<string, LiveThread>();
  /** Sub-agent thread → the thread it works for. */
  const parents = new Map<string, string>();
  /** Notifications about threads whose `thread/start` has not been answered yet. */
  const unclaimed = new Map<string, EngineNotification[]>();
  let starting = 0;
  const startups = createServerStartups();

  function rootOf(threadId: string): LiveThread | undefined {
    const parent = parents.get(threadId);
    return parent === undefined ? live.get(threadId) : rootOf(parent);
  }

  /** Makes sure that the running engine has the thread loaded. */
  async function load(thread: LiveThread): Promise<AppServer> {
    const server = await engine.get();
    if (thread.loadedIn === server) return server;
    thread.resuming ??= resume(thread, server).finally(() => {
      thread.resuming = undefined;
    });
    return await thread.resuming;
  }

  async function resume(thread: LiveThread, server: AppServer): Promise<AppServer> {
    const loading = await options.prepare(thread, thread.client);
    try {
      const params = engineThreadParams(thread.options, loading.surroundings);
      loading.loaded(thread.id);
      await server.request('thread/resume', { threadId: thread.id, excludeTurns: true, ...params });
    } catch (error) {
      loading.unloaded();
      throw resumeError(thread, error);
    }
    thread.loadedIn = server;
    thread.loading = loading;
    return server;
  }

  function unload(thread: LiveThread): void {
    thread.loadedIn = undefined;
    thread.loading?.unloaded();
    thread.loading = undefined;
    startups.forget(thread.id);
  }

  async function awaitServers(thread: LiveThread, turn: Turn): Promise<void> {
    const settled = startups.settled(thread.id);
    if (!settled) return;
    thread.awaitsServers = true;
    await waitAtMost(SERVERS_WAIT_MS, Promise.race([settled, turn.ended]));
    thread.awaitsServers = false;
  }

  async function startTurn(thread: LiveThread, turn: Turn, prompt: string): Promise<void> {
    thread.turn = turn;
    void turn.ended.then((end) => {
      thread.turn = undefined;
      for (const observer of observers) observer.turnEnded?.(thread, end);
    });
    try {
      const server = await load(thread);
      await awaitServers(thread, turn);
      if (thread.turn !== turn) return;
      const input = [{ type: 'text' as const, text: prompt, text_elements: [] }];
      const answer = await server.request('turn/start', { threadId: thread.id, input });
      turn.started(answer.turn.id);
    } catch (error) {
      // The turn was ended in the meantime, with its reason.
      if (thread.turn !== turn) return;
      turn.failedToStart(error);
      turn.end({ kind: 'interrupted', text: '' });
      throw error;
    }
  }

  /** @returns false when the turn ended before the prompt reached it */
  async function steerTurn(thread: LiveThread, turn: Turn, prompt: string): Promise<boolean> {
    try {
      const server = await engine.get();
      await server.request('turn/steer', {
        threadId: thread.id,
        expectedTurnId: await turn.id,
        input: [{ type: 'text', text: prompt, text_elements: [] }],
      });
      return true;
    } catch (error) {
      if (thread.turn !== turn) return false;
      throw error;
    }
  }

  async function interrupt(threadId: string): Promise<void> {
    const thread = live.get(threadId);
    const turn = thread?.turn;
    if (!thread || !turn) return;
    if (thread.awaitsServers) {
      turn.failedToStart(noTurnRuns());
      turn.end({ kind: 'interrupted', text: '' });
      return;
    }
    const timer = setTimeout(() => {
      logger.warn('turn-given-up', { thread: threadId });
      turn.end({ kind: 'interrupted', text: '' });
    }, INTERRUPT_WAIT_MS);
    try {
      const server = await engine.get();
      const turnId = await turn.id;
      // The engine refuses this until it has started the turn it just accepted (observed on 0.169.0).
      while (thread.turn === turn && !(await isInterrupted(server, threadId, turnId))) {
        await waitAtMost(INTERRUPT_AGAIN_MS, turn.ended);
      }
    } catch (error) {
      logger.info('interrupt-refused', { thread: threadId, message: messageOf(error) });
    }
    await turn.ended;
    clearTimeout(timer);
    await endCommands(threadId);
  }

  async function endCommands(threadId: string): Promise<void> {
    const thread = live.get(threadId);
    // Let a turn that was just given up end first.
    await thread?.turn?.ended;
    if (!thread?.loadedIn || thread.turn) return;
    await thread.loadedIn
      .request('thread/backgroundTerminals/clean', { threadId })
      .catch((error) => logger.info('commands-not-ended', { thread: threadId, message: messageOf(error) }));
  }

  return {
    observe: (observer) => void observers.push(observer),

    async start(principal, threadOptions, client = CANNOT_SAMPLE) {
      const server = await engine.get();
      const loading = await options.prepare({ principal, options: threadOptions }, client);
      const params = engineThreadParams(threadOptions, loading.surroundings);
      starting += 1;
      try {
        const { thread, model, modelProvider } = await server.request('thread/start', params);
        loading.loaded(thread.id);
        const beginning = { model, modelProvider, rolloutPath: thread.path ?? undefined };
        const early = unclaimed.get(thread.id) ?? [];
        const known = { id: thread.id, principal, options: threadOptions, beginning, client };
        return claim({ ...known, turn: undefined, loadedIn: server, loading, early });
      } catch (error) {
        loading.unloaded();
        throw startError(threadOptions, error);
      } finally {
        starting -= 1;
        if (starting === 0) unclaimed.clear();
      }
    },

    async open(principal, threadId, client = CANNOT_SAMPLE) {
      const thread = find(principal, threadId);
      thread.client = client;
      await load(thread);
      return thread;
    },

    find,

    list: (principal, limit) =>
      store.list(principal, limit).map(({ threadId, createdAt, options: { cwd } }) => {
        return { threadId, createdAt, cwd, isRunning: live.get(threadId)?.turn !== undefined };
      }),

    async run({ id }, prompt, participant, signal) {
      const thread = live.get(id);
      if (!thread) throw threadNotFound(id);
      while (true) {
        signal.throwIfAborted();
        const running = thread.turn;
        if (!running && isPaused) throw turnsPaused();
        const turn = running ?? createTurn();
        turn.join(participant);
        if (!running) for (const event of thread.early.splice(0)) turn.receive(event);
        const leave = () => {
          turn.leave(participant);
          if (turn.participants.size === 0) void interrupt(id);
        };
        signal.addEventListener('abort', leave, { once: true });
        try {
          const isTaken = running ? await steerTurn(thread, running, prompt) : true;
          if (isTaken) tellPrompt(thread, prompt, participant.name);
          if (!running) await startTurn(thread, turn, prompt);
          const end = await turn.ended;
          if (isTaken) return { end, notes: turn.notes };
        } finally {
          signal.removeEventListener('abort', leave);
          turn.leave(participant);
        }
      }
    },

    async steer(threadId, text, by) {
      const thread = live.get(threadId);
      const turn = thread?.turn;
      if (!thread || !turn || !(await steerTurn(thread, turn, text))) throw noTurnRuns();
      tellPrompt(thread, text, by);
    },

    pauseTurns(isWanted) {
      isPaused = isWanted;
    },

    running: () => [...live.values()].filter(({ turn }) => turn !== undefined),

    interrupt,

    endCommands,

    ofMessage: rootOf,

    receive(event) {
      const { threadId, thread, turn } = event.params as MessageParams;
      if (event.method === 'thread/started' && thread?.parentThreadId) {
        parents.set(thread.id, thread.parentThreadId);
      }
      startups.receive(event);
      if (threadId === undefined) return;
      if (UNLOADED.includes(event.method)) unloadById(threadId);
      const owner = rootOf(threadId);
      const running = owner?.turn;
      if (owner) for (const observer of observers) observer.event?.(owner, event);
      if (!running) return keep(threadId, event, owner);
      if (owner.id === threadId && event.method === 'turn/started' && turn) running.started(turn.id);
      // The end of a sub-agent's turn is not the end of the turn it works for.
      if (owner.id === threadId || event.method !== 'turn/completed') running.receive(event);
    },

    stop(reason) {
      parents.clear();
      for (const thread of live.values()) {
        unload(thread);
        thread.turn?.failedToStart(reason);
        thread.turn?.end({ kind: 'stopped', error: reason });
      }
    },
  };

  function tellPrompt(thread: LiveThread, text: string, by: string | undefined): void {
    for (const observer of observers) observer.prompted?.(thread, { text, by });
  }

  function find(principal: string, threadId: string): LiveThread {
    const known = live.get(threadId) ?? fromStore(threadId);
    if (!known || known.principal !== principal) throw threadNotFound(threadId);
    live.set(threadId, known);
    return known;
  }

  /** Turns the engine's error about its configuration into config-broken. */
  function startError({ profile }: ThreadOptions, error: unknown): unknown {
    if (!(error instanceof EngineError)) return error;
    const { codexHome } = options;
    const file = profile === undefined ? undefined : profileFile(codexHome, profile);
    return configErrorIn(error.message, codexHome, file) ?? error;
  }

  function resumeError(thread: LiveThread, error: unknown): unknown {
    if (!(error instanceof EngineError)) return error;
    if (/already has an active writer/.test(error.message)) return threadInUse(thread.id);
    const broken = startError(thread.options, error);
    if (broken === error && /not found|no rollout found/i.test(error.message))
      return threadNotFound(thread.id);
    return broken;
  }

  function unloadById(threadId: string): void {
    const thread = live.get(threadId);
    if (thread) unload(thread);
  }

  function claim(thread: LiveThread): LiveThread {
    const { id, principal, options: threadOptions } = thread;
    store.add(id, { principal, options: threadOptions });
    live.set(id, thread);
    logger.info('thread-started', { thread: id, principal, cwd: threadOptions.cwd });
    return thread;
  }

  function keep(threadId: string, event: EngineNotification, owner: LiveThread | undefined): void {
    if (!TOLD_EARLY.includes(event.method)) return;
    if (owner) owner.early.push(event);
    else if (starting > 0) unclaimed.set(threadId, [...(unclaimed.get(threadId) ?? []), event]);
  }

  function fromStore(threadId: string): LiveThread | undefined {
    const stored = store.find(threadId);
    if (!stored) return undefined;
    const { principal, options: threadOptions } = stored;
    return {
      id: threadId,
      principal,
      options: threadOptions,
      turn: undefined,
      loadedIn: undefined,
      client: CANNOT_SAMPLE,
      early: [],
    };
  }
}

/** @returns false when the engine has accepted this turn but not started it, or has ended it */
async function isInterrupted(server: AppServer, threadId: string, turnId: string): Promise<boolean> {
  try {
    await server.request('turn/interrupt', { threadId, turnId });
    return true;
  } catch (error) {
    if (/no active turn/.test(messageOf(error))) return false;
    throw error;
  }
}

interface MessageParams {
  readonly threadId?: string;
  readonly thread?: { readonly id: string; readonly parentThreadId: string | null };
  readonly turn?: { readonly id: string };
}
