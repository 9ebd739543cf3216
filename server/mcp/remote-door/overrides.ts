// What a thread is told about a remote it reaches through us, over the table of config.toml. The engine merges both, and
// no key can be taken away (observed on 0.169.0): so each way to a credential in the table is given something harmless.
import type { HttpTransportConfig, RemoteConfig } from '../../remotes/config.ts';

/** Where the token stands: `Authorization` would lose against `bearer_token_env_var`. */
export const PASS_HEADER = 'X-Patchbay-Pass';

/** For the engine's environment; its value is no secret. With a bearer token the engine asks nobody for OAuth. */
export const bearerVariable = { name: 'PATCHBAY_BEARER', value: `see-${PASS_HEADER}` } as const;

/** Nobody sets it: a header from it is left out. */
const UNSET_VARIABLE = 'PATCHBAY_UNSET';
/** A helper must be there once the table names one. */
const EMPTY_HELPER = 'echo {}';
/** Ours end first, since they say more about what went wrong. */
const MARGIN_MS = 5000;

export type TableOverride = Readonly<Record<string, string | number | Readonly<Record<string, string>>>>;

/**
 * @param through.url of the remote at our door
 * @param through.token of the thread, for this remote
 */
export function tableOverride(
  { startupTimeoutMs, toolTimeoutMs }: RemoteConfig,
  { headers, envHeaders, headersHelper }: HttpTransportConfig,
  through: { url: string; token: string },
): TableOverride {
  return {
    url: through.url,
    http_headers: { ...withEach(headers, ''), [PASS_HEADER]: through.token },
    env_http_headers: withEach(envHeaders, UNSET_VARIABLE),
    bearer_token_env_var: bearerVariable.name,
    ...(headersHelper !== undefined && { http_headers_helper: EMPTY_HELPER }),
    startup_timeout_sec: (startupTimeoutMs + MARGIN_MS) / 1000,
    tool_timeout_sec: (toolTimeoutMs + MARGIN_MS) / 1000,
  };
}

function withEach(table: Readonly<Record<string, string>>, value: string): Record<string, string> {
  return Object.fromEntries(Object.keys(table).map((name) => [name, value]));
}
