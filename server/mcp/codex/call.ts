// One tools/call as the tools see it: who makes it, in which era, and how to reach its client while it runs.
import type { RequestStateCodec, ServerContext, Tool } from '@modelcontextprotocol/server';
import type { AnswerTime } from '../../approvals/awake-clock.ts';
import type { Asker } from '../../approvals/broker.ts';
import type { Principal } from '../../config/principals.ts';
import type { Ceiling } from '../../contract/ceiling.ts';
import type { Leash } from '../../contract/leash.ts';
import type { Limits } from '../../contract/limits.ts';
import type { Mode } from '../../contract/mode.ts';
import type { Engine } from '../../engine/process/supervisor.ts';
import type { ThreadOptions } from '../../engine/threads/options.ts';
import type { Thread } from '../../engine/threads/thread.ts';
import type { Threads } from '../../engine/threads/threads.ts';
import type { Sampler } from '../../engine/threads/turn.ts';
import type { Era } from '../client-view.ts';
import type { RoundState } from '../rounds/rounds.ts';
import type { RunningCalls } from '../rounds/running-calls.ts';
import type { CodexEventParams } from './events/translate.ts';
import type { ClientFolders } from './folder.ts';

/** What a person has decided about a principal. */
export interface PrincipalPolicy {
  readonly ceiling: Ceiling;
  readonly limits: Limits;
  readonly mode: Mode;
  /** Its working folder if neither the call nor the client names one. It may write there, whatever folder it is. */
  readonly folder?: string | undefined;
}

/** A call that needs a turn and has no thread yet. */
export interface CallWithoutThread {
  /** Id of its principal. */
  readonly principal: string;
  readonly prompt: string;
  /** The folder, if it is known this early. */
  readonly folder: string | undefined;
}

/** Receives the outcome of such a call, once. */
export interface CallWatch {
  hasThread(): void;
  failed(error: unknown): void;
}

/** Gives a new thread a folder of its own, if the person has set that. */
export interface ThreadPlaces {
  /**
   * Without a copy, it is the folder.
   * @throws second-thread-stopped, when the person was asked and does not let it begin
   */
  placeFor(
    options: ThreadOptions,
    call: { readonly principal: string; readonly signal: AbortSignal },
  ): Promise<ThreadPlace>;
  /** The folder that a thread was to work in; another one if it got a copy. */
  originalOf(folder: string): string;
}

export interface ThreadPlace {
  readonly options: ThreadOptions;
  /** The thread has started there. */
  taken(thread: Thread): void;
  /** No thread has started there. */
  dropped(): void;
}

/** What the Codex tools work with. */
export interface CodexServices {
  /** The policy of this principal now. */
  policyOf(principal: Principal): PrincipalPolicy;
  /** The Codex tools under this policy. */
  toolsWithin(policy: Pick<PrincipalPolicy, 'ceiling' | 'limits'>): Tool[];
  /**
   * Before anything new is done for a client.
   * @throws client-paused
   */
  requireActive(principal: Principal): void;
  /** How far turns of this principal may go. @throws file-broken */
  leashOf(principalId: string): Leash;
  /** Where threads work that begin while another one writes in the same place. */
  readonly copies: ThreadPlaces;
  readonly codexHome: string;
  readonly patchbayHome: string;
  /** Folders where calls may write although they are the root, the home folder, or a folder above it. */
  readonly allowedFolders: readonly string[];
  readonly engine: Engine;
  readonly threads: Threads;
  /** Names of the MCP servers of config.toml that a new thread starts. */
  startedServers(): string[];
  readonly runningCalls: RunningCalls;
  /** An observer of calls. */
  readonly onCall?: ((call: CallWithoutThread) => CallWatch) | undefined;
  readonly codec: RequestStateCodec<RoundState>;
  /** A client between two rounds may take as long as a question waits. */
  readonly answerTime: AnswerTime;
}

export interface Call {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>> | undefined;
  readonly era: Era;
  readonly principal: Principal;
  readonly clientName: string;
  readonly folders: ClientFolders;
  /** Whether the client declared that it can show a question. */
  readonly isAskable: boolean;
  /** How a client of the legacy era is asked; absent when it cannot be. */
  readonly asker?: Asker | undefined;
  /** How the model of a client of the legacy era is asked; absent when it cannot be. */
  readonly sample?: Sampler | undefined;
  /** Aborted when the client cancels the call or is gone. */
  readonly signal: AbortSignal;
  readonly ctx: ServerContext;
  /** Sends `codex/event` notifications. */
  tell(events: readonly CodexEventParams[]): void;
  /** Tells the client what the turn is doing now. */
  say(message: string): void;
  /** Notes that this client works in this thread; what runs in it ends when the client leaves. */
  uses(threadId: string): void;
}
