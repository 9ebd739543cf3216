// MCP servers that clients have configured, as tables of config.toml: each once, and without secrets. A secret of an
// address is kept with the secrets of Patchbay, if it has a place for them. Any other becomes the name of a variable, which
// the person sets.
import { isReservedName } from '../contract/remote-draft.ts';
import { isSecretName } from '../logging/redact.ts';
import type { Entries } from './edit-settings.ts';
import { type EntryMeaning, meaningOf } from './entry-meaning.ts';
import type { DifferentServer, KeptSecret, LeftServer, NeededVariable } from './proposal.ts';
import { isReference, variableIn } from './references.ts';
import { differencesOf, identityOf, isSamePlace, type ServerIdentity } from './server-identity.ts';
import { freeName } from './server-name.ts';
import { type Entry, isObject } from './settings-format.ts';

/** What one client has. */
export interface ClientServers {
  readonly clientName: string;
  readonly entries: Entries;
}

export interface ImportPlan {
  /** New tables of `[mcp_servers]`, by name. */
  readonly tables: ReadonlyMap<string, Entry>;
  readonly left: readonly LeftServer[];
  readonly variables: readonly NeededVariable[];
  readonly different: readonly DifferentServer[];
  readonly secrets: readonly SecretHeaders[];
}

/** What a new table does not say: values of headers of the server at this address. */
export interface SecretHeaders extends KeptSecret {
  readonly url: string;
  readonly values: Readonly<Record<string, string>>;
}

interface Surroundings {
  /** The tables that are there. */
  readonly existing: Entries;
  /** Replaces secrets in a text. */
  redact(text: string): string;
  /** Whether secrets of addresses can be kept; else they become variables. */
  readonly keepsSecrets: boolean;
  /** Names of headers that are kept already for this table at this address. */
  keptFor(server: string, url: string): readonly string[];
}

interface Known {
  readonly name: string;
  readonly identity: ServerIdentity;
}

interface Converted {
  readonly table: Entry;
  readonly variables: readonly PassedVariable[];
  /** Values of headers that are to be kept. */
  readonly kept: Readonly<Record<string, string>>;
}

interface PassedVariable {
  readonly name: string;
  /** What the client has; undefined if it has it from a variable itself. */
  readonly value: string | undefined;
}

export function planImport(clients: readonly ClientServers[], surroundings: Surroundings): ImportPlan {
  const { existing, redact, keepsSecrets, keptFor } = surroundings;
  const tables = new Map<string, Entry>();
  const left: LeftServer[] = [];
  const variables: NeededVariable[] = [];
  const different: DifferentServer[] = [];
  const secrets: SecretHeaders[] = [];
  const known: Known[] = [...existing].map(([name, table]) => ({
    name,
    identity: identityOf(table, keptFor(name, meaningOf(table).url ?? '')),
  }));
  /** By variable: what it has to be, and for which server. */
  const promised = new Map<string, { readonly value: string; readonly server: string }>();

  function sameAs(identity: ServerIdentity): Known | undefined {
    return known.find(
      (one) => isSamePlace(one.identity, identity) && differencesOf(one.identity, identity).length === 0,
    );
  }

  function converted(server: string, entry: unknown): Converted {
    return convert(server, entry as Entry, {
      keepsSecrets,
      isHidden: (key, value) => isSecret(key, value, redact),
    });
  }

  /** What is there has been promised its variables by an import before: others do not get them with another value. */
  function promiseAgain(entry: unknown): void {
    const same = whyNot(entry, redact) === undefined ? sameAs(identityOf(entry)) : undefined;
    if (!same) return;
    for (const { name, value } of converted(same.name, entry).variables) {
      if (value !== undefined && !promised.has(name)) promised.set(name, { value, server: same.name });
    }
  }

  function takeOver(clientName: string, name: string, entry: unknown): string | undefined {
    const reason = whyNot(entry, redact);
    if (reason !== undefined) return reason;
    const identity = identityOf(entry);
    const same = sameAs(identity);
    if (same) return `it is there already, as ${same.name}`;
    const server = freeName(
      name,
      (taken) => existing.has(taken) || tables.has(taken) || isReservedName(taken),
    );
    const { table, variables: passed, kept } = converted(server, entry);
    const clash = passed.find(
      ({ name: one, value }) => value !== undefined && (promised.get(one)?.value ?? value) !== value,
    );
    if (clash) {
      const first = promised.get(clash.name)?.server;
      return `it needs another value of ${clash.name} than ${first}, and a variable has one value; enter it in config.toml yourself`;
    }
    for (const { name: variable, value } of passed) {
      if (value !== undefined) promised.set(variable, { value, server });
      variables.push({ variable, server, isProgram: identity.isProgram, clientName });
    }
    const first = known.find((one) => isSamePlace(one.identity, identity));
    if (first) {
      const names = differencesOf(first.identity, identity);
      different.push({ server, clientName, other: first.name, names });
    }
    const headers = Object.keys(kept);
    if (headers.length > 0) {
      const url = String(table['url']);
      secrets.push({ server, clientName, headers, url, values: kept });
    }
    tables.set(server, table);
    known.push({ name: server, identity });
    return undefined;
  }

  for (const { entries } of clients) [...entries.values()].forEach(promiseAgain);
  for (const { clientName, entries } of clients) {
    for (const [name, entry] of entries) {
      const reason = takeOver(clientName, name, entry);
      if (reason !== undefined) left.push({ name, clientName, reason });
    }
  }
  return { tables, left, variables, different, secrets };
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

interface Conversion {
  readonly keepsSecrets: boolean;
  /** Whether the value of a variable or a header is not to be copied. */
  isHidden(name: string, value: string): boolean;
}

function isSecret(name: string, value: string, redact: (text: string) => string): boolean {
  const pair = `${name}: ${value}`;
  return isSecretName(name) || isReference(value) || redact(pair) !== pair;
}

function convert(server: string, entry: Entry, conversion: Conversion): Converted {
  const meaning = meaningOf(entry);
  return meaning.url === undefined
    ? program(meaning, conversion)
    : address(server, meaning.url, meaning.headers, conversion);
}

function program({ command, args, cwd, env }: EntryMeaning, { isHidden }: Conversion): Converted {
  const pairs = [...env];
  const passed = pairs.filter(([name, value]) => isHidden(name, value));
  const plain = pairs.filter(([name, value]) => !isHidden(name, value));
  return {
    table: {
      command,
      ...(args.length > 0 && { args }),
      ...(cwd !== undefined && { cwd }),
      ...(plain.length > 0 && { env: Object.fromEntries(plain) }),
      // Codex and Patchbay pass them on from their own environment.
      ...(passed.length > 0 && { env_vars: passed.map(([name]) => name) }),
    },
    variables: passed.map(([name, value]) => ({ name, value: isReference(value) ? undefined : value })),
    kept: {},
  };
}

function address(
  server: string,
  url: string,
  headers: EntryMeaning['headers'],
  { keepsSecrets, isHidden }: Conversion,
): Converted {
  const plain: [string, string][] = [];
  const kept: [string, string][] = [];
  const fromVariables: [string, string][] = [];
  const variables: PassedVariable[] = [];
  let bearer: string | undefined;
  for (const [name, value] of headers) {
    const token = name.toLowerCase() === 'authorization' ? /^Bearer (.+)$/i.exec(value)?.[1] : undefined;
    if (token === undefined && !isHidden(name, value)) plain.push([name, value]);
    else if (keepsSecrets && !isReference(token ?? value)) kept.push([name, value]);
    else {
      const variable =
        variableIn(token ?? value) ?? variableFor(server, token === undefined ? name : 'token');
      variables.push({ name: variable, value: isReference(token ?? value) ? undefined : (token ?? value) });
      if (token === undefined) fromVariables.push([name, variable]);
      else bearer = variable;
    }
  }
  return {
    table: {
      url,
      ...(bearer !== undefined && { bearer_token_env_var: bearer }),
      ...(plain.length > 0 && { http_headers: Object.fromEntries(plain) }),
      ...(fromVariables.length > 0 && { env_http_headers: Object.fromEntries(fromVariables) }),
    },
    variables,
    kept: Object.fromEntries(kept),
  };
}

function variableFor(server: string, name: string): string {
  return `${server}_${name}`.replace(/\W+/g, '_').toUpperCase();
}
