// What a host is started with, and what it offers. start-host.ts builds it.
import type { Approval } from '../approvals/approval.ts';
import type { BrokerPolicy, Desk } from '../approvals/broker.ts';
import type { ClientLimits } from '../config/client-limits.ts';
import type { Paths } from '../config/paths.ts';
import type { Principal } from '../config/principals.ts';
import type { ClientChange } from '../contract/client-change.ts';
import type { Receipt } from '../contract/receipt.ts';
import type { QueuedTurn } from '../contract/turn-queue.ts';
import type { LeashObserver } from '../engine/leash/leashes.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { Engine } from '../engine/process/supervisor.ts';
import type { Thread } from '../engine/threads/thread.ts';
import type { Threads, ThreadsObserver } from '../engine/threads/threads.ts';
import type { ConfigBroken } from '../errors/config.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import type { CallWatch, CallWithoutThread, PrincipalPolicy } from '../mcp/codex/call.ts';
import type { ClientCall } from '../mcp/remote/gate.ts';
import type { ForwardedCall } from '../mcp/remote/told-calls.ts';
import type { ListenersLeft } from '../mcp/rounds/running-calls.ts';
import type { Scope } from '../mcp/scope.ts';
import type { SeenClient, Session } from '../mcp/session.ts';
import type { RecordedOverlap } from '../records/record-line.ts';
import type { AzureTokens } from '../remotes/auth/azure-tokens.ts';
import type { HandedLease } from '../remotes/connection/leases.ts';
import type { Remotes } from '../remotes/remotes.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { HostCheckpoints } from './checkpoints.ts';
import type { ConnectedSession } from './connected-sessions.ts';
import type { PersonThreads } from './person-threads.ts';
import type { HostRules } from './rules.ts';

export interface HostOptions {
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** The log's redactor; it learns the secrets in the environment and in config.toml. */
  readonly redactor?: Redactor;
  /** A Codex binary to use instead of the one in settings or the bundled one. */
  readonly enginePath?: string | undefined;
  /** How long a question waits if the policy does not say. */
  readonly approvalDeadlineMs: number;
  /** After this time without anything, a thread is unloaded until somebody wants it. */
  readonly threadIdleMs?: number | undefined;
  /** Where calls may write although it is the root, the home folder, or a folder above that. */
  readonly allowedFolders?: readonly string[] | undefined;
  /** What the person has decided. Without it, the principal's ceiling and its calls decide. */
  readonly policy?: HostPolicy | undefined;
  readonly observer?: HostObserver | undefined;
  /** Desks that see every question, in addition to its client. */
  readonly desks?: readonly Desk[];
  /** `host:port` of every address that leads to a Patchbay of this person. */
  ownAddresses(): readonly string[];
}

/** Read each time, so that a change applies at once. */
export interface HostPolicy extends Partial<Omit<BrokerPolicy, 'standing' | 'standIn' | 'marksOf'>> {
  of(principal: Principal): Omit<PrincipalPolicy, 'limits'>;
}

/** An observer of the host, such as the window. */
export interface HostObserver extends ThreadsObserver, LeashObserver {
  /** Every notification of the engine, whatever it is about. */
  engineEvent(event: EngineNotification): void;
  engineChanged(): void;
  /** A rule of the person was made, changed or removed. */
  rulesChanged(): void;
  /** What a turn did, a moment after its end. */
  receipt(thread: Thread, receipt: Receipt): void;
  /** A part of a patch that was approved could not be written. */
  acceptFailed(thread: Thread, error: unknown): void;
  /** A patch was made over changes of somebody else. */
  overlapped(thread: Thread, made: RecordedOverlap): void;
  /** A call that needs a turn has arrived. */
  callCame(call: CallWithoutThread): CallWatch;
  /**
   * No client is listening to the call that runs in this thread; `undefined` means that one is again, or that the call
   * is over.
   */
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
  /** Its turn waits for a place. */
  readonly queued: QueuedTurn | undefined;
}

export interface Host {
  /**
   * @param client.cwd the folder the client was started in, if known
   * @param client.scope what the client gets; everything by default
   * @param client.lease a connection to the remote of the scope, for the request of a client without a handshake
   * @param client.envelope the `_meta` of that request
   */
  openSession(
    principal: Principal,
    client: {
      transport: ConnectedSession['transport'];
      cwd?: string | undefined;
      scope?: Scope;
      lease?: HandedLease | undefined;
      envelope?: unknown;
    },
  ): Session;
  readonly remotes: Remotes;
  /** What a person has set for each client. */
  readonly limits: ClientLimits;
  /** Records a client's call of a remote that bypassed the sessions. */
  called(call: ForwardedCall): void;
  /** Whether a rule of the person denies a client's own call of a tool, or wants to see it. */
  isHeldBack(call: ClientCall): Promise<boolean>;
  readonly secrets: Pick<Secrets, 'place'>;
  readonly azure: AzureTokens;
  /** What turns changed in their folders. */
  readonly checkpoints: Pick<HostCheckpoints, 'worker' | 'whyUncovered'>;
  /** Standing answers to questions. */
  readonly rules: Pick<HostRules, 'list' | 'change' | 'keep' | 'contextOf'>;
  /**
   * Counts at once, also for a turn that runs.
   * @throws approval-program-unfit, file-broken, file-in-use
   */
  changeClient(principalId: string, change: ClientChange): void;
  /** Whether the person has paused it: it can start nothing new. */
  isPaused(principalId: string): boolean;
  sessions(): ConnectedSession[];
  /** Threads with a running turn. */
  runningThreads(): RunningThread[];
  /** The engine's process, if one runs now. */
  engineProcess(): { pid: number; version: string } | undefined;
  /** Ends what still runs, without a request, for principals that are no longer known. */
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
  /** Who asks for an approval, and the folder its thread works in. */
  describe(approval: Approval): { who: string; folder: string };
  /** The name of a principal, with its client's name if it has exactly one. */
  nameOf(principalId: string): string;
  readonly engine: Pick<Engine, 'get' | 'restart'>;
  /**
   * Why the engine rejects config.toml, ignoring MCP server tables that are switched off for it.
   * @throws engine-missing, engine-not-executable, Error when the engine gives no clear answer
   */
  checkConfig(): Promise<ConfigBroken | undefined>;
  readonly threads: Pick<Threads, 'steer' | 'interrupt' | 'ofMessage'>;
  /** What a person does with a thread that no client works in now. */
  readonly personThreads: PersonThreads;
  /** Lets the turn of this thread continue although its client has left. */
  keepGoing(threadId: string): void;
  /** While paused, no turn starts; running ones continue. */
  pauseTurns(isPaused: boolean): void;
  /** The settings were written: what waits for one of them looks again. */
  settingsChanged(): void;
  /** Whether anyone could answer now. If not, the deadlines of questions stand still. */
  setAwake(isAwake: boolean): void;
  /** Ends turns, engine and every process we started. Calling it twice is harmless. */
  close(): Promise<void>;
}
