// What a person has entered to find a published server: the address of its server.json, a name, or a word to search for. Each
// usable way comes as a table with placeholders, to be looked at and completed.
import { planImport } from '../import-servers.ts';
import type { Entry } from '../settings-format.ts';
import { filledWay } from './filled-way.ts';
import { tableName } from './published-import.ts';
import type { FoundServer, PublishedSource } from './registry.ts';
import { parseServerJson, type ServerJson } from './server-json.ts';
import { placeholderFor } from './templates.ts';
import { type PublishedWay, waysOf } from './ways.ts';

export type LookedUp =
  | { readonly kind: 'found'; readonly servers: readonly FoundServer[] }
  | {
      readonly kind: 'server';
      readonly name: string;
      readonly description: string;
      readonly ways: readonly TableWay[];
    };

export interface TableWay {
  readonly label: string;
  /** A clause: why it cannot be used; then there is no table. */
  readonly reason: string | undefined;
  /** The name for the table. */
  readonly name: string;
  readonly table: Entry | undefined;
  /** What has a placeholder. */
  readonly missing: readonly { readonly placeholder: string; readonly description: string }[];
}

/**
 * @param options.taken names of tables that are there
 * @throws published-…, registry-unreachable
 */
export async function lookUp(
  entered: string,
  options: { source: PublishedSource; taken: readonly string[]; redact(text: string): string },
): Promise<LookedUp> {
  const { source, taken, redact } = options;
  const text = entered.trim();
  if (/^https?:\/\//i.test(text)) {
    return described(parseServerJson(await source.fetch(text), text), taken, redact);
  }
  if (/^\S+\/\S+$/.test(text))
    return described(parseServerJson(await source.find(text), text), taken, redact);
  return { kind: 'found', servers: await source.search(text) };
}

/**
 * @param json a server.json that a person has pasted
 * @param taken names of tables that are there
 * @throws published-server-unreadable
 */
export function describedServer(
  json: unknown,
  taken: readonly string[],
  redact: (text: string) => string,
): LookedUp {
  return described(parseServerJson(json, 'What you pasted'), taken, redact);
}

function described(server: ServerJson, taken: readonly string[], redact: (text: string) => string): LookedUp {
  const { name, description = '' } = server;
  return {
    kind: 'server',
    name,
    description,
    ways: waysOf(server).map((way) => tableWay(server, way, taken, redact)),
  };
}

function tableWay(
  server: ServerJson,
  way: PublishedWay,
  taken: readonly string[],
  redact: (text: string) => string,
): TableWay {
  const { label } = way;
  const unusable = { label, name: '', table: undefined, missing: [] };
  if (way.kind === 'unusable') return { ...unusable, reason: way.reason };
  const { entry, missing } = filledWay(way, new Map());
  const plan = planImport([{ clientName: server.name, entries: new Map([[tableName(server), entry]]) }], {
    existing: new Map(taken.map((name) => [name, {}])),
    redact,
    keepsSecrets: false,
    keptFor: () => [],
  });
  const [first] = plan.tables;
  if (!first) return { ...unusable, reason: plan.left[0]?.reason };
  const [name, table] = first;
  return {
    label,
    reason: undefined,
    name,
    table,
    missing: missing.map((field) => ({
      placeholder: placeholderFor(field),
      description: field.description ?? '',
    })),
  };
}
