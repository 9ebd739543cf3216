// Has the engine load threads: starts new ones, resumes those that the running engine does not know, and notes which
// are not loaded any more.
import { waitAtMost } from '../../base/deadline.ts';
import { requireHook } from '../leash/hook.ts';
import type { AppServer } from '../process/app-server.ts';
import type { Engine } from '../process/supervisor.ts';
import { resumeError, startError } from './engine-errors.ts';
import { engineThreadParams, type ThreadOptions } from './options.ts';
import type { ServerStartups } from './server-startups.ts';
import { CANNOT_SAMPLE, type LiveThread, type Loading, type Thread, type ThreadClient } from './thread.ts';

export interface Loader {
  /** @throws leash-not-possible, config-broken, what Engine.get throws, and EngineError for options the engine refuses */
  start(principal: string, options: ThreadOptions, client: ThreadClient): Promise<LiveThread>;
  /**
   * A new thread with what was said in this one.
   * @throws as load
   */
  fork(thread: Thread): Promise<LiveThread>;
  /**
   * Makes sure that the running engine has the thread loaded, and asks before each step if its client wants that.
   * @throws leash-not-possible, config-broken, thread-in-use, thread-not-found, what Engine.get throws
   */
  load(thread: LiveThread): Promise<AppServer>;
  /** Has the engine unload it, unless a turn runs in it. */
  leave(thread: LiveThread): Promise<void>;
  /** No engine has it loaded any more. */
  unload(thread: LiveThread): void;
}

export interface LoaderOptions {
  readonly engine: Engine;
  readonly codexHome: string;
  /** Called each time a thread is loaded in an engine. */
  prepare(thread: Pick<Thread, 'principal' | 'options'>, client: ThreadClient): Promise<Loading>;
  readonly startups: ServerStartups;
}

/** It ends the thread's MCP servers first. */
const LEAVE_WAIT_MS = 15_000;

export function createLoader({ engine, codexHome, prepare, startups }: LoaderOptions): Loader {
  /** One that was loaded without the hook is unloaded first: a loaded thread keeps what it was loaded with. */
  async function resume(thread: LiveThread, server: AppServer): Promise<void> {
    if (thread.loadedIn === server) await close(thread, server);
    const loading = await prepare(thread, thread.client);
    try {
      const params = engineThreadParams(thread.options, loading.surroundings);
      loading.loaded(thread.id);
      await server.request('thread/resume', { threadId: thread.id, excludeTurns: true, ...params });
      if (loading.surroundings.isHeld) await requireHook(server, thread.id);
    } catch (error) {
      loading.unloaded();
      throw resumeError(thread, codexHome, error);
    }
    thread.loadedIn = server;
    thread.loading = loading;
  }

  /** The engine closes a thread that nobody listens to, see `engineThreadParams`; until then it cannot be resumed. */
  async function close(thread: LiveThread, server: AppServer): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      thread.onUnloaded = resolve;
    });
    const { status } = await server.request('thread/unsubscribe', { threadId: thread.id });
    if (status === 'unsubscribed') await waitAtMost(LEAVE_WAIT_MS, closed);
    unload(thread);
  }

  /** One change at a time. */
  async function change(thread: LiveThread, run: () => Promise<void>): Promise<void> {
    thread.changing = run().finally(() => {
      thread.changing = undefined;
    });
    await thread.changing;
  }

  function unload(thread: LiveThread): void {
    thread.onUnloaded?.();
    thread.onUnloaded = undefined;
    thread.hasLastingApproval = false;
    thread.loadedIn = undefined;
    thread.loading?.unloaded();
    thread.loading = undefined;
    startups.forget(thread.id);
  }

  return {
    async fork({ id, principal, options }) {
      const server = await engine.get();
      const loading = await prepare({ principal, options }, CANNOT_SAMPLE);
      try {
        const params = engineThreadParams(options, loading.surroundings);
        const request = { threadId: id, excludeTurns: true, ...params };
        const { thread, model, modelProvider } = await server.request('thread/fork', request);
        loading.loaded(thread.id);
        const beginning = { model, modelProvider, rolloutPath: thread.path ?? undefined };
        const known = { id: thread.id, principal, options, beginning, client: CANNOT_SAMPLE };
        return { ...known, turn: undefined, loadedIn: server, loading };
      } catch (error) {
        loading.unloaded();
        throw resumeError({ id, options }, codexHome, error);
      }
    },

    async start(principal, threadOptions, client) {
      const server = await engine.get();
      const loading = await prepare({ principal, options: threadOptions }, client);
      const params = engineThreadParams(threadOptions, loading.surroundings);
      try {
        const { thread, model, modelProvider } = await server.request('thread/start', params);
        loading.loaded(thread.id);
        if (loading.surroundings.isHeld) await requireHook(server, thread.id);
        const beginning = { model, modelProvider, rolloutPath: thread.path ?? undefined };
        const known = { id: thread.id, principal, options: threadOptions, beginning, client };
        return { ...known, turn: undefined, loadedIn: server, loading };
      } catch (error) {
        loading.unloaded();
        throw startError(threadOptions, codexHome, error);
      }
    },

    async load(thread) {
      while (true) {
        const server = await engine.get();
        const isReady = thread.loading?.surroundings.isHeld || !thread.client.isHeld;
        // Whoever changed it hears of what failed.
        if (thread.changing) await thread.changing.catch(() => undefined);
        else if (thread.loadedIn === server && isReady) return server;
        else await change(thread, () => resume(thread, server));
      }
    },

    async leave(thread) {
      const server = thread.loadedIn;
      if (server && !thread.turn && !thread.changing) await change(thread, () => close(thread, server));
    },

    unload,
  };
}
