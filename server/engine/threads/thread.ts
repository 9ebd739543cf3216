// A conversation with the engine: whose it is, how it is set up, and what runs in it now.
import type { AppServer } from '../process/app-server.ts';
import type { ThreadContext, ThreadOptions } from './options.ts';
import type { Turn } from './turn.ts';

export interface Thread {
  readonly id: string;
  /** Id of the principal it belongs to. */
  readonly principal: string;
  readonly options: ThreadOptions;
  /** The running turn, if one runs. */
  readonly turn: Turn | undefined;
  /** What the engine said when it started the thread; absent for threads of an earlier run. */
  readonly beginning?: ThreadBeginning | undefined;
  /** What it is loaded with; absent while it is not loaded. */
  readonly loading?: Pick<Loading, 'beyondLimits'> | undefined;
}

export interface ThreadBeginning {
  readonly model: string;
  readonly modelProvider: string;
  /** The file that keeps the conversation. */
  readonly rolloutPath: string | undefined;
}

/** The client a thread is loaded for. */
export interface ThreadClient {
  /** Whether its model can be asked (MCP sampling). */
  readonly canSample: boolean;
  /** Its turns have limits: the engine asks before each step. */
  readonly isHeld: boolean;
}

export const CANNOT_SAMPLE: ThreadClient = { canSample: false, isHeld: false };

/** What a thread is loaded with. */
export interface Loading {
  readonly surroundings: ThreadContext;
  /** The MCP servers, and what else of Codex, of which it was loaded with more than its principal may use now. */
  beyondLimits(): readonly string[];
  /** The engine has loaded it under this id. */
  loaded(threadId: string): void;
  /** The thread could not be loaded, or is no longer loaded. Calling it twice is harmless. */
  unloaded(): void;
}

/** A thread as those see it who load it and run its turns. */
export interface LiveThread extends Thread {
  turn: Turn | undefined;
  /** The engine process that has the thread loaded; another one must resume it first. */
  loadedIn: AppServer | undefined;
  /** While it is being loaded or unloaded. */
  changing?: Promise<void> | undefined;
  /** Called once, when it is not loaded any more. */
  onUnloaded?: (() => void) | undefined;
  /** Something was approved for as long as it is loaded. */
  hasLastingApproval?: boolean;
  /** Ended when `loadedIn` ends. */
  loading?: Loading | undefined;
  client: ThreadClient;
  /** Set while its turn waits before it reaches the engine. */
  awaitsBeginning?: boolean;
}
