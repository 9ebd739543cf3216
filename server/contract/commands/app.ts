// What a window may ask of the app as a whole: its state, the server, the engine, and what only a desktop can do.
import { z } from 'zod';
import type { ChangedToday } from '../changed-today.ts';
import type { HostState } from '../state.ts';
import { nothing } from './arguments.ts';

/** The arguments, by command name. */
export const appCommands = {
  /** Makes the page of an MCP App ready to be shown in a frame. */
  'open-app': z.strictObject({
    name: z.string().min(1).max(200),
    uri: z.string().startsWith('ui://').max(10_000),
  }),
  'close-app': z.strictObject({ address: z.url().max(200) }),
  /** Answered when that page is no longer in its frame: true if it tried to open another one, false if it was closed. */
  'app-left': z.strictObject({ address: z.url().max(200) }),
  /** The state now; events follow. */
  state: nothing,
  /** What turns changed since midnight. */
  'changed-today': nothing,
  'start-server': z.strictObject({ isDemo: z.boolean().optional() }),
  'stop-server': nothing,
  'pause-turns': z.strictObject({ isPaused: z.boolean() }),
  'restart-engine': nothing,
  /** Opens one of the person's folders or files in the editor or file manager. */
  'open-path': z.strictObject({
    path: z.string().min(1).max(4096),
    /** Starts at 1; used if the editor supports it. */
    line: z.number().int().min(1).optional(),
  }),
  /** Opens an http or https address in the browser. */
  'open-address': z.strictObject({ url: z.url().max(8192) }),
  copy: z.strictObject({ text: z.string().max(10_000_000) }),
  quit: nothing,
  /** Keys that open the oldest question from anywhere; refused when another program has them. Empty: none. */
  'set-shortcut': z.strictObject({ shortcut: z.string().max(100) }),
  'look-for-update': nothing,
  /** Fetches the offered version if that is needed, and restarts when no turn runs. */
  'restart-to-update': nothing,
  /** Calls that off. */
  'keep-version': nothing,
} as const;

/** What comes back. */
export interface AppResults {
  /** `domains`: what it may reach on the web, as it declares. */
  'open-app': { readonly address: string; readonly domains: readonly string[] };
  'app-left': boolean;
  state: HostState;
  'changed-today': ChangedToday;
}
