// The secrets that are there before anybody calls: in the environment and in config.toml. Told to the redactor, they
// are recognised wherever a remote, the engine or a command prints them.
import { readCodexConfig } from './config/codex-config.ts';
import { isSecretName } from './logging/redact.ts';

/** The name of a way to sign in to Azure, which messages show. */
const NO_SECRET = 'AZURE_TOKEN_CREDENTIALS';
/** Shorter values are words, numbers and switches. */
const SHORTEST = 8;

/** @returns values, without those of config.toml when it cannot be read: whoever needs it says why */
export function configuredSecrets(codexHome: string, env: NodeJS.ProcessEnv): string[] {
  const named = Object.entries(env).flatMap(([name, value]) =>
    value && isSecretName(name) && name !== NO_SECRET ? [value] : [],
  );
  return [...new Set([...named, ...inConfig(codexHome, env)])].filter((value) => value.length >= SHORTEST);
}

function inConfig(codexHome: string, env: NodeJS.ProcessEnv): string[] {
  try {
    const servers = Object.values(readCodexConfig(codexHome).mcp_servers ?? {});
    return servers.flatMap((server) => [
      ...namedSecrets(server['env']),
      ...namedSecrets(server['oauth']),
      ...namedSecrets(server['http_headers']).flatMap((value) => [value, value.replace(/^\w+ /, '')]),
      env[String(server['bearer_token_env_var'])] ?? '',
      ...strings(server['env_http_headers']).map(([, variable]) => env[variable] ?? ''),
    ]);
  } catch {
    return [];
  }
}

function namedSecrets(table: unknown): string[] {
  return strings(table).flatMap(([name, value]) => (isSecretName(name) ? [value] : []));
}

function strings(table: unknown): [string, string][] {
  if (typeof table !== 'object' || table === null) return [];
  return Object.entries(table).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
