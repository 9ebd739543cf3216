// One tools/call as the tools see it: who makes it, in which era, and how its client is reached meanwhile.
import type { RequestStateCodec, ServerContext } from '@modelcontextprotocol/server';
import type { AnswerTime } from '../../approvals/awake-clock.ts';
import type { Asker } from '../../approvals/broker.ts';
import type { Principal } from '../../config/principals.ts';
import type { Ceiling } from '../../contract/ceiling.ts';
import type { Mode } from '../../contract/mode.ts';
import type { Engine } from '../../engine/process/supervisor.ts';
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
  readonly mode: Mode;
  /** Where it works when neither its call nor its client says so; it may write there, however wide that is. */
  readonly folder?: string | undefined;
}

/** A call that wants a turn and has no thread yet. */
export interface CallWithoutThread {
  /** Id of its principal. */
  readonly principal: string;
  readonly prompt: string;
  /** As far as it is known so early. */
  readonly folder: string | undefined;
}

/** Told once what became of such a call. */
export interface CallWatch {
  hasThread(): void;
  failed(message: string): void;
}

/** What the Codex tools work with. */
export interface CodexServices {
  /** What holds for this principal now. */
  policyOf(principal: Principal): PrincipalPolicy;
  readonly codexHome: string;
  readonly patchbayHome: string;
  /** Where calls may write although it is the root, the home folder, or a folder above that. */
  readonly allowedFolders: readonly string[];
  readonly engine: Engine;
  readonly threads: Threads;
  /** Names of the MCP servers of config.toml that a new thread starts. */
  startedServers(): string[];
  readonly runningCalls: RunningCalls;
  /** Somebody looks on. */
  readonly onCall?: ((call: CallWithoutThread) => CallWatch) | undefined;
  readonly codec: RequestStateCodec<RoundState>;
  /** A client between two rounds is waited for as long as a question waits. */
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
  /** Tells the client what is being done now. */
  say(message: string): void;
  /** This thread is worked in for this client; what runs in it ends with the client. */
  uses(threadId: string): void;
}
