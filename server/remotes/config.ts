// One table of `[mcp_servers]` in config.toml, with Codex's keys, parsed into a remote that can be connected. Pure.
import { z } from 'zod';
import { MAX_TIMER_MS } from '../base/deadline.ts';
import { issueWords } from '../base/issue-words.ts';
import { type ApprovalMode, approvalModes, defaultTimeoutsSec } from '../contract/remote-table.ts';

/** The location of a table, for messages. */
export interface TablePlace {
  readonly file: string;
  readonly line: number | undefined;
}

export interface StdioTransportConfig {
  readonly kind: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables to pass on from our own environment. */
  readonly envVars: readonly string[];
  readonly cwd: string | undefined;
}

export interface HttpTransportConfig {
  readonly kind: 'http';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Header → name of the variable that holds its value. */
  readonly envHeaders: Readonly<Record<string, string>>;
  /** A shell command that prints a JSON object of headers. */
  readonly headersHelper: string | undefined;
  readonly bearerTokenEnvVar: string | undefined;
  readonly oauth: OAuthConfig;
}

/** config.toml's settings for signing in to a remote. */
export interface OAuthConfig {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly scopes: readonly string[] | undefined;
  /** Overrides the resource in the remote's metadata. */
  readonly resource: string | undefined;
  /** The only authorization server to accept. */
  readonly issuer: string | undefined;
  readonly callbackPort: number | undefined;
  readonly callbackUrl: string | undefined;
}

export interface RemoteConfig {
  readonly name: string;
  readonly transport: StdioTransportConfig | HttpTransportConfig;
  readonly isEnabled: boolean;
  /** Codex refuses to start a thread without this server; here its failure is logged as an error. */
  readonly isRequired: boolean;
  readonly startupTimeoutMs: number;
  readonly toolTimeoutMs: number;
  /** Absent: all. */
  readonly enabledTools: readonly string[] | undefined;
  readonly disabledTools: readonly string[];
  readonly approvalMode: ApprovalMode;
  readonly toolApprovalModes: Readonly<Record<string, ApprovalMode>>;
}

/** A remote at an address. */
export interface HttpRemote extends RemoteConfig {
  readonly transport: HttpTransportConfig;
}

export type ParsedRemote =
  | { readonly kind: 'remote'; readonly config: RemoteConfig }
  /** `reason` says which field is wrong and how. `key` is where it is in the table; absent when it is missing. */
  | { readonly kind: 'broken'; readonly reason: string; readonly key?: readonly string[] };

const words = z.record(z.string(), z.string());
/** The engine stores them as 64-bit numbers. */
const seconds = z
  .number()
  .positive()
  .lt(2 ** 64);
const port = z.number().int().min(0).max(65_535);

/** The types match the engine's: both refuse the same values (measured on 0.169.0). */
export const tableSchema = z.looseObject({
  command: z.string().min(1).optional(),
  args: z.array(z.string()).optional(),
  env: words.optional(),
  env_vars: z
    .array(
      z.union([
        z.string(),
        z.looseObject({ name: z.string(), source: z.enum(['local', 'remote']).optional() }),
      ]),
    )
    .optional(),
  cwd: z.string().optional(),
  url: z.string().optional(),
  http_headers: words.optional(),
  env_http_headers: words.optional(),
  http_headers_helper: z.string().optional(),
  bearer_token_env_var: z.string().optional(),
  bearer_token: z.unknown().optional(),
  scopes: z.array(z.string()).optional(),
  oauth_resource: z.string().optional(),
  oauth: z
    .looseObject({
      client_id: z.string().optional(),
      client_secret: z.string().optional(),
      callback_port: port.optional(),
      callback_url: z.string().optional(),
      authorization_server_issuer: z.string().optional(),
    })
    .optional(),
  enabled: z.boolean().optional(),
  required: z.boolean().optional(),
  name: z.string().optional(),
  auth: z.enum(['oauth', 'chatgpt', 'ema_auth']).optional(),
  environment_id: z.string().optional(),
  startup_readiness: z.enum(['connection', 'catalog']).optional(),
  supports_parallel_tool_calls: z.boolean().optional(),
  tool_input_schema_max_bytes: z.number().int().positive().optional(),
  startup_timeout_sec: seconds.optional(),
  startup_timeout_ms: z.number().int().positive().optional(),
  tool_timeout_sec: seconds.optional(),
  enabled_tools: z.array(z.string()).optional(),
  disabled_tools: z.array(z.string()).optional(),
  default_tools_approval_mode: z.enum(approvalModes).optional(),
  tools: z.record(z.string(), z.looseObject({ approval_mode: z.enum(approvalModes).optional() })).optional(),
});
type Table = z.infer<typeof tableSchema>;

/** Settings of config.toml for all servers. */
const commonSchema = z.looseObject({
  mcp_oauth_callback_port: port.optional().catch(undefined),
  mcp_oauth_callback_url: z.string().optional().catch(undefined),
});
type Common = z.infer<typeof commonSchema>;

/**
 * @param table the value of `[mcp_servers.<name>]`, unchecked
 * @param file the whole of config.toml, unchecked
 */
export function parseRemote(name: string, table: unknown, file: unknown): ParsedRemote {
  const parsed = tableSchema.safeParse(table);
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.path.filter((part) => typeof part === 'string') ?? [];
    return { kind: 'broken', reason: describeIssue(parsed.error, table), key };
  }
  const transport = transportOf(parsed.data, commonSchema.parse(file));
  if (typeof transport === 'string') {
    const [, field] = /^`(\w+)`/.exec(transport) ?? [];
    return { kind: 'broken', reason: transport, ...(field !== undefined && { key: [field] }) };
  }
  const { data } = parsed;
  return {
    kind: 'remote',
    config: {
      name,
      transport,
      isEnabled: data.enabled ?? true,
      isRequired: data.required ?? false,
      startupTimeoutMs:
        timeout(data.startup_timeout_sec, data.startup_timeout_ms) ?? defaultTimeoutsSec.startup * 1000,
      toolTimeoutMs: timeout(data.tool_timeout_sec) ?? defaultTimeoutsSec.tool * 1000,
      enabledTools: data.enabled_tools,
      disabledTools: data.disabled_tools ?? [],
      approvalMode: data.default_tools_approval_mode ?? 'auto',
      toolApprovalModes: Object.fromEntries(
        Object.entries(data.tools ?? {}).flatMap(([tool, { approval_mode: mode }]) =>
          mode ? [[tool, mode]] : [],
        ),
      ),
    },
  };
}

/** How long to wait for an answer, and the key in the table that sets it, if there is one. */
export interface TimeLimit {
  readonly ms: number;
  readonly key?: 'startup_timeout_sec' | 'tool_timeout_sec';
}

/** For requests that are not tool work: lists, a log level. */
export function startupLimit({ startupTimeoutMs: ms }: RemoteConfig): TimeLimit {
  return { ms, key: 'startup_timeout_sec' };
}

export function toolLimit({ toolTimeoutMs: ms }: RemoteConfig): TimeLimit {
  return { ms, key: 'tool_timeout_sec' };
}

export function isHttp(remote: RemoteConfig): remote is HttpRemote {
  return remote.transport.kind === 'http';
}

/** Deny after allow, as in Codex. */
export function isToolOffered({ enabledTools, disabledTools }: RemoteConfig, tool: string): boolean {
  return (enabledTools?.includes(tool) ?? true) && !disabledTools.includes(tool);
}

export function approvalModeOf(
  { approvalMode, toolApprovalModes }: RemoteConfig,
  tool: string,
): ApprovalMode {
  return (Object.hasOwn(toolApprovalModes, tool) && toolApprovalModes[tool]) || approvalMode;
}

/** Keys that the engine refuses together with this one (measured on 0.169.0). */
export const EXCLUDED = {
  command: [
    'url',
    'http_headers',
    'env_http_headers',
    'http_headers_helper',
    'bearer_token',
    'bearer_token_env_var',
    'auth',
    'oauth',
    'oauth_resource',
  ],
  url: ['args', 'env', 'env_vars', 'cwd'],
} as const;

/** @returns what is wrong, in Codex's wording if it has one */
function transportOf(table: Table, common: Common): StdioTransportConfig | HttpTransportConfig | string {
  const kind = table.command === undefined ? 'url' : 'command';
  const foreign = EXCLUDED[kind].find((key) => table[key] !== undefined);
  if (foreign && table[kind] !== undefined)
    return `\`${foreign}\` is not supported together with \`${kind}\``;
  if (table.command !== undefined) {
    return {
      kind: 'stdio',
      command: table.command,
      args: table.args ?? [],
      env: table.env ?? {},
      envVars: (table.env_vars ?? []).map((variable) =>
        typeof variable === 'string' ? variable : variable.name,
      ),
      cwd: table.cwd,
    };
  }
  if (table.url === undefined) return 'neither `command` nor `url` is set';
  if (!/^https?:\/\//i.test(table.url) || !URL.canParse(table.url)) return `\`url\` is not an http address`;
  if (table.bearer_token !== undefined) {
    return '`bearer_token` is not supported: put the token in a variable and name that with `bearer_token_env_var`';
  }
  return {
    kind: 'http',
    url: table.url,
    headers: table.http_headers ?? {},
    envHeaders: table.env_http_headers ?? {},
    headersHelper: table.http_headers_helper,
    bearerTokenEnvVar: table.bearer_token_env_var,
    oauth: {
      clientId: table.oauth?.client_id,
      clientSecret: table.oauth?.client_secret,
      scopes: table.scopes,
      resource: table.oauth_resource,
      issuer: table.oauth?.authorization_server_issuer,
      callbackPort: table.oauth?.callback_port ?? common.mcp_oauth_callback_port,
      callbackUrl: table.oauth?.callback_url ?? common.mcp_oauth_callback_url,
    },
  };
}

function timeout(inSeconds: number | undefined, inMs?: number): number | undefined {
  const ms = inSeconds === undefined ? inMs : inSeconds * 1000;
  return ms === undefined ? undefined : Math.min(ms, MAX_TIMER_MS);
}

function describeIssue(error: z.ZodError, table: unknown): string {
  const [issue] = error.issues;
  if (!issue) return 'it is not a table of a server';
  const field = issue.path.join('.');
  return `${field ? `\`${field}\`` : 'it'} ${issueWords(issue, table)}`;
}
