// What a window may ask about remotes: to connect, try, edit and sign in to them.
import { z } from 'zod';
import type { ToolChange } from '../../remotes/pins.ts';
import type { ToolFinding } from '../../remotes/scan/scan-tool.ts';
import type { SelfCheckLine } from '../../remotes/self-check.ts';
import type { RemoteTokens } from '../../remotes/tokens/tool-tokens.ts';
import type { RemoteDraft } from '../remote-draft.ts';
import { remoteDraftSchema } from '../remote-draft-schema.ts';
import { id } from './arguments.ts';

const remote = z.string().min(1).max(200);
const where = z.string().max(1_000_000);
const texts = z.record(z.string().max(1000), z.string().max(1_000_000));
const ofRemote = z.strictObject({ name: remote });

/** The arguments, by command name. */
export const remoteCommands = {
  /**
   * Ends its connections and connects it again.
   * `where`: what the person saw that this starts or reaches; nothing is started when it is something else now.
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
    /** Its app wants this, and the person has said yes. */
    isFromApp: z.boolean().optional(),
  }),
  'stop-tool': z.strictObject({ id }),
  /** `values`: of the variables, if `uri` is a template (RFC 6570). */
  'read-resource': z.strictObject({ name: remote, uri: z.string().max(100_000), values: texts.optional() }),
  'get-prompt': z.strictObject({ name: remote, prompt: z.string().max(1000), arguments: texts }),
  /** The person has reviewed its current definition. */
  'accept-tool': z.strictObject({ name: remote, tool: z.string().max(1000), hash: z.string().max(100) }),
  /** What the tools of all remotes cost a model that reads their list. */
  'tool-tokens': z.strictObject({}),
  'tool-history': z.strictObject({ name: remote, tool: z.string().max(1000) }),
  'switch-tool': z.strictObject({ name: remote, tool: z.string().max(1000), isOn: z.boolean() }),
  /** Its table as an editable draft, without the values of variables and headers. */
  /** `tool`: called once; without one, no tool is called. */
  'check-remote': z.strictObject({
    name: remote,
    tool: z.string().max(1000).optional(),
    arguments: z.record(z.string(), z.json()).optional(),
  }),
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
} as const;

/** What comes back. */
export interface RemoteResults {
  'remote-items': RemoteItems;
  'remote-about': RemoteAbout;
  /** The remote's result, unchanged. */
  'try-tool': Readonly<Record<string, unknown>>;
  /** By remote; none of those that were never connected. An estimate. */
  'tool-tokens': Readonly<Record<string, RemoteTokens>>;
  /** The newest first. */
  'tool-history': readonly ShownVersion[];
  /** The remote's result, unchanged; `uri`: what was read. */
  'read-resource': { readonly uri: string; readonly result: Readonly<Record<string, unknown>> };
  /** The remote's result, unchanged. */
  'get-prompt': Readonly<Record<string, unknown>>;
  'check-remote': readonly SelfCheckLine[];
  'remote-draft': { readonly draft: RemoteDraft; readonly version?: string };
  'test-remote': RemoteTest;
}

export type RemoteItemKind = z.infer<(typeof remoteCommands)['remote-items']>['kind'];

/** The remote's definition: data to show, never to obey. */
export interface RemoteItem {
  readonly definition: Readonly<Record<string, unknown>>;
}

export interface RemoteToolItem extends RemoteItem {
  /** Whether config.toml allows it. */
  readonly isOn: boolean;
  /** Who else has a tool that a model could confuse with it. */
  readonly shadows: readonly string[];
  /** Words in it that could be meant to mislead a model. */
  readonly findings: readonly ToolFinding[];
  /** Of its current definition; absent while it is not known. */
  readonly hash?: string;
  /** Whether the person has reviewed this definition. */
  readonly isReviewed: boolean;
  /** Set if its definition differs from the first one seen. */
  readonly change?: ToolChange & { readonly diff: string };
  /** How many versions of its definition are kept. */
  readonly versions: number;
}

/** A definition of a tool, from a time on. */
export interface ShownVersion {
  readonly hash: string;
  /** In ms since 1970; absent if it was seen before times were kept. */
  readonly at?: number;
  readonly isReviewed: boolean;
  /** As JSON; empty if it was too long to keep. */
  readonly definition: string;
  /** What changed to it; empty for the first one. */
  readonly diff: string;
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
