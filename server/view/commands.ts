// What a window may ask the host to do: each command's arguments, checked where they come in, and what comes back.
// A command that fails throws; the text of a PatchbayError is meant to be shown.
import { z } from 'zod';
import type { PatchChange } from '../approvals/approval.ts';
import { ceilingSchema } from '../config/ceiling.ts';
import type { DecidedFolder } from '../config/folder-trust.ts';
import { modeSchema } from '../config/mode.ts';
import { settingsChangeSchema } from '../config/settings.ts';
import type { HostState } from './state.ts';
import type { TimelinePage } from './timeline.ts';

const id = z.string().min(1).max(200);
const nothing = z.strictObject({});
const ofThread = z.strictObject({ threadId: id });
const page = { start: z.number().int().min(0), limit: z.number().int().min(1).max(500) };

/** By name: the arguments. */
export const commandSchemas = {
  /** The state now; events follow. */
  state: nothing,
  decide: z.strictObject({
    id,
    digest: z.string().max(100),
    verdict: z.enum(['approve', 'approve-for-thread', 'deny', 'stop-turn']),
    reason: z.string().max(4000).optional(),
    /** The fields of a form. */
    content: z.record(z.string(), z.json()).optional(),
  }),
  /** Lets the very same thing pass once in its thread, for half an hour. */
  'allow-missed': z.strictObject({ id }),
  /** Removes a card that is over, or a notice. */
  dismiss: z.strictObject({ id }),

  'stop-turn': ofThread,
  'stop-all-turns': nothing,
  steer: z.strictObject({ threadId: id, text: z.string().min(1).max(100_000) }),
  /** Lets its turn go on although its client has left. */
  'keep-going': ofThread,
  /** Tells what happens in this thread, from now on; null: in none. */
  follow: z.strictObject({ threadId: id.nullable() }),
  /** A negative start counts from the end. */
  timeline: z.strictObject({ threadId: id, ...page, start: z.number().int() }),
  'command-output': z.strictObject({
    threadId: id,
    itemId: id,
    ...page,
    limit: z.number().int().min(1).max(1_000_000),
  }),
  patch: z.strictObject({ threadId: id, itemId: id }),
  /** The whole diff of the thread's last turn. */
  changes: ofThread,
  /** Threads of earlier runs, the newest first. */
  'past-threads': z.strictObject({
    search: z.string().max(500).optional(),
    cursor: z.string().max(2000).optional(),
    limit: z.number().int().min(1).max(100),
  }),
  /** Lines of the audit file, the newest first. */
  decisions: z.strictObject({ ...page }),

  'add-token': z.strictObject({ name: z.string().max(100) }),
  'revoke-token': z.strictObject({ name: z.string().max(100) }),
  'change-principal': z.strictObject({
    id,
    changes: z.strictObject({
      /** null: what holds for everybody. */
      mode: modeSchema.nullable().optional(),
      ceiling: ceilingSchema.nullable().optional(),
      mayApprove: z.boolean().optional(),
      folder: z.string().max(4096).nullable().optional(),
    }),
  }),
  /** Folders the person has trusted with their own settings, or not. */
  'decided-folders': nothing,
  /** The person is asked about it again. */
  'forget-folder': z.strictObject({ folder: z.string().max(4096) }),
  'change-settings': z.strictObject({ changes: settingsChangeSchema }),

  'sign-in': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chatgpt') }),
    z.strictObject({ kind: z.literal('device-code') }),
    z.strictObject({ kind: z.literal('api-key'), apiKey: z.string().min(1).max(1000) }),
  ]),
  /** Asks the engine anew who is signed in. */
  'read-account': nothing,
  'cancel-sign-in': nothing,
  'sign-out': nothing,

  'start-server': z.strictObject({ isDemo: z.boolean().optional() }),
  'stop-server': nothing,
  'pause-turns': z.strictObject({ isPaused: z.boolean() }),
  'restart-engine': nothing,
  'reload-environment': nothing,

  /** Shows a folder or file of the person's in the editor or file manager. */
  'open-path': z.strictObject({ path: z.string().min(1).max(4096) }),
  /** Opens an http or https address in the browser. */
  'open-address': z.strictObject({ url: z.url().max(8192) }),
  copy: z.strictObject({ text: z.string().max(10_000_000) }),
  quit: nothing,
} as const;

export type CommandName = keyof typeof commandSchemas;
export type CommandArguments<N extends CommandName> = z.infer<(typeof commandSchemas)[N]>;

interface Results {
  state: HostState;
  timeline: TimelinePage;
  'command-output': { readonly text: string; readonly totalChars: number };
  patch: readonly PatchChange[];
  changes: { readonly diff: string };
  'past-threads': { readonly threads: readonly PastThread[]; readonly cursor?: string };
  decisions: { readonly decisions: readonly PastDecision[]; readonly total: number };
  'decided-folders': readonly DecidedFolder[];
  /** The token itself, which is kept nowhere. */
  'add-token': { readonly token: string };
}
export type CommandResult<N extends CommandName> = N extends keyof Results ? Results[N] : undefined;

export type CommandHandlers<N extends CommandName = CommandName> = {
  readonly [K in N]: (
    args: CommandArguments<K>,
  ) => K extends keyof Results ? Results[K] | Promise<Results[K]> : unknown;
};

export interface PastThread {
  readonly id: string;
  readonly folder: string;
  readonly title: string;
  readonly branch?: string;
  readonly model?: string;
  /** In ms since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface PastDecision {
  readonly id: string;
  /** In ms since 1970. */
  readonly at: number;
  /** Whom it was asked for. */
  readonly client: string;
  readonly threadId: string;
  readonly kind: string;
  /** What it was about, in one line. */
  readonly what: string;
  readonly verdict: string;
  readonly means: string;
  readonly by: string;
  readonly afterMs: number;
  readonly reason?: string;
}
