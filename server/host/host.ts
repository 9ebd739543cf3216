// What a host is to those who start it and work with it: its options, who looks on and decides, and what it can do.
import type { Approval } from '../approvals/approval.ts';
import type { BrokerPolicy, Desk } from '../approvals/broker.ts';
import type { Paths } from '../config/paths.ts';
import type { Principal } from '../config/principals.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { Engine } from '../engine/process/supervisor.ts';
import type { Threads, ThreadsObserver } from '../engine/threads/threads.ts';
import type { ConfigBroken } from '../errors/errors.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import type { CallWatch, CallWithoutThread, PrincipalPolicy } from '../mcp/codex/call.ts';
import type { ForwardedCall } from '../mcp/remote/told-calls.ts';
import type { ListenersLeft } from '../mcp/rounds/running-calls.ts';
import type { Scope } from '../mcp/scope.ts';
import type { SeenClient, Session } from '../mcp/session.ts';
import type { AzureTokens } from '../remotes/auth/azure-tokens.ts';
import type { HandedLease } from '../remotes/connection/leases.ts';
import type { Remotes } from '../remotes/remotes.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { ConnectedSession } from './sessions.ts';

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
export interface HostPolicy extends Partial<BrokerPolicy> {
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
