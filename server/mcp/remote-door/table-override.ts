// The settings a thread gets for a remote it reaches through us, merged by the engine over the table of config.toml.
// No key can be removed (observed on 0.169.0), so every key that leads to a credential gets a harmless value.
import type { HttpTransportConfig, RemoteConfig } from '../../remotes/config.ts';

/** The header for the token: `Authorization` would lose against `bearer_token_env_var`. */
export const PASS_HEADER = 'X-Patchbay-Pass';

/** For the engine's environment; its value is not secret. With a bearer token the engine does not try OAuth. */
export const bearerVariable = { name: 'PATCHBAY_BEARER', value: `see-${PASS_HEADER}` } as const;

/** An unset variable: the engine leaves out a header that refers to it. */
const UNSET_VARIABLE = 'PATCHBAY_UNSET';
/** If the table names a helper, there must be one. */
const EMPTY_HELPER = 'echo {}';
/** Longer than our own timeouts, so that ours end first: they explain more. */
const MARGIN_MS = 5000;

export type TableOverride = Readonly<Record<string, string | number | Readonly<Record<string, string>>>>;

/**
 * @param through.url the address of the remote at our door
 * @param through.token the thread's pass for this remote
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
