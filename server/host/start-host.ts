// The start-up of a host: builds the rooms, connects them, and closes them in order. It needs no desktop.
// What is built uses only what stands above it. Three rooms work for others that come later, and are connected
// to them: the engine, the door through which it reaches remotes, and the rules.
import { changeClient } from '../approvals/change-client.ts';
import { version, watchdogFile } from '../base/program.ts';
import { watchClientLimits } from '../config/client-limits.ts';
import { openFolderTrust } from '../config/folder-trust.ts';
import { configuredSecrets } from '../config/known-secrets.ts';
import { DEPTH_VARIABLE, MAX_DEPTH } from '../config/loops.ts';
import { ensureCodexHome, ensureHome } from '../config/paths.ts';
import { openPrincipalsFile } from '../config/principals-file.ts';
import { settingsReader, turnsAtOnce } from '../config/settings-file.ts';
import { chosenEngine } from '../engine/process/binary.ts';
import { withoutProxyForUs } from '../engine/process/no-proxy.ts';
import { superviseEngine } from '../engine/process/supervisor.ts';
import type { Thread } from '../engine/threads/thread.ts';
import { openThreadStore } from '../engine/threads/thread-store.ts';
import { createThreads } from '../engine/threads/threads.ts';
import { createTurnPlaces } from '../engine/threads/turn-places.ts';
import { nestedTooDeep } from '../errors/control.ts';
import { tooManyTurns } from '../errors/limits.ts';
import { shuttingDown } from '../errors/threads.ts';
import { createRedactor } from '../logging/redact.ts';
import { isCallHeldBack } from '../mcp/remote/gate.ts';
import { bearerVariable } from '../mcp/remote-door/table-override.ts';
import { createProcessGuard } from '../processes/guard.ts';
import { openHomeRemotes } from '../remotes/home-remotes.ts';
import { checkConfig } from '../thread-setup/config-check.ts';
import { createThreadLoading } from '../thread-setup/thread-setup.ts';
import { createHostCheckpoints } from './checkpoints.ts';
import { createSessions, type Sessions } from './connected-sessions.ts';
import { createHostCopies } from './copies.ts';
import { wantsCopy } from './copy-question.ts';
import { createAnswerTime } from './deadlines.ts';
import { foldersToDeny } from './denied-folders.ts';
import { connectEngine } from './engine-events.ts';
import type { Host, HostOptions, RunningThread } from './host.ts';
import { createHostNeighbours } from './neighbours.ts';
import { createSessionOpener } from './open-sessions.ts';
import { createHostOverlaps, type HostOverlaps } from './overlaps.ts';
import { createPersonThreads } from './person-threads.ts';
import { createHostQuestions, type HostQuestions } from './questions.ts';
import { createHostReceipts } from './receipts.ts';
import { createHostRules, isExposed } from './rules.ts';
import { openHomeRecords, recordThreads } from './thread-records.ts';
import { createToolServices } from './tool-services.ts';

/** @throws home-not-writable, codex-home-not-usable, file-broken, engine-missing, engine-not-executable, nested-too-deep */
export function startHost(options: HostOptions): Host {
  const { paths, env, observer, ownAddresses, redactor = createRedactor() } = options;
  const { codexHome, patchbayHome } = paths;
  const logOf = (scope: string) => options.logger.with({ scope });

  // Whatever may be refused comes first: nothing runs yet that would have to be ended.
  const depth = Number(env[DEPTH_VARIABLE] ?? 0);
  if (depth >= MAX_DEPTH) throw nestedTooDeep(depth);
  ensureHome(patchbayHome);
  const learnSecrets = () => configuredSecrets(codexHome, env).forEach(redactor.know);
  learnSecrets();
  const deniedFolders = foldersToDeny(patchbayHome);
  ensureCodexHome(codexHome);
  const homeRecords = openHomeRecords({ paths, redactor, logger: logOf('records') });
  const resolveBinary = () => chosenEngine(paths.settingsFile, options.enginePath);
  resolveBinary();
  const principals = openPrincipalsFile(paths.principalsFile);

  const sessions = createSessions();
  const answerTime = createAnswerTime(options);
  const trust = openFolderTrust(paths.foldersFile);
  const limits = watchClientLimits(paths.principalsFile, principals, (message) =>
    logOf('config').warn('limits-not-watched', { message }),
  );
  const onProblem = (message: string) => logOf('processes').error('watchdog', { message });
  const guard = createProcessGuard({ watchdogFile, onProblem });
  const home = openHomeRemotes({ paths, env, ownAddresses, guard, logger: logOf('remotes'), redactor });
  const { remotes, secrets, azure } = home;
  remotes.registry.onRead(learnSecrets);

  const logger = logOf('engine');
  const engineEnv = withoutProxyForUs(env);
  const marks = { [DEPTH_VARIABLE]: String(depth + 1), [bearerVariable.name]: bearerVariable.value };
  const engine = superviseEngine({
    resolveBinary,
    codexHome,
    env: { ...engineEnv, ...marks },
    clientVersion: version,
    logger,
    guard,
  });
  const loading = createThreadLoading({
    paths,
    deniedFolders,
    depth,
    ownAddresses,
    trust,
    remotes,
    limits,
    logger,
  });
  const rules = createHostRules({
    paths,
    env,
    logger: logOf('approvals'),
    onChanged: observer?.rulesChanged,
  });
  const checkpoints = createHostCheckpoints({
    paths,
    logger: logOf('checkpoints'),
    onUndone: (thread, undone) => overlaps.undone(thread, undone),
  });
  const overlaps: HostOverlaps = createHostOverlaps({
    checkpoints,
    onOverlap(thread, made) {
      records.overlapped(thread.id, made);
      observer?.overlapped(thread, made);
    },
  });
  const neighbours = createHostNeighbours();
  const copies = createHostCopies({
    paths,
    neighbours,
    wantsCopy: (folder, call) =>
      wantsCopy(questions.broker, { ...call, folder, who: sessions.nameOf(call.principal) }),
    logger: logOf('copies'),
  });
  const receipts = createHostReceipts({
    paths,
    checkpoints,
    overlaps,
    neighbours,
    onReceipt(thread, receipt) {
      if (receipt.fileCount > 0) neighbours.changedFiles(thread);
      records.receipt(thread.id, receipt);
      observer?.receipt(thread, receipt);
    },
  });
  const settings = settingsReader(paths.settingsFile);
  const places = createTurnPlaces(() => turnsAtOnce(settings));
  const threads = createThreads({
    engine,
    places,
    codexHome,
    store: openThreadStore(paths.threadsFile),
    async beforeTurn(thread) {
      neighbours.turnBegan(thread);
      copies.turnBegan(thread);
      overlaps.turnBegan(thread);
      return checkpoints.beforeTurn(thread);
    },
    afterTurn: receipts.afterTurn,
    threadIdleMs: options.threadIdleMs,
    async prepare(thread, client) {
      await rules.prepare(thread.options);
      return loading.prepare(thread, client);
    },
    requireTurn(principal, running) {
      const { mostTurns } = limits.of(principal);
      if (mostTurns !== undefined && running >= mostTurns) {
        throw tooManyTurns(mostTurns, sessions.ownNameOf(principal));
      }
    },
    logger,
  });
  rules.connect(threads);
  checkpoints.connect(threads);
  overlaps.connect(threads);
  neighbours.connect(threads);
  receipts.connect(threads);
  if (observer) threads.observe(observer);

  const records = recordThreads({ records: homeRecords, threads, sessions });
  threads.observe({ turnEnded: records.turnEnded });
  const shared = {
    ...options,
    redactor,
    guard,
    principals,
    engine,
    threads,
    sessions,
    records,
    places,
    rules,
    checkpoints,
    overlaps,
    copies,
    receipts,
    answerTime,
  };
  const questions: HostQuestions = createHostQuestions({
    ...shared,
    remotes,
    trust,
    logger: logOf('approvals'),
  });
  const tell = connectEngine({ ...shared, questions: questions.ofEngine, learnSecrets, logger });
  const services = createToolServices({ ...shared, remotes, limits, broker: questions.broker });
  const { leashes } = questions;
  const open = createSessionOpener({ ...shared, services, leashes, tell, logger: logOf('mcp') });
  loading.connect(open.forThread);

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    questions.close();
    limits.close();
    rules.close();
    threads.stop(shuttingDown());
    await Promise.all([engine.close(), loading.close(), home.close()]);
    await checkpoints.close();
    records.close();
    await guard.close();
  }
  return {
    openSession: open.forClient,
    sessions: sessions.list,
    runningThreads: () => threads.running().map((thread) => describeThread(thread, sessions)),
    remotes,
    limits,
    called: records.called,
    isHeldBack: (call) => isCallHeldBack(questions.broker, call),
    secrets,
    azure,
    checkpoints,
    rules,
    isPaused: (id) => principals.of(id).isPaused === true,
    changeClient: (id, change) => changeClient(id, change, { principals, patchbayHome, env }),
    keepOnly(isStillKnown) {
      services.keepOnly(isStillKnown);
      loading.keepOnly(isStillKnown);
    },
    engineProcess: () => engine.process && { pid: engine.process.pid, version: engine.process.version },
    describe: questions.describe,
    nameOf: sessions.nameOf,
    engine,
    checkConfig: async () => checkConfig({ binary: resolveBinary(), codexHome, env: engineEnv }),
    threads,
    personThreads: createPersonThreads({
      threads,
      records,
      services: services.codex,
      logger: logOf('threads'),
    }),
    keepGoing: (threadId) => services.codex.runningCalls.ofThread(threadId)?.keepGoing(),
    pauseTurns: threads.pauseTurns,
    settingsChanged: places.look,
    setAwake: (isAwake) => (isAwake ? answerTime.clock.resume() : answerTime.clock.pause()),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function describeThread({ id, principal, options, turn }: Thread, sessions: Sessions): RunningThread {
  return {
    id,
    principal: sessions.nameOf(principal),
    cwd: options.cwd,
    isExposed: isExposed(options),
    queued: turn?.queued,
  };
}
