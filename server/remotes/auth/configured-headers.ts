// The headers that config.toml sets for an HTTP remote, and the credential among them. A client's token is never among
// them.
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { messageOf } from '../../errors/error.ts';
import { credentialMissing, headersHelperFailed } from '../../errors/remotes.ts';
import type { HttpTransportConfig } from '../config.ts';
import type { Credential } from './credential.ts';

type Headers = Readonly<Record<string, string>>;

/** The command of `http_headers_helper`, with its last output. */
export interface HeadersHelper {
  /** @throws headers-helper-failed */
  headers(): Promise<Headers>;
  /** Drops the last output. */
  drop(): void;
}

const HELPER_TIMEOUT_MS = 10_000;
const helperOutput = z.record(z.string(), z.string());
const run = promisify(exec);

/** @returns the field of config.toml that certainly sets an `Authorization` header */
export function hasAuthorization({
  headers,
  envHeaders,
}: HttpTransportConfig): 'env_http_headers' | 'http_headers' | undefined {
  if (authorizationIn(envHeaders)) return 'env_http_headers';
  return authorizationIn(headers) ? 'http_headers' : undefined;
}

/**
 * All headers of one remote: the helper's override those from variables, which override plain ones. An `Authorization`
 * among them is the credential.
 * @param parts.otherwise the credential to use if there is none among the headers
 */
export function configuredHeaders(
  { name, transport }: { readonly name: string; readonly transport: HttpTransportConfig },
  parts: {
    env: NodeJS.ProcessEnv;
    helper: HeadersHelper | undefined;
    otherwise: Credential | undefined;
  },
): Credential {
  const { env, helper, otherwise } = parts;
  const named = hasAuthorization(transport);
  let applies: 'helper' | 'headers' | 'otherwise' = named ? 'headers' : 'otherwise';

  return {
    get source() {
      if (applies === 'helper') return 'the Authorization of http_headers_helper';
      return applies === 'headers' ? sourceOf(transport) : (otherwise?.source ?? 'no credential');
    },
    async headers() {
      const fromEnv = Object.entries(transport.envHeaders).map(([header, variable]) => [
        header,
        variableOf(name, variable, env),
      ]);
      const helped = (await helper?.headers()) ?? {};
      applies = authorizationIn(helped) ? 'helper' : named ? 'headers' : 'otherwise';
      const own = merge(transport.headers, Object.fromEntries(fromEnv), helped);
      return applies === 'otherwise' && otherwise ? merge(own, await otherwise.headers()) : own;
    },
    async renew(refusal, sent) {
      if (applies !== 'helper') return (await otherwise?.renew?.(refusal, sent)) ?? false;
      const before = (await helper?.headers()) ?? {};
      if (Object.entries(before).some(([header, value]) => sent[header] !== value)) return true;
      helper?.drop();
      return true;
    },
    isRefusedIn: (body) => applies === 'otherwise' && (otherwise?.isRefusedIn?.(body) ?? false),
    advice(refusal) {
      const advice = applies === 'otherwise' ? otherwise?.advice?.(refusal) : undefined;
      return (
        advice ?? {
          fix: `Correct the credential of [mcp_servers.${name}] in config.toml, or the variable it names.`,
        }
      );
    },
  };
}

export function bearerToken(name: string, variable: string, env: NodeJS.ProcessEnv): Credential {
  return {
    source: `the bearer token in ${variable}`,
    headers: async () => ({ Authorization: `Bearer ${variableOf(name, variable, env)}` }),
  };
}

/** @param remote.name for messages */
export function headersHelper(
  { name, command }: { readonly name: string; readonly command: string },
  env: NodeJS.ProcessEnv,
): HeadersHelper {
  let printed: Promise<Headers> | undefined;
  return {
    headers() {
      if (!printed) {
        const running = runHelper(name, command, env);
        printed = running;
        running.catch(() => {
          if (printed === running) printed = undefined;
        });
      }
      return printed;
    },
    drop() {
      printed = undefined;
    },
  };
}

async function runHelper(name: string, command: string, env: NodeJS.ProcessEnv): Promise<Headers> {
  try {
    const { stdout } = await run(command, { env, timeout: HELPER_TIMEOUT_MS, windowsHide: true });
    return helperOutput.parse(JSON.parse(stdout));
  } catch (error) {
    // The output may contain the credential.
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

function sourceOf({ envHeaders }: HttpTransportConfig): string {
  const given = authorizationIn(envHeaders);
  return given ? `the Authorization in ${envHeaders[given]}` : 'the Authorization of http_headers';
}

function authorizationIn(headers: Headers): string | undefined {
  return Object.keys(headers).find((header) => header.toLowerCase() === 'authorization');
}

/** Later headers override earlier ones, ignoring case. */
function merge(...all: readonly Headers[]): Headers {
  const merged = new Map<string, [string, string]>();
  for (const [header, value] of all.flatMap(Object.entries<string>)) {
    merged.set(header.toLowerCase(), [header, value]);
  }
  return Object.fromEntries(merged.values());
}

function variableOf(name: string, variable: string, env: NodeJS.ProcessEnv): string {
  const value = env[variable];
  if (!value) throw credentialMissing(name, variable);
  return value;
}
