// The host as the desktop app runs it: it can be started and stopped while windows look on, and whatever goes wrong
// becomes part of the state.
import fs from 'node:fs';
import { resolvePaths } from '../config/paths.ts';
import { localPrincipal } from '../config/principals.ts';
import { openPrincipalsFile, type PrincipalsFile } from '../config/principals-file.ts';
import { defaultSettings, readSettings, settingsOf } from '../config/settings.ts';
import { mergeShellEnv, readShellEnv } from '../config/shell-env.ts';
import { openTokenStore, type TokenStore } from '../config/tokens.ts';
import { messageOf, PatchbayError, turnsAreRunning } from '../errors.ts';
import type { LogSink } from '../logging/logger.ts';
import { defaultOptions, type McpServerOptions } from '../options.ts';
import { version } from '../program.ts';
import { type Service, startService } from '../service.ts';
import { openSurroundings, type Surroundings } from '../surroundings.ts';
import { type AccountView, createAccountView } from './account.ts';
import { cardFacts } from './card-facts.ts';
import { type ClientWatch, watchClients } from './clients.ts';
import { createDayCount } from './day-count.ts';
import { countToday } from './decisions.ts';
import { createHistory, type History } from './history.ts';
import { createPolicy } from './policy.ts';
import type { HostState, PrincipalRow, ServerProblem } from './state.ts';
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
  readonly running: RunningParts | undefined;
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

export interface RunningParts {
  readonly service: Service;
  readonly account: AccountView;
  readonly history: History;
}

/**
 * @param options.words what the command line said
 * @throws file-broken, home-not-writable
 */
export function createAppHost(options: {
  words: McpServerOptions;
  log: LogSink;
  env: NodeJS.ProcessEnv;
}): AppHost {
  const { words, log } = options;
  const { logger } = log;
  const paths = resolvePaths({ codexHome: words.codexHome, env: options.env });
  const tokens = openTokenStore(paths.tokensFile);
  const principals = openPrincipalsFile(paths.principalsFile);
  const store = createStore(initialState());
  const handled = createDayCount(store.state.handledToday);
  let env = options.env;
  let running: (RunningParts & { surroundings: Surroundings; clients: ClientWatch }) | undefined;
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

  function initialState(): HostState {
    const settings = fs.existsSync(paths.settingsFile)
      ? settingsOf(readSettings(paths.settingsFile))
      : defaultSettings;
    return {
      version,
      server: { kind: 'stopped' },
      engine: { kind: 'idle' },
      account: { kind: 'unknown' },
      inbox: [],
      handledToday: countToday(paths.auditFile),
      threads: [],
      clients: [],
      principals: [],
      knocks: [],
      settings,
      notices: [],
      places: { patchbayHome: paths.patchbayHome, codexHome: paths.codexHome, logs: paths.logsFolder },
      environment: { kind: 'own' },
    };
  }

  function showEngine(): void {
    const process = host()?.engineProcess();
    const before = store.state.engine;
    if (process?.pid === (before.kind === 'running' ? before.pid : undefined)) return;
    store.apply({
      kind: 'set',
      parts: { engine: process ? { kind: 'running', ...process } : { kind: 'idle' } },
    });
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
    let surroundings: Surroundings | undefined;
    try {
      surroundings = await openSurroundings({ ...words, isDemo }, log, env);
      const clients = watchClients({
        store,
        sessions: () => host()?.sessions() ?? [],
        onCall: (id) => principalUsed(id),
        onLook: showChangedTokens,
      });
      const service = await startService({
        surroundings,
        port: store.state.settings.port,
        desks: [desk],
        policy,
        observer: {
          ...threads,
          engineEvent(event) {
            showEngine();
            running?.account.receive(event);
          },
          engineChanged: engineStopped,
          clientSeen: clients.seen,
        },
        onRefused: clients.refused,
      });
      const account = createAccountView({ store, engine: service.host.engine, logger });
      running = { service, surroundings, clients, account, history: createHistory(service.host.engine) };
      const { codexHome } = surroundings.paths;
      const { demoFolder: _, ...places } = store.state.places;
      store.apply({
        kind: 'set',
        parts: {
          server: {
            kind: 'running',
            url: service.url,
            address: new URL(service.url).host,
            isDemo,
            isPaused: false,
          },
          places: { ...places, codexHome, ...(isDemo && { demoFolder: surroundings.clientFolder }) },
        },
      });
      showPrincipals();
      void account.refresh().then(showEngine);
    } catch (error) {
      await surroundings?.close();
      logger.error('server-not-started', { message: messageOf(error) });
      store.apply({ kind: 'set', parts: { server: problemOf(error) } });
    }
  }

  async function stopNow(): Promise<void> {
    const parts = running;
    if (parts) {
      await parts.service.close();
      parts.clients.close();
      await parts.surroundings.close();
      running = undefined;
    }
    const idle = {
      server: { kind: 'stopped' },
      engine: { kind: 'idle' },
      account: { kind: 'unknown' },
    } as const;
    store.apply({ kind: 'set', parts: idle });
  }

  /** One after the other: a stop waits for a start that is under way. */
  function next(change: () => Promise<void>): Promise<void> {
    const done = changing.then(change);
    changing = done.catch(() => undefined);
    return done;
  }

  function principalUsed(id: string): void {
    const lastUsedAt = Date.now();
    if (lastUsedAt - (principals.of(id).lastUsedAt ?? 0) < 60_000) return;
    principals.change(id, { lastUsedAt });
    showPrincipals();
  }

  /** `patchbay token` changes the file behind our back. */
  function showChangedTokens(): void {
    const shown = store.state.principals
      .filter(({ createdAt }) => createdAt !== undefined)
      .map(({ id }) => id);
    const now = tokens.list().map(({ id }) => id);
    if (now.join() !== shown.join()) showPrincipals();
  }

  function showPrincipals(): void {
    const local = { ...localPrincipal(words.ceiling), createdAt: undefined };
    const known = tokens
      .list()
      .map(({ id, name, ceiling = words.ceiling, createdAt }) => ({ id, name, ceiling, createdAt }));
    const rows = [...known, local].map((principal): PrincipalRow => {
      const { mode, folder } = policy.of(principal);
      const record = principals.of(principal.id);
      return {
        id: principal.id,
        name: principal.name,
        ...(principal.createdAt !== undefined && { createdAt: Date.parse(principal.createdAt) }),
        ...(record.lastUsedAt !== undefined && { lastUsedAt: record.lastUsedAt }),
        mode,
        hasOwnMode: record.mode !== undefined,
        ceiling: policy.of(principal).ceiling,
        mayApprove: record.mayApprove ?? false,
        ...(folder !== undefined && { folder }),
      };
    });
    store.apply({ kind: 'set', parts: { principals: rows } });
  }

  function say(level: 'info' | 'warning' | 'error', text: string): void {
    notices += 1;
    store.apply({ kind: 'notice', notice: { id: `notice-${notices}`, level, text, at: Date.now() } });
  }

  showPrincipals();

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
    showPrincipals,
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
