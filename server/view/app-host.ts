// The host as the desktop app runs it: it can be started and stopped while windows look on, and whatever goes wrong
// becomes part of the state.
import { resolvePaths } from '../config/paths.ts';
import { openPrincipalsFile, type PrincipalsFile } from '../config/principals-file.ts';
import { mergeShellEnv, readShellEnv } from '../config/shell-env.ts';
import { openTokenStore, type TokenStore } from '../config/tokens.ts';
import type { EngineNotification } from '../engine/json-lines.ts';
import { messageOf, PatchbayError, turnsAreRunning } from '../errors.ts';
import type { LogSink } from '../logging/logger.ts';
import { defaultOptions, type McpServerOptions } from '../options.ts';
import { cardFacts } from './card-facts.ts';
import { createDayCount } from './day-count.ts';
import { initialState } from './initial-state.ts';
import { createPolicy } from './policy.ts';
import { createPrincipalList } from './principal-list.ts';
import { type RunningHost, runHost } from './running-host.ts';
import type { ServerProblem } from './state.ts';
import { createStore, type ViewStore } from './store.ts';
import { type ThreadWatch, watchThreads } from './thread-watch.ts';
import { createWindowDesk, type WindowDesk } from './window-desk.ts';

export interface AppHost {
  readonly store: ViewStore;
  readonly desk: WindowDesk;
  readonly threads: ThreadWatch;
  readonly tokens: TokenStore;
  readonly principals: PrincipalsFile;
  readonly settingsFile: string;
  readonly auditFile: string;
  /** While the server runs. */
  readonly running: RunningHost | undefined;
  /** Does nothing while it runs; problems become the server's state. */
  start(wish?: { isDemo?: boolean | undefined }): Promise<void>;
  stop(): Promise<void>;
  /** @throws turns-are-running */
  requireIdle(): void;
  /** Stops and starts it, if it runs. Running turns end. */
  restart(): Promise<void>;
  restartEngine(): Promise<void>;
  /** Asks the login shell; what it gives counts for what is started from then on. */
  loadShellEnv(): Promise<void>;
  /** Tokens, or what is decided about principals, have changed. */
  showPrincipals(): void;
  setAwake(isAwake: boolean): void;
  say(level: 'info' | 'warning' | 'error', text: string): void;
  close(): Promise<void>;
}

/**
 * @param options.words what the command line said
 * @throws file-broken, home-not-writable
 */
export function createAppHost(options: {
  words: McpServerOptions;
  log: LogSink;
  env: NodeJS.ProcessEnv;
  /** Shows an http or https address to the person. */
  openAddress(url: string): Promise<void>;
}): AppHost {
  const { words, log } = options;
  const paths = resolvePaths({ codexHome: words.codexHome, env: options.env });
  const tokens = openTokenStore(paths.tokensFile);
  const principals = openPrincipalsFile(paths.principalsFile);
  const store = createStore(initialState(paths));
  const handled = createDayCount(store.state.handledToday);
  let env = options.env;
  let running: RunningHost | undefined;
  let changing: Promise<void> = Promise.resolve();
  let isRestartingEngine = false;
  let notices = 0;

  const host = () => running?.service.host;
  const optionsOf = (threadId: string) => host()?.threads.ofMessage(threadId)?.options;

  const threads = watchThreads({ store, nameOf: (id) => host()?.nameOf(id) ?? id });
  const desk = createWindowDesk({
    store,
    isEngineRunning: () => host()?.engineProcess() !== undefined,
    factsOf: (approval) =>
      cardFacts(approval, {
        who: host()?.nameOf(approval.principal) ?? approval.principal,
        row: threads.row(approval.threadId),
        thread: optionsOf(approval.threadId),
        ownFolders: [paths.patchbayHome, running?.surroundings.paths.codexHome ?? paths.codexHome],
      }),
    onAsked: threads.asked,
    onDecided(approval, decision) {
      threads.decided(approval, decision);
      if (decision.means === 'rule' || decision.means === 'nobody') return;
      store.apply({ kind: 'set', parts: { handledToday: handled.add() } });
    },
  });
  const isDeadlineGiven = words.approvalDeadlineMs !== defaultOptions.approvalDeadlineMs;
  const policy = createPolicy({
    settings: () => store.state.settings,
    principals,
    threadOf: optionsOf,
    takeAllowance: desk.takeAllowance,
    deadlineMs: isDeadlineGiven ? words.approvalDeadlineMs : undefined,
  });

  const list = createPrincipalList({ store, tokens, principals, policy, ceiling: words.ceiling });

  function showEngine(): void {
    const process = host()?.engineProcess();
    const before = store.state.engine;
    if (process?.pid === (before.kind === 'running' ? before.pid : undefined)) return;
    store.apply({
      kind: 'set',
      parts: { engine: process ? { kind: 'running', ...process } : { kind: 'idle' } },
    });
  }

  function engineEvent(event: EngineNotification): void {
    showEngine();
    running?.account.receive(event);
  }

  function engineStopped(): void {
    showEngine();
    if (isRestartingEngine || !running) return;
    say(
      'error',
      'Codex stopped unexpectedly. Its turns ended; nothing that was waiting has been run. It starts again with the next call.',
    );
  }

  async function startNow(isDemo: boolean): Promise<void> {
    if (running) return;
    store.apply({ kind: 'set', parts: { server: { kind: 'starting' } } });
    try {
      const runWords = { ...words, isDemo };
      const onEngine = { engineEvent, engineChanged: engineStopped };
      running = await runHost({
        store,
        words: runWords,
        log,
        env,
        desk,
        threads,
        principals: list,
        policy,
        openAddress: options.openAddress,
        onEngine,
      });
      showRunning(running);
      void running.account.refresh().then(showEngine);
    } catch (error) {
      log.logger.error('server-not-started', { message: messageOf(error) });
      store.apply({ kind: 'set', parts: { server: problemOf(error) } });
    }
  }

  function showRunning({ service: { url }, surroundings }: RunningHost): void {
    const { isDemo } = surroundings.options;
    const { demoFolder: _, ...places } = store.state.places;
    const demo = isDemo ? { demoFolder: surroundings.clientFolder } : {};
    store.apply({
      kind: 'set',
      parts: {
        server: { kind: 'running', url, address: new URL(url).host, isDemo, isPaused: false },
        places: { ...places, codexHome: surroundings.paths.codexHome, ...demo },
      },
    });
    list.show();
  }

  async function stopNow(): Promise<void> {
    await running?.close();
    running = undefined;
    const parts = {
      server: { kind: 'stopped' },
      engine: { kind: 'idle' },
      account: { kind: 'unknown' },
    } as const;
    store.apply({ kind: 'set', parts });
  }

  /** One after the other: a stop waits for a start that is under way. */
  function next(change: () => Promise<void>): Promise<void> {
    const done = changing.then(change);
    changing = done.catch(() => undefined);
    return done;
  }

  function say(level: 'info' | 'warning' | 'error', text: string): void {
    notices += 1;
    store.apply({ kind: 'notice', notice: { id: `notice-${notices}`, level, text, at: Date.now() } });
  }

  list.show();

  return {
    store,
    desk,
    threads,
    tokens,
    principals,
    settingsFile: paths.settingsFile,
    auditFile: paths.auditFile,
    get running() {
      return running;
    },
    start: ({ isDemo = words.isDemo } = {}) => next(() => startNow(isDemo)),
    stop: () => next(stopNow),
    requireIdle() {
      const turns = host()?.runningThreads().length ?? 0;
      if (turns > 0) throw turnsAreRunning(turns);
    },
    restart() {
      const isDemo = store.state.server.kind === 'running' && store.state.server.isDemo;
      return next(async () => {
        await stopNow();
        await startNow(isDemo);
      });
    },
    async restartEngine() {
      isRestartingEngine = true;
      await host()?.engine.restart();
      isRestartingEngine = false;
      await running?.account.refresh();
      showEngine();
    },
    async loadShellEnv() {
      const given = await readShellEnv(options.env);
      if (given.kind === 'failed') {
        return store.apply({ kind: 'set', parts: { environment: given } });
      }
      const merged = mergeShellEnv(options.env, given.variables);
      env = merged.env;
      const environment = {
        kind: 'shell',
        shell: given.shell,
        added: merged.added,
        path: env['PATH'] ?? '',
      } as const;
      store.apply({ kind: 'set', parts: { environment } });
    },
    showPrincipals: list.show,
    setAwake(isAwake) {
      host()?.setAwake(isAwake);
      desk.deadlinesChanged();
    },
    say,
    close: () => next(stopNow),
  };
}

function problemOf(error: unknown): ServerProblem {
  if (error instanceof PatchbayError) {
    const { code, summary, fix } = error;
    return { kind: 'error', code, summary, fix };
  }
  return { kind: 'error', code: 'failed', summary: messageOf(error), fix: '' };
}
