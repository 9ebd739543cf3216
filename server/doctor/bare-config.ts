// config.toml in a form that can be given to others.
import { stringify } from 'smol-toml';
import { readRawConfig } from '../config/codex-config.ts';
import { messageOf } from '../errors/error.ts';
import { isSecretName } from '../logging/redact.ts';

const LEFT_OUT = '[REDACTED:field]';
/** Tables whose values are only for programs and servers, whatever their names. */
const VALUE_TABLES = ['env', 'http_headers', 'headers', 'query_params'];
/** Keys that name variables, not values. */
const NAMES_OF_VARIABLES = /(?:^|_)env_(?:var|key)$|^env_/;

/** @returns the file without comments, and without values of keys named like secrets; a comment if it cannot be read */
export function bareConfig(codexHome: string): string {
  try {
    return stringify(bare(readRawConfig(codexHome)) as Record<string, unknown>);
  } catch (error) {
    return `# It cannot be read: ${messageOf(error).split('\n')[0]}\n`;
  }
}

function bare(value: unknown, name = '', isHidden = false): unknown {
  if (Array.isArray(value)) return value.map((entry) => bare(entry, name, isHidden));
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const hides = isHidden || VALUE_TABLES.includes(name);
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, entry]) =>
        entry === undefined ? [] : [[key, bare(entry, key, hides)]],
      ),
    );
  }
  if (typeof value !== 'string') return value;
  return isHidden || (isSecretName(name) && !NAMES_OF_VARIABLES.test(name)) ? LEFT_OUT : value;
}
