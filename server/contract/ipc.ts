// The whole contract between the main process and a window: one channel for commands, one for events. The preload
// offers it to the page as `window.patchbay`; only electron/windows.ts and electron/ipc-main.ts know Electron's ipc.
import type { ErrorCode } from '../errors/codes.ts';
import type { CommandArguments, CommandName, CommandResult } from './commands.ts';
import type { HostEvent } from './state.ts';
import type { TimelineSpot } from './thread-search.ts';
import type { TimelineEvent } from './timeline.ts';

export const COMMAND_CHANNEL = 'patchbay:command';
export const EVENT_CHANNEL = 'patchbay:events';

/** What is sent to a window, in batches. */
export type WindowEvent =
  | { readonly kind: 'state'; readonly events: readonly HostEvent[] }
  | { readonly kind: 'timeline'; readonly events: readonly TimelineEvent[] }
  /** Lines of the log as they come, one JSON object each; while the window follows it. */
  | { readonly kind: 'log'; readonly lines: readonly string[] }
  /** Navigate there: requested by a notification, the tray or a shortcut. */
  | { readonly kind: 'open'; readonly place: WindowPlace };

export type WindowPlace =
  | { readonly page: 'inbox'; readonly approvalId?: string }
  | ThreadPlace
  | { readonly page: 'activity'; readonly tab?: 'logs' | 'problems' }
  | { readonly page: 'remotes'; readonly remote?: string }
  | { readonly page: 'rules'; readonly rule?: string }
  | { readonly page: 'clients' | 'settings' };

/** `turn`: which one of the tab of changes, by its number. `entry`: which one of the timeline. */
export interface ThreadPlace {
  readonly page: 'threads';
  readonly threadId?: string;
  readonly tab?: 'changes' | 'details';
  readonly turn?: number;
  readonly entry?: TimelineSpot;
}

/** The result of a command. Errors are sent as data, because Electron keeps only their text. */
export type CommandAnswer<N extends CommandName = CommandName> =
  | { readonly ok: true; readonly value: CommandResult<N> }
  | { readonly ok: false; readonly error: CommandError };

export interface CommandError {
  /** The code of the PatchbayError; `refused` for invalid arguments, `failed` for anything unexpected. */
  readonly code: ErrorCode;
  readonly summary: string;
  /** What to do now; may be empty. */
  readonly fix: string;
}

/** `window.patchbay`. */
export interface PatchbayApi {
  readonly platform: 'linux' | 'darwin' | 'win32';
  command<N extends CommandName>(name: N, args: CommandArguments<N>): Promise<CommandAnswer<N>>;
  /** @returns a function that ends this */
  onEvent(listener: (event: WindowEvent) => void): () => void;
}
