// Importing: the MCP servers of all clients on this machine, shown as a change of config.toml, and written when a person
// says so.
import type { Paths } from '../config/paths.ts';
import { messageOf, PatchbayError } from '../errors/error.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { openStoredHeaders } from '../secrets/stored-headers.ts';
import { knownClients } from './clients.ts';
import { addTables, type ConfigFile, readConfigFile, type TablesChange } from './config-tables.ts';
import { type ClientServers, planImport } from './import-servers.ts';
import { isInstalled, lookAt, type OwnPlace, settingsFileOf } from './look.ts';
import type { Machine } from './machine.ts';
import type { PastedServer } from './pasted/pasted-server.ts';
import type { ProposedImport } from './proposal.ts';
import type { Entry } from './settings-format.ts';

/** Stands for a client where the servers come from no client. */
const PASTED = 'the pasted text';

export interface Importer {
  readonly proposed: ProposedImport;
  /** The new ones, by name. */
  readonly tables: ReadonlyMap<string, Entry>;
  readonly write: TablesChange['write'];
}

interface ImportOptions {
  readonly paths: Paths;
  /** Where headers are kept. */
  readonly secrets: Secrets;
  /** Variables instead, also where secrets can be kept. */
  readonly wantsVariables: boolean;
  redact(text: string): string;
}

/**
 * Looks at all clients. A place for secrets is looked for only if there are some.
 * @throws client-settings-unreadable when config.toml cannot be changed
 */
export async function openImporter(
  options: ImportOptions & { machine: Machine; own: OwnPlace },
): Promise<Importer> {
  const config = readConfigFile(options.paths);
  const { clients, problems } = serversOfClients(options.machine, options.own, config.file);
  return await importOf(clients, problems, config, options);
}

/**
 * The servers of a text that a person has pasted.
 * @throws client-settings-unreadable when config.toml cannot be changed
 */
export async function openPastedImport(
  servers: readonly PastedServer[],
  options: ImportOptions,
): Promise<Importer> {
  // One by one: several may have the same name.
  const clients = servers.map(({ name, entry }) => ({
    clientName: PASTED,
    entries: new Map([[name, entry]]),
  }));
  return await importOf(clients, [], readConfigFile(options.paths), options);
}

async function importOf(
  clients: readonly ClientServers[],
  problems: readonly string[],
  config: ConfigFile,
  options: ImportOptions,
): Promise<Importer> {
  const { paths, redact } = options;
  const storedHeaders = openStoredHeaders(options.secrets);
  const planned = (keepsSecrets: boolean) =>
    planImport(clients, {
      existing: config.tables,
      redact,
      keepsSecrets,
      keptFor: (server, url) => storedHeaders.namesOf(server, url) ?? [],
    });
  let plan = planned(!options.wantsVariables);
  const place = plan.secrets.length > 0 ? await placeOf(options.secrets) : undefined;
  if (place?.notKept !== undefined) plan = planned(false);
  const { tables, left, variables, different, secrets } = plan;
  const { diff, digest, write } = addTables(config, plan, { paths, storedHeaders, redact });
  return {
    proposed: {
      file: config.file,
      names: [...tables.keys()],
      left,
      variables,
      different,
      secrets: secrets.map(({ server, clientName, headers }) => ({ server, clientName, headers })),
      ...place,
      problems,
      diff,
      digest,
    },
    tables,
    write,
  };
}

/** Where secrets will be, or why they can be kept nowhere, as a sentence. */
export async function placeOf(secrets: Secrets): Promise<Pick<ProposedImport, 'keptIn' | 'notKept'>> {
  try {
    const { kind, notice } = await secrets.place();
    if (kind !== 'memory') return { keptIn: kind };
    return { notKept: notice ?? 'settings.json says that secrets are kept in memory only.' };
  } catch (error) {
    return { notKept: messageOf(error) };
  }
}

/** @param target the file that is imported into: its own servers are there */
function serversOfClients(machine: Machine, own: OwnPlace, target: string) {
  const clients: ClientServers[] = [];
  const problems: string[] = [];
  for (const client of knownClients.filter((one) => isInstalled(one, machine))) {
    const shownFile = settingsFileOf(client, machine);
    if (shownFile === undefined) continue;
    try {
      const look = lookAt(client, shownFile, own);
      const ours = new Set([...look.own, ...look.old]);
      const entries = new Map([...look.entries].filter(([name]) => !ours.has(name)));
      if (look.file !== target) clients.push({ clientName: client.name, entries });
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      problems.push(error.summary);
    }
  }
  return { clients, problems };
}
