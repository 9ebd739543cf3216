// The settings of Patchbay: their names, allowed values and defaults.
import { z } from 'zod';
import { isLoopback } from '../base/loopback.ts';
import { once } from '../base/once.ts';
import { modeSchema } from './mode.ts';
import { doNotDisturbSchema, notificationLevelsSchema } from './notifications.ts';
import { DEFAULT_SHORTCUT, SHORTCUT, SHORTCUT_RULE } from './shortcut.ts';

/** Limited to what the Azure CLI accepts, because it becomes part of a command. */
const AZURE_SCOPE = /^[\w.:/-]+\/\.default$/;

const azureCredentials = [
  'auto',
  'dev',
  'prod',
  'EnvironmentCredential',
  'WorkloadIdentityCredential',
  'ManagedIdentityCredential',
  'AzureCliCredential',
  'AzurePowerShellCredential',
  'AzureDeveloperCliCredential',
] as const;
export type AzureCredentials = (typeof azureCredentials)[number];

/** Signing in to a remote; overrides config.toml. */
const oauthSettings = once(() =>
  z.strictObject({
    clientId: z.string().optional(),
    /** The name of the variable with the secret of a client that was registered by hand. */
    clientSecretEnv: z.string().optional(),
    /** The address of a client metadata document, for servers that accept one instead of a registration. */
    clientMetadataUrl: z.url({ protocol: /^https$/ }).optional(),
    scopes: z.array(z.string()).optional(),
    resource: z.string().optional(),
    callbackPort: z.number().int().min(0).max(65_535).optional(),
    callbackUrl: z.string().optional(),
  }),
);
export type OAuthSettings = z.infer<ReturnType<typeof oauthSettings>>;

const secretStores = ['auto', 'keyring', 'file', 'memory'] as const;

const fields = once(() => ({
  engine: z.strictObject({ path: z.string().optional() }),
  /** By the name in config.toml. */
  remotes: z.record(
    z.string(),
    z.strictObject({
      /** One connection for all sessions. */
      shared: z.boolean().optional(),
      /** Whether Codex reaches it through us if it has an address; true by default. */
      throughPatchbay: z.boolean().optional(),
      /** The scope of an Azure token for it. */
      azureScope: z.string().regex(AZURE_SCOPE, 'a scope of Azure, which ends in /.default').optional(),
      oauth: oauthSettings().optional(),
    }),
  ),
  /** Where sign-in tokens are stored. */
  secrets: z.strictObject({ store: z.enum(secretStores).optional() }),
  /** Where MCP servers are looked up and searched for; absent: the MCP Registry. */
  registry: z.strictObject({ url: z.url({ protocol: /^https?$/ }).optional() }),
  /** `auto`: AZURE_TOKEN_CREDENTIALS if set, otherwise every credential. */
  azure: z.strictObject({ credentials: z.enum(azureCredentials).optional() }),
  records: z.strictObject({
    keepDays: z.number().positive().optional(),
    maxMegabytes: z.number().positive().optional(),
  }),
  /** What turns changed in their folders, so that it can be undone. */
  checkpoints: z.strictObject({
    /** Names of folders that are left out, beside the usual ones (`node_modules`, `target`, …). */
    skippedFolders: z.array(z.string()).optional(),
    keepDays: z.number().positive().optional(),
    maxMegabytes: z.number().positive().optional(),
  }),
  /** What a thread gets that begins where another one writes: only a note, what the person says then, or a copy. */
  secondThread: z.enum(['note', 'ask', 'copy']),
  /** Whether results of calls say what the turn did. */
  receipts: z.boolean(),
  updates: z.strictObject({
    /** The folder on the web that is asked for newer versions. Absent: that of the build. Empty: none. */
    feed: z
      .string()
      .max(2048)
      .refine(isFeed, 'must be an https address without a query, or empty')
      .optional(),
    /** False: nobody is asked on Patchbay's own account. */
    looks: z.boolean().optional(),
  }),
  appearance: z.enum(['system', 'light', 'dark']),
  /**
   * The mode of principals without their own. By default, the desktop app asks first and a server does as the call
   * says.
   */
  mode: modeSchema,
  /** Whether commands that only read inside the folder pass without a question. */
  letsReadsPass: z.boolean(),
  /** How many turns run at once, of all clients; others wait in line. */
  turnsAtOnce: z
    .number()
    .int('a whole number')
    .min(1, 'a number from 1 to 1000')
    .max(1000, 'a number from 1 to 1000'),
  /** How long a question waits. */
  approvalMinutes: z.number().min(0.1, 'at least 0.1 minutes').max(1440, 'at most 1440 minutes'),
  /** 0 picks a free one at each start. */
  port: z
    .number()
    .int('a whole number')
    .min(0, 'a number from 0 to 65535')
    .max(65_535, 'a number from 0 to 65535'),
  launchesAtLogin: z.boolean(),
  startsServer: z.boolean(),
  /** False: nothing is shown outside of the window. */
  notifies: z.boolean(),
  notifications: notificationLevelsSchema(),
  doNotDisturb: doNotDisturbSchema(),
  /** Opens the oldest question from anywhere: keys as Electron names them, joined by `+`. Empty: none. */
  shortcut: z.union([z.literal(''), z.string().regex(SHORTCUT, SHORTCUT_RULE)]),
  /** The program that opens folders, `code` for example. If absent, the system's own. */
  editor: z.string(),
}));

/** All settings are optional. */
export const settingsSchema = once(() =>
  z.strictObject({ version: z.literal(1) }).extend(z.strictObject(fields()).partial().shape),
);
export type StoredSettings = z.infer<ReturnType<typeof settingsSchema>>;

/** The settings in force: stored values over defaults. */
export type Settings = Required<z.infer<z.ZodObject<ReturnType<typeof fields>>>>;

/** A change of some settings. */
export const settingsChangeSchema = once(() => z.strictObject(fields()).partial());
export type SettingsChange = z.infer<ReturnType<typeof settingsChangeSchema>>;

export const DEFAULT_PORT = 7345;

export const defaultSettings: Settings = {
  engine: {},
  remotes: {},
  secrets: {},
  registry: {},
  azure: {},
  records: {},
  checkpoints: {},
  secondThread: 'note',
  receipts: true,
  updates: {},
  appearance: 'system',
  mode: 'ask-first',
  letsReadsPass: true,
  turnsAtOnce: 20,
  approvalMinutes: 10,
  port: DEFAULT_PORT,
  launchesAtLogin: false,
  startsServer: true,
  notifies: true,
  notifications: {},
  doNotDisturb: { kind: 'off' },
  shortcut: DEFAULT_SHORTCUT,
  editor: '',
};

/** Http is for feeds on this machine. No name and password, which would be in every log of a proxy. */
function isFeed(text: string): boolean {
  if (text === '') return true;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isAllowed = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isAllowed && `${username}${password}${search}${hash}` === '';
}

export function isAzureScope(scope: string): boolean {
  return AZURE_SCOPE.test(scope);
}
