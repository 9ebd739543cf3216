// The change that connects a client, or takes that back: worked out and shown before anything is written.
import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../config/connections-file.ts';
import type { EntryParts, KnownClient, Target } from './clients.ts';
import { changeEntries, type Entries, type EntryChanges, entriesIn } from './edit-settings.ts';
import { meaningOf } from './entry-meaning.ts';
import { ENTRY_NAME, type SettingsLook, understood } from './look.ts';
import { oldCallOf } from './old-entries.ts';
import { digestOf } from './settings-files.ts';
import { type Entry, isObject, memberOf } from './settings-format.ts';

export interface SettingsChange {
  /** The text to write; undefined takes the file away. */
  readonly after: string | undefined;
  /** Names of the entries that are written or taken out. */
  readonly names: readonly string[];
  /** Sentences about it, beside the change itself. */
  readonly notes: readonly string[];
}

/**
 * @returns undefined when the client is connected in this way already
 * @throws client-settings-unreadable
 */
export function planConnection(
  client: KnownClient,
  look: SettingsLook,
  target: Target,
): SettingsChange | undefined {
  const { entries, own, old } = look;
  const isNew = own.length === 0 && old.length === 0;
  const [first] = own;
  const names = [...(first === undefined ? [] : [first]), ...old, ...(isNew ? [ENTRY_NAME] : [])];
  const parts = partsFor(client, target);
  // Another program's: nothing of it is for Patchbay, its variables and headers least of all.
  const isForeign = isNew && entries.has(ENTRY_NAME);
  const changes = new Map<string, Entry>();
  for (const name of names) {
    if (startsAlready(look, name, target)) continue;
    const entry = merged(isForeign ? undefined : entries.get(name), parts, target);
    if (!isDeepStrictEqual(entry, entries.get(name))) changes.set(name, entry);
  }
  if (changes.size === 0) return undefined;
  const after = understood(look.shownFile, () =>
    changeEntries(client.format, look.text ?? '', client.container, changes),
  );
  return {
    after,
    names: [...changes.keys()],
    notes: [
      ...old.map((name) => oldNote(name, entries.get(name))),
      ...(isForeign
        ? [`The entry \`${ENTRY_NAME}\` that is there leads somewhere else; it is replaced.`]
        : []),
    ],
  };
}

/**
 * @param connection what was kept when it was connected
 * @param backup the file as it was then; undefined if that is gone
 * @returns undefined when nothing in the file leads to Patchbay
 * @throws client-settings-unreadable
 */
export function planRemoval(
  client: KnownClient,
  look: SettingsLook,
  connection: Connection | undefined,
  backup: string | undefined,
): SettingsChange | undefined {
  const { text, own } = look;
  if (text === undefined || own.length === 0) return undefined;
  if (connection && digestOf(text) === connection.digest) {
    if (connection.backup === null) return { after: undefined, names: own, notes: [] };
    if (backup !== undefined) return { after: backup, names: own, notes: [] };
  }
  const before = backup === undefined ? new Map<string, unknown>() : entriesBefore(client, backup);
  const changes: EntryChanges = new Map(
    own.map((name) => {
      const entry = before.get(name);
      return [name, oldCallOf(meaningOf(entry)) ? (entry as Entry) : null];
    }),
  );
  const after = understood(look.shownFile, () =>
    changeEntries(client.format, text, client.container, changes),
  );
  return { after, names: own, notes: [] };
}

export function partsFor({ entry }: KnownClient, target: Target): EntryParts {
  if (target.kind === 'stdio') return entry.stdio(target);
  if (!entry.http) throw new Error('this client accepts no address');
  return entry.http(target);
}

/** Members that say where an entry leads, in the words of any client: a second one would contradict ours. */
const LEADING: ReadonlySet<string> = new Set([
  'command',
  'cmd',
  'args',
  'url',
  'httpUrl',
  'serverUrl',
  'uri',
]);

/** The app and the command start the same Patchbay in different words: none needs to be replaced by the other. */
function startsAlready({ entries, runnable }: SettingsLook, name: string, target: Target): boolean {
  if (target.kind !== 'stdio' || !runnable.includes(name)) return false;
  const { env } = meaningOf(entries.get(name));
  return Object.entries(target.env).every(([variable, value]) => env.get(variable) === value);
}

/** What is there stays, as far as it says nothing about where the entry leads. */
function merged(existing: unknown, { leads, defaults }: EntryParts, target: Target): Entry {
  const isOfKind = (meaningOf(existing).command !== undefined) === (target.kind === 'stdio');
  if (!isObject(existing) || !isOfKind) return { ...leads, ...defaults };
  const others = Object.entries(existing).filter(([key]) => !LEADING.has(key) || Object.hasOwn(leads, key));
  const led = Object.entries(leads).map(([key, value]) => {
    // Variables and headers of the person's own stay.
    const before = memberOf(existing, key);
    return [key, isObject(value) && isObject(before) ? { ...before, ...value } : value];
  });
  const result = { ...Object.fromEntries(others), ...Object.fromEntries(led) };
  const leadsThere = isDeepStrictEqual(result, existing);
  return leadsThere ? result : { ...result, ...missingIn(result, defaults) };
}

function missingIn(entry: Entry, defaults: Entry): Entry {
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => !Object.hasOwn(entry, key)));
}

function oldNote(name: string, entry: unknown): string {
  const { options = [], through } = oldCallOf(meaningOf(entry)) ?? {};
  const dropped =
    options.length === 0
      ? ''
      : ` Its options \`${options.join(' ')}\` are left out: Patchbay reads what is in config.toml.`;
  const elsewhere =
    through === undefined
      ? ''
      : ` It was started through \`${through}\`; Patchbay runs on this machine, with the folders that are here.`;
  return `The entry \`${name}\` called \`codex mcp-server\`, which Codex no longer has. It keeps its name and leads to Patchbay, which has the same tools.${dropped}${elsewhere}`;
}

function entriesBefore({ format, container }: KnownClient, backup: string): Entries {
  try {
    return entriesIn(format, backup, container);
  } catch {
    return new Map();
  }
}
