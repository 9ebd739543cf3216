// What a window may ask the host to do: each command's arguments, checked on arrival, and its result. A command that
// fails throws; the text of a PatchbayError is meant to be shown.
import { z } from 'zod';
import type { PatchChange } from '../approvals/approval.ts';
import type { DecidedFolder } from '../config/folder-trust.ts';
import { settingsChangeSchema } from '../contract/settings.ts';
import type { Check } from '../doctor/checks.ts';
import type { ToolChange } from '../remotes/pins.ts';
import { ceilingSchema } from './ceiling.ts';
import { logLevels } from './log-levels.ts';
import { modeSchema } from './mode.ts';
import type { RemoteDraft } from './remote-draft.ts';
import { remoteDraftSchema } from './remote-draft-schema.ts';
import type { HostState } from './state.ts';
import type { TimelinePage } from './timeline.ts';

const id = z.string().min(1).max(200);
const nothing = z.strictObject({});
const ofThread = z.strictObject({ threadId: id });
const remote = z.string().min(1).max(200);
const ofRemote = z.strictObject({ name: remote });
const where = z.string().max(1_000_000);
const page = { start: z.number().int().min(0), limit: z.number().int().min(1).max(500) };

/** The arguments, by command name. */
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
  /** Lets exactly this request pass once in its thread, within half an hour. */
  'allow-missed': z.strictObject({ id }),
  /** Removes a card that is over, or a notice. */
  dismiss: z.strictObject({ id }),

  'stop-turn': ofThread,
  'stop-all-turns': nothing,
  steer: z.strictObject({ threadId: id, text: z.string().min(1).max(100_000) }),
  /** Lets its turn continue although its client has left. */
  'keep-going': ofThread,
  /** Sends what happens in this thread from now on; null stops that. */
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
  decisions: z.strictObject({
    ...page,
    client: z.string().max(200).optional(),
    folder: z.string().max(4096).optional(),
    kind: z.string().max(50).optional(),
    /** A client's name, or the means: window, terminal, rule, nobody. */
    decider: z.string().max(200).optional(),
  }),
  /** Returns the log lines so far, and sends new ones. */
  'follow-log': nothing,
  'unfollow-log': nothing,
  'set-log-level': z.strictObject({ level: z.enum(logLevels) }),
  /** Runs the checks of `patchbay doctor`; takes seconds. */
  'check-health': nothing,
  /** Prepares the diagnostics bundle, to be reviewed and then saved. */
  'prepare-bundle': nothing,

  'add-token': z.strictObject({ name: z.string().max(100) }),
  'revoke-token': z.strictObject({ name: z.string().max(100) }),
  'change-principal': z.strictObject({
    id,
    changes: z.strictObject({
      /** null: the setting for everybody. */
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

  /**
   * Ends its connections and reconnects. `where`: what the person was shown that this starts or reaches; nothing is
   * started if that has changed.
   */
  'connect-remote': z.strictObject({ name: remote, where }),
  /** One page of what it offers. */
  'remote-items': z.strictObject({
    name: remote,
    kind: z.enum(['tools', 'resources', 'templates', 'prompts']),
    cursor: z.string().max(10_000).optional(),
  }),
  /** Its introduction, and the end of its stderr. */
  'remote-about': ofRemote,
  /** `id`: with which the call can be stopped. */
  'try-tool': z.strictObject({
    id,
    name: remote,
    tool: z.string().max(1000),
    arguments: z.record(z.string(), z.json()),
  }),
  'stop-tool': z.strictObject({ id }),
  /** The person has reviewed its current definition. */
  'accept-tool': z.strictObject({ name: remote, tool: z.string().max(1000), hash: z.string().max(100) }),
  'switch-tool': z.strictObject({ name: remote, tool: z.string().max(1000), isOn: z.boolean() }),
  /** Its table as an editable draft, without the values of variables and headers. */
  'remote-draft': ofRemote,
  /** Connects once with an unsaved draft. `where` as for `connect-remote`. */
  'test-remote': z.strictObject({ name: remote, draft: remoteDraftSchema, where }),
  /** `version`: of the file the draft was made from. */
  'save-remote': z.strictObject({
    name: remote,
    draft: remoteDraftSchema,
    isNew: z.boolean(),
    version: z.string().max(200).optional(),
  }),
  'enable-remote': z.strictObject({ name: remote, isEnabled: z.boolean() }),
  'remove-remote': ofRemote,
  /** Opens the authorization server's page; resolves when the person is done there, after ten minutes at most. */
  'sign-in-remote': ofRemote,
  'cancel-remote-sign-in': ofRemote,
  'sign-out-remote': ofRemote,
  /** Its settings in settings.json. */
  'configure-remote': z.strictObject({
    name: remote,
    options: z.strictObject({
      /** One connection for all sessions. */
      isShared: z.boolean().optional(),
      /** Whether Codex reaches it through us; applies to threads loaded from then on. */
      throughPatchbay: z.boolean().optional(),
      /** Empty: none. */
      azureScope: z.string().max(1000).optional(),
    }),
  }),

  'sign-in': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chatgpt') }),
    z.strictObject({ kind: z.literal('device-code') }),
    z.strictObject({ kind: z.literal('api-key'), apiKey: z.string().min(1).max(1000) }),
  ]),
  /** Asks the engine again who is signed in. */
  'read-account': nothing,
  'cancel-sign-in': nothing,
  'sign-out': nothing,

  'start-server': z.strictObject({ isDemo: z.boolean().optional() }),
  'stop-server': nothing,
  'pause-turns': z.strictObject({ isPaused: z.boolean() }),
  'restart-engine': nothing,
  'reload-environment': nothing,

  /** Opens one of the person's folders or files in the editor or file manager. */
  'open-path': z.strictObject({
    path: z.string().min(1).max(4096),
    /** Starts at 1; used if the editor supports it. */
    line: z.number().int().min(1).optional(),
  }),
  /** Opens an http or https address in the browser. */
  'open-address': z.strictObject({ url: z.url().max(8192) }),
  copy: z.strictObject({ text: z.string().max(10_000_000) }),
  /** Asks for a path, and writes the prepared bundle. */
  'save-bundle': nothing,
  quit: nothing,
} as const;

export type CommandName = keyof typeof commandSchemas;
export type CommandArguments<N extends CommandName> = z.infer<(typeof commandSchemas)[N]>;

/** The commands about remotes. */
export type RemoteCommandName =
  | Extract<CommandName, `${string}-remote` | `remote-${string}`>
  | 'cancel-remote-sign-in'
  | 'try-tool'
  | 'stop-tool'
  | 'accept-tool'
  | 'switch-tool';

interface Results {
  state: HostState;
  timeline: TimelinePage;
  'command-output': { readonly text: string; readonly totalChars: number };
  patch: readonly PatchChange[];
  changes: { readonly diff: string };
  'past-threads': { readonly threads: readonly PastThread[]; readonly cursor?: string };
  decisions: {
    readonly decisions: readonly PastDecision[];
    readonly total: number;
    /** The arguments of a command. */
    readonly choices: DecisionChoices;
  };
  'decided-folders': readonly DecidedFolder[];
  'follow-log': { readonly text: string };
  'check-health': readonly Check[];
  'prepare-bundle': { readonly files: readonly BundledFile[] };
  /** Absent if the person cancelled. */
  'save-bundle': { readonly savedAs?: string };
  'remote-items': RemoteItems;
  'remote-about': RemoteAbout;
  'remote-draft': { readonly draft: RemoteDraft; readonly version?: string };
  'test-remote': RemoteTest;
  /** The remote's result, unchanged. */
  'try-tool': Readonly<Record<string, unknown>>;
  /** The token itself, which is not stored. */
  'add-token': { readonly token: string };
}
export type CommandResult<N extends CommandName> = N extends keyof Results ? Results[N] : undefined;

export type CommandHandlers<N extends CommandName = CommandName> = {
  readonly [K in N]: (
    args: CommandArguments<K>,
  ) => K extends keyof Results ? Results[K] | Promise<Results[K]> : unknown;
};

export type RemoteItemKind = CommandArguments<'remote-items'>['kind'];

/** The remote's definition: data to show, never to obey. */
export interface RemoteItem {
  readonly definition: Readonly<Record<string, unknown>>;
}

export interface RemoteToolItem extends RemoteItem {
  /** Whether config.toml allows it. */
  readonly isOn: boolean;
  /** Who else has a tool that a model could confuse with it. */
  readonly shadows: readonly string[];
  /** Set if its definition differs from the first one seen. */
  readonly change?: ToolChange;
}

export interface RemoteItems {
  readonly items: readonly (RemoteItem | RemoteToolItem)[];
  /** The cursor of the next page. */
  readonly next?: string;
}

export interface RemoteAbout {
  /** The last lines, the oldest first. */
  readonly stderr: readonly string[];
  /** Absent before the first connection. */
  readonly server?: string;
  readonly version?: string;
  readonly protocol?: string;
  readonly capabilities?: readonly string[];
  readonly instructions?: string;
}

export interface RemoteTest {
  readonly server: string;
  readonly version: string;
  readonly protocol: string;
  readonly tools: number;
}

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

/** One file of a diagnostics bundle. */
export interface BundledFile {
  readonly name: string;
  /** What it holds, one sentence. */
  readonly about: string;
  readonly sizeBytes: number;
  /** The beginning of its content. */
  readonly text: string;
}

export interface DecisionChoices {
  readonly clients: readonly string[];
  readonly folders: readonly string[];
  readonly kinds: readonly string[];
  readonly deciders: readonly string[];
}

export interface PastDecision {
  readonly id: string;
  /** In ms since 1970. */
  readonly at: number;
  /** The name of the client it was asked for. */
  readonly client: string;
  /** Empty where none was recorded. */
  readonly folder: string;
  readonly threadId: string;
  readonly kind: string;
  /** The subject, in one line. */
  readonly what: string;
  readonly verdict: string;
  readonly means: string;
  readonly by: string;
  readonly afterMs: number;
  /** The answer came faster than a person can read, so a program gave it. */
  readonly isTooFast: boolean;
  readonly reason?: string;
}
