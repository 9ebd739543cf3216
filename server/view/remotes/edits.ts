// Converts between a table of config.toml and its draft in the window's form. A draft contains no secret values. A
// changed draft becomes edits of only the changed keys, so that comments and unknown keys stay. Pure.
import { isDeepStrictEqual } from 'node:util';
import type { HttpDraft, RemoteDraft, SecretPair, StdioDraft } from '../../contract/remote-draft.ts';
import { defaultTimeoutsSec } from '../../contract/remote-table.ts';
import type { ConfigEdit } from '../../engine/config-file.ts';
import type { RemoteConfig } from '../../remotes/config.ts';

type Value = ConfigEdit['value'];
/** Key of the table → value; null where it is absent. Tables of names and values are one level deeper. */
type Flat = Readonly<Record<string, Value>>;

export function draftOf(config: RemoteConfig): RemoteDraft {
  const { transport, isRequired, approvalMode } = config;
  const common = {
    isRequired,
    approvalMode,
    startupTimeoutSec: unlessDefault(config.startupTimeoutMs / 1000, defaultTimeoutsSec.startup),
    toolTimeoutSec: unlessDefault(config.toolTimeoutMs / 1000, defaultTimeoutsSec.tool),
  };
  if (transport.kind === 'stdio') {
    const { command, args, env, envVars, cwd } = transport;
    return { kind: 'stdio', command, args, env: namesOf(env), envVars, cwd, ...common };
  }
  const { url, headers, envHeaders, headersHelper, bearerTokenEnvVar } = transport;
  return {
    kind: 'http',
    url,
    headers: namesOf(headers),
    envHeaders: Object.entries(envHeaders).map(([name, variable]) => ({ name, variable })),
    headersHelper,
    bearerTokenEnvVar,
    ...common,
  };
}

/** @param before absent for a new remote */
export function editsOf(name: string, before: RemoteConfig | undefined, draft: RemoteDraft): ConfigEdit[] {
  const table = ['mcp_servers', name];
  if (!before) return [{ path: table, value: tableOf(draft) }];
  const [old, now] = [flat(draftOf(before)), flat(draft)];
  const changed = Object.keys({ ...old, ...now }).filter((key) => !isDeepStrictEqual(old[key], now[key]));
  return [
    ...changed.map((key) => ({ path: [...table, key], value: now[key] ?? null })),
    ...pairEdits(before, draft).map(({ path, value }) => ({ path: [...table, ...path], value })),
  ];
}

/** The table as it will be, for a try before it is saved: values that were not typed again come from the present table. */
export function triedTable(before: RemoteConfig | undefined, draft: RemoteDraft): Record<string, Value> {
  const key = pairsKey(draft);
  const stored = before ? storedPairs(before) : {};
  const pairs = pairsOf(draft).map(({ name, value }) => [name, value ?? stored[name] ?? '']);
  return { ...tableOf(draft), ...(pairs.length > 0 && { [key]: Object.fromEntries(pairs) }) };
}

export function switchTool(config: RemoteConfig, tool: string, isOn: boolean): ConfigEdit[] {
  const table = ['mcp_servers', config.name];
  const { disabledTools, enabledTools } = config;
  const others = disabledTools.filter((name) => name !== tool);
  const disabled = isOn ? others : [...others, tool];
  const needsAllowing = isOn && enabledTools !== undefined && !enabledTools.includes(tool);
  return [
    { path: [...table, 'disabled_tools'], value: disabled.length > 0 ? disabled : null },
    ...(needsAllowing ? [{ path: [...table, 'enabled_tools'], value: [...enabledTools, tool] }] : []),
  ];
}

function tableOf(draft: RemoteDraft): Record<string, Value> {
  const fields = Object.entries(flat(draft)).filter(([, value]) => value !== null);
  const pairs = pairsOf(draft).map(({ name, value }) => [name, value ?? '']);
  return {
    ...Object.fromEntries(fields),
    ...(pairs.length > 0 && { [pairsKey(draft)]: Object.fromEntries(pairs) }),
  };
}

function flat(draft: RemoteDraft): Flat {
  return { ...(draft.kind === 'stdio' ? stdioFields(draft) : httpFields(draft)), ...commonFields(draft) };
}

function stdioFields({ command, args, envVars, cwd }: StdioDraft): Flat {
  return { command, args: listOf(args), env_vars: listOf(envVars), cwd: cwd ?? null };
}

function httpFields({ url, envHeaders, headersHelper, bearerTokenEnvVar }: HttpDraft): Flat {
  const fromVariables = Object.fromEntries(envHeaders.map(({ name, variable }) => [name, variable]));
  return {
    url,
    bearer_token_env_var: bearerTokenEnvVar ?? null,
    env_http_headers: envHeaders.length > 0 ? fromVariables : null,
    http_headers_helper: headersHelper ?? null,
  };
}

function commonFields({ isRequired, approvalMode, startupTimeoutSec, toolTimeoutSec }: RemoteDraft): Flat {
  return {
    required: isRequired || null,
    startup_timeout_sec: startupTimeoutSec ?? null,
    tool_timeout_sec: toolTimeoutSec ?? null,
    default_tools_approval_mode: approvalMode === 'auto' ? null : approvalMode,
  };
}

/** Only retyped pairs and removed ones. */
function pairEdits(before: RemoteConfig, draft: RemoteDraft): ConfigEdit[] {
  const key = pairsKey(draft);
  const pairs = pairsOf(draft);
  const gone = Object.keys(storedPairs(before)).filter((name) => !pairs.some((pair) => pair.name === name));
  if (pairs.length === 0 && gone.length > 0) return [{ path: [key], value: null }];
  return [
    ...gone.map((name) => ({ path: [key, name], value: null })),
    ...pairs.flatMap(({ name, value }) => (value === undefined ? [] : [{ path: [key, name], value }])),
  ];
}

function pairsKey(draft: RemoteDraft): 'env' | 'http_headers' {
  return draft.kind === 'stdio' ? 'env' : 'http_headers';
}

function pairsOf(draft: RemoteDraft): readonly SecretPair[] {
  return draft.kind === 'stdio' ? draft.env : draft.headers;
}

function storedPairs({ transport }: RemoteConfig): Readonly<Record<string, string>> {
  return transport.kind === 'stdio' ? transport.env : transport.headers;
}

function namesOf(pairs: Readonly<Record<string, string>>): SecretPair[] {
  return Object.keys(pairs).map((name) => ({ name }));
}

function listOf(list: readonly string[]): Value {
  return list.length > 0 ? [...list] : null;
}

function unlessDefault(seconds: number, standard: number): number | undefined {
  return seconds === standard ? undefined : seconds;
}
