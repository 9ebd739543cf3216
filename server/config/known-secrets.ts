// The secrets known before the first call: in the environment, in config.toml and in the engine's login. The redactor
// then recognises them wherever a remote, the engine or a command prints them.
import path from 'node:path';
import { readRegularFile } from '../files/regular-file.ts';
import { isSecretName } from '../logging/redact.ts';
import { readCodexConfig } from './codex-config.ts';

/** An Azure sign-in method, and folders: these appear in messages. */
const NO_SECRETS = ['AZURE_TOKEN_CREDENTIALS', 'PWD', 'OLDPWD'];
/** Shorter values are words, numbers and switches. */
const SHORTEST = 8;

/** @returns the values, except those of an unreadable file, which is reported by whoever needs it */
export function configuredSecrets(codexHome: string, env: NodeJS.ProcessEnv): string[] {
  const named = Object.entries(env).flatMap(([name, value]) =>
    value && isSecretName(name) && !NO_SECRETS.includes(name) ? [value] : [],
  );
  return [...new Set([...named, ...inConfig(codexHome, env), ...inLogin(codexHome)])].filter(
    (value) => value.length >= SHORTEST,
  );
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

/** The engine's own file, `{"OPENAI_API_KEY": …, "tokens": {…}}`. */
function inLogin(codexHome: string): string[] {
  try {
    const login = JSON.parse(readRegularFile(path.join(codexHome, 'auth.json')).toString('utf8'));
    return [...namedSecrets(login), ...namedSecrets(login.tokens)];
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
