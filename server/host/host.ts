// The running whole: builds the rooms, hands them to each other, ends them in order. It needs no desktop.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { Approval } from '../approvals/approval.ts';
import { openAuditLog } from '../approvals/audit.ts';
import { type AnswerTime, createAwakeClock } from '../approvals/awake-clock.ts';
import { type BrokerPolicy, createBroker, type Desk } from '../approvals/broker.ts';
import { isInside } from '../base/paths-inside.ts';
import { mainFile, version, watchdogFile } from '../base/program.ts';
import { readCodexConfig, readRawConfig } from '../config/codex-config.ts';
import { controlPlaceOf, ensureControlFolder } from '../config/control-place.ts';
import { openFolderTrust } from '../config/folder-trust.ts';
import { configuredSecrets } from '../config/known-secrets.ts';
import { DEPTH_VARIABLE, findLoopingServers, MAX_DEPTH } from '../config/loops.ts';
import { ensureCodexHome, ensureHome, type Paths } from '../config/paths.ts';
import type { Principal } from '../config/principals.ts';
import { readSettings } from '../config/settings.ts';
import { defaultCeiling } from '../contract/ceiling.ts';
import { bundledEngine, namedEngine } from '../engine/process/binary.ts';
import { withoutProxyForUs } from '../engine/process/no-proxy.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import { type Engine, superviseEngine } from '../engine/process/supervisor.ts';
import { createEngineQuestions } from '../engine/questions/questions.ts';
import { openThreadStore } from '../engine/threads/store.ts';
import { createThreads, type Threads, type ThreadsObserver } from '../engine/threads/threads.ts';
import { type ConfigBroken, nestedTooDeep, shuttingDown, turnsPaused } from '../errors/errors.ts';
import type { Logger } from '../logging/logger.ts';
import { createRedactor, type Redactor } from '../logging/redact.ts';
import type { CallWatch, CallWithoutThread, CodexServices, PrincipalPolicy } from '../mcp/codex/call.ts';
import type { RemoteServices } from '../mcp/remote/forwarder.ts';
import { createRemoteSession } from '../mcp/remote/session.ts';
import type { ForwardedCall } from '../mcp/remote/told-calls.ts';
import { createEngineClient } from '../mcp/remote-door/engine-client.ts';
import { bearerVariable } from '../mcp/remote-door/overrides.ts';
import type { ThreadPass } from '../mcp/remote-door/passes.ts';
import { createHeldCalls } from '../mcp/rounds/held-calls.ts';
import { createRoundCodec } from '../mcp/rounds/rounds.ts';
import { createRunningCalls, type ListenersLeft } from '../mcp/rounds/running-calls.ts';
import { everything, type Scope } from '../mcp/scope.ts';
import { createSession, type SeenClient, type Session } from '../mcp/session.ts';
import { createProcessGuard } from '../processes/guard.ts';
import type { AzureTokens } from '../remotes/auth/azure-tokens.ts';
import { parseRemote } from '../remotes/config.ts';
import type { HandedLease } from '../remotes/connection/leases.ts';
import { openHomeRemotes } from '../remotes/home.ts';
import type { Remotes } from '../remotes/remotes.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { checkConfig } from '../thread-setup/config-check.ts';
import { createThreadLoading } from '../thread-setup/thread-setup.ts';
import { askFolderTrust } from './folder-questions.ts';
import { createHostRules, type HostRules, isExposed } from './rules.ts';
import { type ConnectedSession, createSessions } from './sessions.ts';
import { recordThreads } from './thread-records.ts';

export interface HostOptions {
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** The log's own; told of the secrets in the environment and in config.toml. */
  readonly redactor?: Redactor;
  /** A codex of the person's own, instead of the one in settings or the bundled one. */
  readonly enginePath?: string | undefined;
  /** How long a question waits, where the policy does not say it. */
  readonly approvalDeadlineMs: number;
  /** Where calls may write although it is the root, the home folder, or a folder above that. */
  readonly allowedFolders?: readonly string[] | undefined;
  /** What a person has decided; where nothing is said the ceiling of the principal and its calls decide. */
  readonly policy?: HostPolicy | undefined;
  readonly observer?: HostObserver | undefined;
  /** Where every question is shown besides its client. */
  readonly desks?: readonly Desk[];
  /** `host:port` of every address that leads to a Patchbay of this person. */
  ownAddresses(): readonly string[];
}

/** Asked anew each time: a change counts at once. */
export interface HostPolicy extends Partial<Omit<BrokerPolicy, 'standing'>> {
  of(principal: Principal): PrincipalPolicy;
}

/** Somebody who looks on: a window. */
export interface HostObserver extends ThreadsObserver {
  /** Every notification of the engine, whatever it is about. */
  engineEvent(event: EngineNotification): void;
  engineChanged(): void;
  /** A call has come that wants a turn. */
  callCame(call: CallWithoutThread): CallWatch;
  /** Nobody listens to the call that runs in this thread; undefined: somebody does again, or it is over. */
  listenersLeft(threadId: string, left: ListenersLeft | undefined): void;
  clientSeen(session: Pick<ConnectedSession, 'id' | 'principal' | 'transport'>, client: SeenClient): void;
}

export interface RunningThread {
  readonly id: string;
  /** The name of its principal. */
  readonly principal: string;
  readonly cwd: string;
  /** Whether its commands have network access or no sandbox. */
  readonly isExposed: boolean;
}

export interface Host {
  /**
   * @param client.cwd where it was started, when it is known
   * @param client.scope what it gets; everything unless it says otherwise
   * @param client.lease a connection to the remote of the scope, for the request of a client without a handshake
   */
  openSession(
    principal: Principal,
    client: {
      transport: ConnectedSession['transport'];
      cwd?: string | undefined;
      scope?: Scope;
      lease?: HandedLease | undefined;
    },
  ): Session;
  readonly remotes: Remotes;
  /** Records a client's call of a remote that went past the sessions. */
  called(call: ForwardedCall): void;
  readonly secrets: Pick<Secrets, 'place'>;
  readonly azure: AzureTokens;
  /** Standing answers to questions. */
  readonly rules: Pick<HostRules, 'list' | 'change'>;
  sessions(): ConnectedSession[];
  /** Threads in which a turn runs now. */
  runningThreads(): RunningThread[];
  /** The engine's process, if one runs now. */
  engineProcess(): { pid: number; version: string } | undefined;
  /** Ends what principals for which this is false have started and goes on without a request. */
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
  /** Who asks an approval, and in which folder it works. */
  describe(approval: Approval): { who: string; folder: string };
  /** The name of a principal, with its client's when it has only one. */
  nameOf(principalId: string): string;
  readonly engine: Pick<Engine, 'get' | 'restart'>;
  /**
   * What keeps the engine from using config.toml, apart from tables of MCP servers that it is started without.
   * @throws engine-missing, engine-not-executable, Error when it gives no verdict
   */
  checkConfig(): Promise<ConfigBroken | undefined>;
  readonly threads: Pick<Threads, 'steer' | 'interrupt' | 'ofMessage'>;
  /** Does not stop the turn of this thread because its client has left. */
  keepGoing(threadId: string): void;
  /** While paused no turn begins; those that run go on. */
  pauseTurns(isPaused: boolean): void;
  /** Whether somebody could answer now: deadlines of questions stand still while not. */
  setAwake(isAwake: boolean): void;
  /** Ends turns, engine and every process that was started. Closing twice is harmless. */
  close(): Promise<void>;
}

/** @throws home-not-writable, codex-home-not-usable, file-broken, engine-missing, engine-not-executable, nested-too-deep */
export function startHost(options: HostOptions): Host {
  const { paths, logger, env, observer, policy, redactor = createRedactor() } = options;
  const depth = Number(env[DEPTH_VARIABLE] ?? 0);
  if (depth >= MAX_DEPTH) throw nestedTooDeep(depth);
  ensureHome(paths.patchbayHome);
  const learnSecrets = () => configuredSecrets(paths.codexHome, env).forEach(redactor.know);
  learnSecrets();
  const deniedFolders = foldersToDeny(paths.patchbayHome);
  ensureCodexHome(paths.codexHome);

  const logOf = (scope: string) => logger.with({ scope });
  const sessions = createSessions();
  const trust = openFolderTrust(paths.foldersFile);
  const guard = createProcessGuard({
    watchdogFile,
    onProblem: (message) => logOf('processes').error('watchdog', { message }),
  });
  const engineLog = logOf('engine');
  const engine = superviseEngine({
    resolveBinary: () => resolveEngine(options),
    codexHome: paths.codexHome,
    env: {
      ...withoutProxyForUs(env),
      [DEPTH_VARIABLE]: String(depth + 1),
      [bearerVariable.name]: bearerVariable.value,
    },
    clientVersion: version,
    logger: engineLog,
    guard,
    isAwaited: () => threads.running().length > 0,
    onRequest: (request) => questions.answer(request),
    onNotification: takeEvent,
  });
  function takeEvent(event: EngineNotification): void {
    logEvent(event, engineLog);
    observer?.engineEvent(event);
    // A login, or tokens that were renewed.
    if (event.method === 'account/updated') learnSecrets();
    questions.receive(event);
    threads.receive(event);
    records.told(event);
  }
  const threads = createThreads({
    engine,
    codexHome: paths.codexHome,
    store: openThreadStore(paths.threadsFile),
    async prepare(thread, client) {
      await rules.prepare(thread.options);
      return loading.prepare(thread, client);
    },
    whyNoTurns: () => (isPaused ? turnsPaused() : undefined),
    observer: {
      prompted(thread, prompt) {
        observer?.prompted(thread, prompt);
        rules.begins(thread.options);
        folderQuestions.worksIn(thread);
      },
      event: (thread, event) => observer?.event(thread, event),
      turnEnded: (thread, end) => observer?.turnEnded(thread, end),
    },
    logger: engineLog,
  });
  let isPaused = false;
  const clock = createAwakeClock();
  const answerTime: AnswerTime = {
    deadlineMs: () => policy?.deadlineMs?.() ?? options.approvalDeadlineMs,
    clock,
  };
  const describe = ({ principal, threadId }: Approval) => ({
    who: sessions.nameOf(principal),
    folder: threads.ofMessage(threadId)?.options.cwd ?? '',
  });
  const approvalsLog = logOf('approvals');
  const audit = openAuditLog({ file: paths.auditFile, logger: approvalsLog, redactor, describe });
  const rules = createHostRules({ paths, env, threads: () => threads, logger: approvalsLog });
  const records = recordThreads({ threads, sessions, paths, redactor, logger: logOf('records') });
  const broker = createBroker({
    policy: { ...policy, standing: rules.standing, deadlineMs: answerTime.deadlineMs },
    clock,
    desks: options.desks ?? [],
    audit: {
      record(approval, decision) {
        audit.record(approval, decision);
        records.decided(approval, decision);
      },
    },
    logger: approvalsLog,
  });
  const folderQuestions = askFolderTrust({ broker, trust, codexHome: paths.codexHome, logger: approvalsLog });
  const questions = createEngineQuestions({ threads, engine, broker, logger: approvalsLog });
  engine.onStopped((reason) => {
    questions.withdrawAll();
    threads.stop(reason);
    observer?.engineChanged();
  });
  resolveEngine(options);

  const services: CodexServices = {
    codexHome: paths.codexHome,
    patchbayHome: paths.patchbayHome,
    allowedFolders: options.allowedFolders ?? [],
    policyOf: (principal) =>
      policy?.of(principal) ?? { ceiling: principal.ceiling, mode: 'as-the-call-says' },
    engine,
    threads,
    startedServers: () => startedServers(options),
    onCall: observer && ((call) => observer.callCame(call)),
    runningCalls: createRunningCalls((threadId, left) => observer?.listenersLeft(threadId, left)),
    codec: createRoundCodec(answerTime),
    answerTime,
  };

  const { ownAddresses } = options;
  const home = openHomeRemotes({
    paths,
    env,
    ownAddresses,
    guard,
    logger: logOf('remotes'),
    redactor,
  });
  const { remotes, secrets, azure } = home;
  remotes.registry.onRead(learnSecrets);
  function called({ session: id, principal, cwd, ...call }: ForwardedCall): void {
    records.called(call, { id, principal, cwd });
  }
  const heldCalls = createHeldCalls(answerTime);
  const remoteServices: RemoteServices = {
    remotes,
    broker,
    heldCalls,
    codec: services.codec,
    onCalled: called,
  };
  const loading = createThreadLoading({
    paths,
    deniedFolders,
    depth,
    ownAddresses,
    trust,
    remotes,
    openSession: openForThread,
    logger: engineLog,
  });
  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    questions.withdrawAll();
    folderQuestions.close();
    threads.stop(shuttingDown());
    await Promise.all([engine.close(), loading.close(), home.close()]);
    await guard.close();
  }

  /** Not among the clients: it is the engine that comes. */
  function openForThread(pass: ThreadPass): Session {
    const { principal: id, cwd } = pass.thread;
    return createRemoteSession({
      id: randomUUID(),
      principal: { id: pass.id, name: sessions.nameOf(id), ceiling: defaultCeiling },
      cwd,
      services,
      remoteServices,
      version,
      remote: pass.remote,
      engine: createEngineClient({ pass, threads, tell: takeEvent }),
      logger: logOf('mcp'),
    });
  }

  return {
    openSession(principal, { transport, cwd, scope = everything, lease }) {
      const id = randomUUID();
      const onSeen = (client: SeenClient) => observer?.clientSeen({ id, principal, transport }, client);
      const common = { id, principal, cwd, services, remoteServices, version, onSeen, logger: logOf('mcp') };
      const session =
        scope.kind === 'remote'
          ? createRemoteSession({ ...common, remote: scope.name, lease })
          : createSession({ ...common, hasRemotes: scope.kind === 'everything' });
      sessions.add(session, { principal, transport });
      return session;
    },
    sessions: () => sessions.list(),
    runningThreads: () =>
      threads.running().map(({ id, principal, options: thread }) => ({
        id,
        principal: sessions.nameOf(principal),
        cwd: thread.cwd,
        isExposed: isExposed(thread),
      })),
    remotes,
    called,
    secrets,
    azure,
    rules,
    keepOnly(isStillKnown) {
      services.runningCalls.keepOnly(isStillKnown);
      heldCalls.keepOnly(isStillKnown);
      loading.keepOnly(isStillKnown);
    },
    engineProcess: () => engine.process && { pid: engine.process.pid, version: engine.process.version },
    describe,
    nameOf: sessions.nameOf,
    engine,
    checkConfig: async () =>
      checkConfig({
        binary: resolveEngine(options),
        codexHome: paths.codexHome,
        env: withoutProxyForUs(env),
      }),
    threads,
    keepGoing: (threadId) => services.runningCalls.ofThread(threadId)?.keepGoing(),
    pauseTurns(isWanted) {
      isPaused = isWanted;
    },
    setAwake: (isAwake) => (isAwake ? clock.resume() : clock.pause()),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function resolveEngine({ enginePath, paths }: HostOptions): string {
  const named = enginePath ?? readSettings(paths.settingsFile).engine?.path;
  return named === undefined ? bundledEngine().file : namedEngine(named);
}

/** Those that are neither disabled nor broken, nor switched off because they lead back to us. */
function startedServers({ paths, ownAddresses }: HostOptions): string[] {
  const servers = readCodexConfig(paths.codexHome).mcp_servers ?? {};
  const looping = findLoopingServers(servers, { program: mainFile, addresses: ownAddresses() });
  const isWhole = (table: unknown) => parseRemote('', table, {}).kind === 'remote';
  const raw = readRawConfig(paths.codexHome)['mcp_servers'] as Record<string, unknown> | undefined;
  return Object.keys(servers).filter(
    (name) => servers[name]?.['enabled'] !== false && isWhole(raw?.[name]) && !looping.includes(name),
  );
}

/**
 * Ours, and the one of the control socket where that lies elsewhere. That one is made even if nobody listens there:
 * what does not exist cannot be denied, and the agent's shell could make it and wait for clients.
 * None may lie in another: the engine's sandbox then fails to start (observed on 0.169.0).
 */
function foldersToDeny(patchbayHome: string): string[] {
  const folders = [patchbayHome];
  const place = controlPlaceOf(patchbayHome);
  if (place.kind === 'folder' && !isInside(place.folder, fs.realpathSync(patchbayHome))) {
    try {
      ensureControlFolder(place.folder);
      folders.push(place.folder);
    } catch {
      // Somebody else's: no Patchbay of ours listens or connects there.
    }
  }
  return [...new Set(folders.flatMap((folder) => [folder, fs.realpathSync(folder)]))];
}

/** All but text that grows, which comes in hundreds of pieces. */
function logEvent({ method, params }: EngineNotification, logger: Logger): void {
  if (/delta$/i.test(method)) return;
  const { threadId, turnId, item } = params as {
    threadId?: string;
    turnId?: string;
    item?: { type?: string; id?: string };
  };
  logger.debug('engine-event', { method, thread: threadId, turn: turnId, item: item?.type });
}
