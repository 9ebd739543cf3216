// Importing: the MCP servers of all clients on this machine, shown as a change of config.toml, and written when a person
// says so.
import path from 'node:path';
import type { Paths } from '../config/paths.ts';
import { PatchbayError } from '../errors/error.ts';
import { knownClients } from './clients.ts';
import { changeEntries, entriesIn } from './edit-settings.ts';
import { planImport } from './import-servers.ts';
import { isInstalled, lookAt, type OwnPlace, settingsFileOf, understood } from './look.ts';
import type { Machine } from './machine.ts';
import type { ProposedImport } from './proposal.ts';
import { backUp, behindLinks, digestOf, readSettingsText, replaceSettings } from './settings-files.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface Importer {
  readonly proposed: ProposedImport;
  /**
   * Writes it.
   * @returns the copy of the file as it was; undefined if it was not there
   * @throws client-settings-changed, client-settings-not-written
   */
  write(): string | undefined;
}

const CONTAINER = ['mcp_servers'];

/** @throws client-settings-unreadable when config.toml cannot be changed */
export function openImporter(options: {
  paths: Paths;
  machine: Machine;
  own: OwnPlace;
  redact(text: string): string;
}): Importer {
  const { paths, machine, own, redact } = options;
  const shownFile = path.join(paths.codexHome, 'config.toml');
  const file = behindLinks(shownFile);
  const text = readSettingsText(file);
  const existing = understood(shownFile, () => entriesIn('toml', text ?? '', CONTAINER));
  const { clients, problems } = serversOfClients(machine, own, file);
  const { tables, left, variables } = planImport(clients, existing, redact);
  const names = Object.keys(tables);
  const after = understood(shownFile, () => changeEntries('toml', text ?? '', CONTAINER, tables));
  return {
    proposed: {
      file,
      names,
      left,
      variables,
      problems,
      diff: names.length === 0 ? '' : unifiedDiff(file, text, after, redact),
      digest: digestOf(JSON.stringify([text ?? null, after])),
    },
    write() {
      const backup = text === undefined ? undefined : backUp(paths.backupsFolder, 'import', file, text);
      replaceSettings(file, text, after);
      return backup;
    },
  };
}

/** @param target the file that is imported into: its own servers are there */
function serversOfClients(machine: Machine, own: OwnPlace, target: string) {
  const clients: { clientName: string; entries: Record<string, unknown> }[] = [];
  const problems: string[] = [];
  for (const client of knownClients.filter((one) => isInstalled(one, machine))) {
    const shownFile = settingsFileOf(client, machine);
    if (shownFile === undefined) continue;
    try {
      const look = lookAt(client, shownFile, own);
      const ours = new Set([...look.own, ...look.old]);
      const foreign = Object.entries(look.entries).filter(([name]) => !ours.has(name));
      if (look.file !== target)
        clients.push({ clientName: client.name, entries: Object.fromEntries(foreign) });
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      problems.push(error.summary);
    }
  }
  return { clients, problems };
}
