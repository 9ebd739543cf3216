// The credentials of an HTTP remote: what goes up as headers. Ways to sign in that need more than config.toml (OAuth,
// Azure) belong in this folder and are tried after these. A token that came in from a client never goes up.
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { credentialMissing, headersHelperFailed, messageOf } from '../../errors.ts';
import type { HttpTransportConfig } from '../config.ts';

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** Which credential was used, for messages; never the credential. */
  readonly source: string;
}

const HELPER_TIMEOUT_MS = 10_000;
const helperOutput = z.record(z.string(), z.string());
const run = promisify(exec);

/**
 * In Codex's order: an `Authorization` of `http_headers`, `env_http_headers` or `http_headers_helper` wins over
 * `bearer_token_env_var`.
 * @param env where the variables are looked up that config.toml names
 * @throws credential-missing, headers-helper-failed
 */
export async function resolveCredentials(
  name: string,
  config: HttpTransportConfig,
  env: NodeJS.ProcessEnv,
): Promise<Credentials> {
  const fromEnv = Object.entries(config.envHeaders).map(([header, variable]) => [
    header,
    variableOf(name, variable, env),
  ]);
  const helped = config.headersHelper === undefined ? {} : await runHelper(name, config.headersHelper, env);
  const headers: Record<string, string> = { ...config.headers, ...Object.fromEntries(fromEnv), ...helped };
  const given = Object.keys(headers).find((header) => header.toLowerCase() === 'authorization');
  if (given) return { headers, source: sourceOf(given, config, helped) };
  const { bearerTokenEnvVar } = config;
  if (bearerTokenEnvVar === undefined) return { headers, source: 'no credential' };
  const token = variableOf(name, bearerTokenEnvVar, env);
  return {
    headers: { ...headers, Authorization: `Bearer ${token}` },
    source: `the bearer token in ${bearerTokenEnvVar}`,
  };
}

function sourceOf(header: string, config: HttpTransportConfig, helped: Record<string, string>): string {
  if (header in helped) return 'the Authorization of http_headers_helper';
  if (header in config.envHeaders) return `the Authorization in ${config.envHeaders[header]}`;
  return 'the Authorization of http_headers';
}

function variableOf(name: string, variable: string, env: NodeJS.ProcessEnv): string {
  const value = env[variable];
  if (!value) throw credentialMissing(name, variable);
  return value;
}

async function runHelper(
  name: string,
  command: string,
  env: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  try {
    const { stdout } = await run(command, { env, timeout: HELPER_TIMEOUT_MS, windowsHide: true });
    return helperOutput.parse(JSON.parse(stdout));
  } catch (error) {
    // What it printed may hold the credential.
    const isOutput = error instanceof SyntaxError || error instanceof z.ZodError;
    const reason = isOutput ? 'it does not print a JSON object of headers' : exitOf(error);
    throw headersHelperFailed(name, reason);
  }
}

function exitOf(error: unknown): string {
  const { code, killed } = error as { code?: unknown; killed?: boolean };
  if (killed) return `it did not end within ${HELPER_TIMEOUT_MS / 1000} s`;
  return typeof code === 'number' ? `it ended with exit code ${code}` : messageOf(error);
}
