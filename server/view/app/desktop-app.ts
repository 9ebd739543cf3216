// The host as the desktop app runs it: it can be started and stopped while windows are open, and errors become part of
// the state.
import fs from 'node:fs';
import { type Approval, isOfPerson } from '../../approvals/approval.ts';
import { createEditedCommands } from '../../approvals/edited-commands.ts';
import { isInside } from '../../base/paths-inside.ts';
import { realPath } from '../../base/real-path.ts';
import { openTokenStore, type TokenStore } from '../../config/client-tokens.ts';
import { type FolderTrust, openFolderTrust } from '../../config/folder-trust.ts';
import { type Paths, resolvePaths } from '../../config/paths.ts';
import type { Principal } from '../../config/principals.ts';
import { openPrincipalsFile, type PrincipalsFile } from '../../config/principals-file.ts';
import { runsDemo } from '../../contract/selectors.ts';
import { messageOf, windowMessageOf } from '../../errors/error.ts';
import { turnsAreRunning } from '../../errors/threads.ts';
import { homeCopies } from '../../host/home-copies.ts';
import { createHostRules } from '../../host/rules.ts';
import type { LogSink } from '../../logging/logger.ts';
import type { McpServerOptions } from '../../start/run-options.ts';
import { cardFacts } from '../approvals/card-facts.ts';
import { createDayCount } from '../approvals/day-count.ts';
import { createEditCommands } from '../approvals/edit-commands.ts';
import { createWindowDesk, type WindowDesk } from '../approvals/window-desk.ts';
import type { WindowRules } from '../rules/active-rules.ts';
import { createRuleList, type RuleList } from '../rules/rule-list.ts';
import { earlierThread } from '../threads/earlier-thread.ts';
import { createThreadFinder, type ThreadFinder } from '../threads/find-threads.ts';
import { type ThreadWatch, watchThreads } from '../threads/watch.ts';
import { type AppRun, runHost } from './app-run.ts';
import { watchAway } from './away.ts';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import { watchEngine } from './engine-watch.ts';
import { createEnvironment } from './environment.ts';
import { initialState } from './initial-state.ts';
import { type LogWatch, watchLog } from './log-watch.ts';
import { createSay } from './notices.ts';
import { createPolicy } from './policy.ts';
import { createPrincipalList } from './principal-list.ts';
import { problemOf, runningParts, stoppedParts } from './server-state.ts';
import { createStore, type ViewStore } from './view-store.ts';

export interface DesktopApp {
  readonly store: ViewStore;
  readonly desk: WindowDesk;
  /** Of questions that are changed before they are approved. */
  readonly edits: ReturnType<typeof createEditCommands>;
  readonly threads: ThreadWatch;
  readonly finder: ThreadFinder;
  /** A client by its id, also one whose token is revoked. */
  principalOf(id: string): Principal;
  readonly log: LogWatch;
  /** Registers a secret: it never appears in a log, a record or an export. */
  know(secret: string): void;
  /** Without the secrets that are known, and what looks like one. */
  redact(text: string): string;
  readonly diagnostics: Diagnostics;
  readonly tokens: TokenStore;
  readonly principals: PrincipalsFile;
  readonly folders: FolderTrust;
  readonly ruleList: RuleList;
  /** Of the server, or of the file while it does not run. */
  rules(): WindowRules;
  readonly settingsFile: string;
  readonly paths: Paths;
  /** The app's own environment, and the login shell's once that was asked. */
  readonly env: NodeJS.ProcessEnv;
  /** Set while the server runs. */
  readonly running: AppRun | undefined;
  /** Does nothing if it runs already; errors become the server's state. */
  start(wish?: { isDemo?: boolean | undefined }): Promise<void>;
  stop(): Promise<void>;
  /** @throws turns-are-running */
  requireIdle(): void;
  /** Stops and starts the server, if it runs. Running turns end. */
  restart(): Promise<void>;
  restartEngine(): Promise<void>;
  /** Asks the login shell for its environment, which applies to everything started later. */
  loadShellEnv(): Promise<void>;
  /** Tokens, or decisions about principals, have changed. */
  showPrincipals(): void;
  setAwake(isAwake: boolean): void;
  /** The person leaves, or returns and is told what happened in the meantime. */
  setPresent(isPresent: boolean): void;
  say(level: 'info' | 'warning' | 'error', text: string): void;
  close(): Promise<void>;
}

/**
 * @param options.runOptions the options of the command line
 * @throws file-broken, home-not-writable
 */
export function createDesktopApp(options: {
  runOptions: McpServerOptions;
  log: LogSink;
  env: NodeJS.ProcessEnv;
  /** Shows an http or https address to the person. */
  openAddress(url: string): Promise<void>;
}): DesktopApp {
  const { runOptions, log } = options;
  const paths = resolvePaths({ codexHome: runOptions.codexHome, env: options.env });
  const tokens = openTokenStore(paths.tokensFile);
  const principals = openPrincipalsFile(paths.principalsFile);
  const store = createStore(initialState(paths, log.level));
  const handled = createDayCount(store.state.handledToday);
  const environment = createEnvironment(store, options.env);
  const say = createSay(store, log.redactor);
  let running: AppRun | undefined;
  let changing: Promise<void> = Promise.resolve();

  const host = () => running?.service.host;
  const optionsOf = (threadId: string) => host()?.threads.ofMessage(threadId)?.options;

  const threads = watchThreads({
    store,
    nameOf: (id) => host()?.nameOf(id) ?? id,
    copyAt(folder) {
      const copy = isInside(folder, paths.copiesFolder) ? homeCopies(paths).holding(folder) : undefined;
      return copy && { id: copy.id, of: copy.of };
    },
    earlierOf: (threadId) => earlierThread(paths.recordsFolder, threadId, log.redactor),
    redactor: log.redactor,
    onFailedCall: (error) => engine.callFailed(error),
  });
  const finder = createThreadFinder({
    recordsFolder: paths.recordsFolder,
    engine: () => host()?.engine,
    running: () =>
      host()
        ?.runningThreads()
        .map(({ id }) => id) ?? [],
    redact: log.redactor.redact,
  });
  const away = watchAway({ store, changedSince: threads.changedSince, now: Date.now });
  const editedCommands = createEditedCommands();
  const ownFolders = () => [paths.patchbayHome, running?.runtime.paths.codexHome ?? paths.codexHome];
  const factsOf = (approval: Approval) =>
    cardFacts(approval, {
      who: host()?.nameOf(approval.principal) ?? approval.principal,
      row: threads.row(approval.threadId),
      thread: optionsOf(approval.threadId),
      whyUncovered: host()?.checkpoints.whyUncovered,
      ownFolders: ownFolders(),
    });
  const desk = createWindowDesk({
    store,
    presence: away,
    isEngineRunning: () => host()?.engineProcess() !== undefined,
    factsOf,
    onAsked: threads.asked,
    onDecided(approval, decision) {
      threads.decided(approval, decision);
      if (decision.edited?.kind === 'command') editedCommands.approved(approval, decision.edited.command);
      if (decision.rules) ruleList.used(decision.rules);
      if (!isOfPerson(decision.means)) return;
      store.apply({ kind: 'set', parts: { handledToday: handled.add() } });
    },
  });
  const rules = () =>
    host()?.rules ?? createHostRules({ paths, env: environment.env, logger: log.logger, onChanged: onRules });
  const ruleList = createRuleList({ store, rules, auditFile: paths.auditFile, logger: log.logger });
  function onRules(): void {
    ruleList.refreshSoon();
  }
  const policy = createPolicy({
    settings: () => store.state.settings,
    principals,
    threadOf: optionsOf,
    takeAllowance: desk.takeAllowance,
    takeEdited: editedCommands.take,
    deadlineMs: runOptions.approvalDeadlineMs,
  });

  const list = createPrincipalList({ store, tokens, principals, policy, ceiling: runOptions.ceiling });

  const engine = watchEngine({ store, running: () => running, redact: log.redactor.redact });

  async function startNow(isDemo: boolean): Promise<void> {
    if (running) return;
    store.apply({ kind: 'set', parts: { server: { kind: 'starting' } } });
    try {
      const chosen = { ...runOptions, isDemo };
      running = await runHost({
        store,
        runOptions: chosen,
        log,
        env: environment.env,
        desk,
        threads,
        principals: list,
        policy,
        openAddress: options.openAddress,
        onEngine: engine,
        onRules,
        onAcceptFailed: (_, error) => say('error', windowMessageOf(error)),
      });
      store.apply({ kind: 'set', parts: runningParts(running, store.state.places) });
      list.showPrincipals();
      if (fs.existsSync(paths.rulesFile)) ruleList.refreshSoon();
      void running.account.refresh().then(engine.showEngine);
    } catch (error) {
      log.logger.error('server-not-started', { message: messageOf(error) });
      store.apply({ kind: 'set', parts: { server: problemOf(error, log.redactor.redact) } });
    }
  }

  async function stopNow(): Promise<void> {
    await running?.close();
    running = undefined;
    store.apply({ kind: 'set', parts: stoppedParts });
  }

  /** Runs changes one after the other: a stop waits for a running start. */
  function next(change: () => Promise<void>): Promise<void> {
    const done = changing.then(change);
    changing = done.catch(() => undefined);
    return done;
  }

  const diagnostics = createDiagnostics({
    paths: () => running?.runtime.paths ?? paths,
    env: () => environment.env,
    redactor: log.redactor,
  });

  async function reconnect(): Promise<void> {
    const lost = (await host()?.remotes.check()) ?? [];
    if (lost.length === 0) return;
    say('info', `Reconnecting ${lost.length} ${lost.length === 1 ? 'remote' : 'remotes'}.`);
  }

  list.showPrincipals();

  return {
    store,
    desk,
    edits: createEditCommands({
      desk,
      factsOf,
      ownFolders: () => ownFolders().map(realPath),
      redact: log.redactor.redact,
    }),
    threads,
    finder,
    principalOf: (id) =>
      store.state.principals.find((one) => one.id === id) ?? { id, name: id, ceiling: runOptions.ceiling },
    log: watchLog(log, store),
    know: log.redactor.know,
    redact: log.redactor.redact,
    diagnostics,
    tokens,
    principals,
    folders: openFolderTrust(paths.foldersFile),
    ruleList,
    rules,
    settingsFile: paths.settingsFile,
    paths,
    get env() {
      return environment.env;
    },
    get running() {
      return running;
    },
    start: ({ isDemo = runOptions.isDemo } = {}) => next(() => startNow(isDemo)),
    stop: () => next(stopNow),
    requireIdle() {
      const turns = host()?.runningThreads().length ?? 0;
      if (turns > 0) throw turnsAreRunning(turns);
    },
    restart() {
      const isDemo = runsDemo(store.state.server);
      return next(async () => {
        await stopNow();
        await startNow(isDemo);
      });
    },
    restartEngine: engine.restart,
    loadShellEnv: environment.load,
    showPrincipals: list.showPrincipals,
    setAwake(isAwake) {
      host()?.setAwake(isAwake);
      if (isAwake) void reconnect();
      desk.deadlinesChanged();
    },
    setPresent(isPresent) {
      if (!isPresent) return away.left();
      const summary = away.back();
      if (summary) say('info', summary);
    },
    say,
    async close() {
      await finder.close();
      await next(stopNow);
    },
  };
}
