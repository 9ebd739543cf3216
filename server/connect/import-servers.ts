// MCP servers that clients have configured, as tables of config.toml: each once, and without secrets. A secret becomes the
// name of a variable, which the person sets.
import { isDeepStrictEqual } from 'node:util';
import { isSecretName } from '../logging/redact.ts';
import { meaningOf } from './entry-meaning.ts';
import type { LeftServer, NeededVariable } from './proposal.ts';
import { type Entry, isObject } from './settings-format.ts';

/** What one client has. */
export interface ClientServers {
  readonly clientName: string;
  readonly entries: Readonly<Record<string, unknown>>;
}

export interface ImportPlan {
  /** New tables of `[mcp_servers]`, by name. */
  readonly tables: Readonly<Record<string, Entry>>;
  readonly left: readonly LeftServer[];
  readonly variables: readonly NeededVariable[];
}

interface Converted {
  readonly table: Entry;
  readonly variables: readonly string[];
}

/**
 * @param existing the tables that are there
 * @param redact replaces secrets in a text
 */
export function planImport(
  clients: readonly ClientServers[],
  existing: Readonly<Record<string, unknown>>,
  redact: (text: string) => string,
): ImportPlan {
  const tables: Record<string, Entry> = {};
  const left: LeftServer[] = [];
  const variables: NeededVariable[] = [];
  const isKnown = (entry: unknown) =>
    [...Object.values(existing), ...Object.values(tables)].some((known) => isSameServer(known, entry));
  for (const { clientName, entries } of clients) {
    for (const [name, entry] of Object.entries(entries)) {
      const reason = whyNot(entry, redact) ?? (isKnown(entry) ? 'it is there already' : undefined);
      if (reason !== undefined) {
        left.push({ name, clientName, reason });
        continue;
      }
      const server = freeName(name, (taken) => taken in existing || taken in tables);
      const converted = convert(server, entry as Entry, (key, value) => isSecret(key, value, redact));
      tables[server] = converted.table;
      variables.push(...converted.variables.map((variable) => ({ variable, server, clientName })));
    }
  }
  return { tables, left, variables };
}

function whyNot(entry: unknown, redact: (text: string) => string): string | undefined {
  const { command, args, url } = meaningOf(entry);
  if (!isObject(entry) || (command === undefined && url === undefined)) {
    return 'it names no program and no address';
  }
  if (entry['disabled'] === true || entry['enabled'] === false) return 'it is switched off there';
  if (url !== undefined && !/^https?:\/\//i.test(url)) return 'its address is neither http nor https';
  const words = url === undefined ? [command ?? '', ...args] : [url];
  if (redact(words.join(' ')) !== words.join(' ')) return 'a secret stands in its arguments or its address';
  if (words.some((word) => /\$\{|\{env:/.test(word)))
    return 'its arguments or its address have variables of that client';
  return undefined;
}

/** The same program with the same arguments, or the same address. */
function isSameServer(one: unknown, other: unknown): boolean {
  const leads = (entry: unknown) => {
    const { command, args, url } = meaningOf(entry);
    return url === undefined ? [command, ...args] : [url.replace(/\/$/, '')];
  };
  return isDeepStrictEqual(leads(one), leads(other));
}

/** Codex takes letters, digits, dashes and underscores. */
function freeName(name: string, isTaken: (name: string) => boolean): string {
  const usual = name.replace(/[^\w-]+/g, '-') || 'server';
  let free = usual;
  for (let count = 2; isTaken(free); count += 1) free = `${usual}-${count}`;
  return free;
}

/** Whether the value of a variable or a header is not to be copied. */
type IsSecret = (name: string, value: string) => boolean;

function isSecret(name: string, value: string, redact: (text: string) => string): boolean {
  const pair = `${name}: ${value}`;
  return isSecretName(name) || isReference(value) || redact(pair) !== pair;
}

function convert(server: string, entry: Entry, isHidden: IsSecret): Converted {
  const { command, args, url, env } = meaningOf(entry);
  return url === undefined
    ? program({ command, args, cwd: entry['cwd'] }, env, isHidden)
    : address(server, url, headersOf(entry), isHidden);
}

function program(
  { command, args, cwd }: { command: string | undefined; args: readonly string[]; cwd: unknown },
  env: Readonly<Record<string, unknown>>,
  isHidden: IsSecret,
): Converted {
  const pairs = Object.entries(env).map(([name, value]) => [name, String(value)] as const);
  const passed = pairs.filter(([name, value]) => isHidden(name, value));
  const variables = passed.map(([name]) => name);
  const plain = Object.fromEntries(pairs.filter(([name]) => !variables.includes(name)));
  return {
    table: {
      command,
      ...(args.length > 0 && { args }),
      ...(typeof cwd === 'string' && { cwd }),
      ...(Object.keys(plain).length > 0 && { env: plain }),
      // Codex and Patchbay pass them on from their own environment.
      ...(variables.length > 0 && { env_vars: variables }),
    },
    variables,
  };
}

function address(
  server: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  isHidden: IsSecret,
): Converted {
  const plain: Record<string, string> = {};
  const fromVariables: Record<string, string> = {};
  let bearer: string | undefined;
  for (const [name, value] of Object.entries(headers)) {
    const token = /^Bearer (.+)$/i.exec(value)?.[1];
    if (name.toLowerCase() === 'authorization' && token !== undefined) {
      bearer = referenceIn(token) ?? variableFor(server, 'token');
    } else if (isHidden(name, value)) {
      fromVariables[name] = referenceIn(value) ?? variableFor(server, name);
    } else plain[name] = value;
  }
  return {
    table: {
      url,
      ...(bearer !== undefined && { bearer_token_env_var: bearer }),
      ...(Object.keys(plain).length > 0 && { http_headers: plain }),
      ...(Object.keys(fromVariables).length > 0 && { env_http_headers: fromVariables }),
    },
    variables: [...(bearer === undefined ? [] : [bearer]), ...Object.values(fromVariables)],
  };
}

function headersOf(entry: Entry): Record<string, string> {
  const headers = entry['headers'] ?? entry['http_headers'];
  if (!isObject(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** @returns the variable a value stands for, in the notation of any client */
function referenceIn(value: string): string | undefined {
  const found = /^\$\{(?:env:)?(\w+)\}$|^\{env:(\w+)\}$|^\$(\w+)$/.exec(value);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** Also to something a client asks its user for. */
function isReference(value: string): boolean {
  return referenceIn(value) !== undefined || /\$\{[^}]*\}/.test(value);
}

function variableFor(server: string, name: string): string {
  return `${server}_${name}`.replace(/\W+/g, '_').toUpperCase();
}
