// Importing a published server: one way of its server.json as a new table of config.toml, shown as a change, and written
// when a person says so. Nothing is downloaded or started. A table with placeholders is switched off.
import { join } from 'shlex';
import type { Paths } from '../../config/paths.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { openStoredHeaders } from '../../secrets/stored-headers.ts';
import { addTables, readConfigFile, type TablesChange } from '../config-tables.ts';
import { planImport } from '../import-servers.ts';
import type { DifferentServer, KeptSecret } from '../proposal.ts';
import type { Entry } from '../settings-format.ts';
import { filledWay } from './filled-way.ts';
import type { ServerJson } from './server-json.ts';
import type { Field, FieldValues } from './templates.ts';
import type { UsableWay } from './ways.ts';

export interface PublishedImport {
  readonly file: string;
  /** The new table; undefined if it is not added. */
  readonly table: string | undefined;
  /** A clause: why it is not. */
  readonly reason: string | undefined;
  readonly diff: string;
  /** What will be started, as a command line, or connected to. */
  readonly where: string;
  /** What has a placeholder. */
  readonly missing: readonly Field[];
  /** Variables that have to be set. */
  readonly variables: readonly string[];
  readonly secrets: readonly KeptSecret[];
  readonly different: readonly DifferentServer[];
  readonly write: TablesChange['write'];
}

/**
 * @param chosen.name of the server
 * @param options.keepsSecrets whether headers with secrets can be kept; else they become variables
 * @throws client-settings-unreadable when config.toml cannot be changed
 */
export function proposePublished(
  chosen: { server: ServerJson; way: UsableWay; values: FieldValues },
  options: { paths: Paths; secrets: Secrets; keepsSecrets: boolean; redact(text: string): string },
): PublishedImport {
  const { server, way, values } = chosen;
  const { paths, keepsSecrets, redact } = options;
  const storedHeaders = openStoredHeaders(options.secrets);
  const config = readConfigFile(paths);
  const { entry, missing } = filledWay(way, values);
  const plan = planImport([{ clientName: server.name, entries: new Map([[tableName(server), entry]]) }], {
    existing: config.tables,
    redact,
    keepsSecrets,
    keptFor: (name, url) => storedHeaders.namesOf(name, url) ?? [],
  });
  const tables = new Map<string, Entry>();
  for (const [name, table] of plan.tables) {
    tables.set(name, missing.length > 0 ? { ...table, enabled: false } : table);
  }
  const { diff, write } = addTables(config, { ...plan, tables }, { paths, storedHeaders, redact });
  return {
    file: config.file,
    table: [...tables.keys()][0],
    reason: plan.left[0]?.reason,
    diff,
    where: whereOf(entry),
    missing,
    variables: plan.variables.map(({ variable }) => variable),
    secrets: plan.secrets,
    different: plan.different,
    write,
  };
}

/** `io.github.someone/their-server` → `their-server`. */
export function tableName({ name }: ServerJson): string {
  return name.split('/').at(-1) ?? name;
}

function whereOf({ url, command, args }: Entry): string {
  return typeof url === 'string' ? url : join([String(command), ...(args as string[])]);
}
