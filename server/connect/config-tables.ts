// New tables of `[mcp_servers]` in config.toml: shown as a change of the file, and written when a person says so. Headers
// that are kept elsewhere are put there first, so that no table stands without them.
import path from 'node:path';
import type { Paths } from '../config/paths.ts';
import type { StoredHeaders } from '../secrets/stored-headers.ts';
import { changeEntries, type Entries, entriesIn } from './edit-settings.ts';
import type { SecretHeaders } from './import-servers.ts';
import { understood } from './look.ts';
import { backUp, behindLinks, digestOf, readSettingsText, replaceSettings } from './settings-files.ts';
import type { Entry } from './settings-format.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface ConfigFile {
  /** As CODEX_HOME names it. */
  readonly shownFile: string;
  /** Without links. */
  readonly file: string;
  /** Undefined if it is not there. */
  readonly text: string | undefined;
  /** The tables of `[mcp_servers]`. */
  readonly tables: Entries;
}

export interface TablesChange {
  /** Empty if there is nothing to write. */
  readonly diff: string;
  /** Of the file before and after, and of what is kept elsewhere. */
  readonly digest: string;
  /**
   * @returns the copy of the file as it was; undefined if it was not there
   * @throws client-settings-changed, client-settings-not-written, keychain-missing
   */
  write(): Promise<string | undefined>;
}

const CONTAINER = ['mcp_servers'];

/**
 * Takes one table out of config.toml, whatever it holds.
 * @returns false if there is none of this name
 * @throws client-settings-unreadable, client-settings-changed, client-settings-not-written
 */
export function removeTable(paths: Paths, name: string): boolean {
  const { shownFile, file, text, tables } = readConfigFile(paths);
  if (text === undefined || !tables.has(name)) return false;
  const after = understood(shownFile, () => changeEntries('toml', text, CONTAINER, new Map([[name, null]])));
  replaceSettings(file, text, after);
  return true;
}

/**
 * Adds one table without a question, or replaces the one of this name.
 * @throws client-settings-unreadable, client-settings-changed, client-settings-not-written
 */
export function putTable(paths: Paths, name: string, table: Entry): void {
  const { shownFile, file, text } = readConfigFile(paths);
  const after = understood(shownFile, () =>
    changeEntries('toml', text ?? '', CONTAINER, new Map([[name, table]])),
  );
  replaceSettings(file, text, after);
}

/** @throws client-settings-unreadable */
export function readConfigFile({ codexHome }: Paths): ConfigFile {
  const shownFile = path.join(codexHome, 'config.toml');
  const file = behindLinks(shownFile);
  const text = readSettingsText(file);
  const tables = understood(shownFile, () => entriesIn('toml', text ?? '', CONTAINER));
  return { shownFile, file, text, tables };
}

/**
 * @param added.tables new ones, by name
 * @param added.secrets headers of them
 * @param options.redact replaces secrets in what is shown
 * @throws client-settings-unreadable when config.toml cannot be changed
 */
export function addTables(
  { shownFile, file, text }: ConfigFile,
  added: { tables: ReadonlyMap<string, Entry>; secrets: readonly SecretHeaders[] },
  options: { paths: Paths; storedHeaders: StoredHeaders; redact(text: string): string },
): TablesChange {
  const { tables, secrets } = added;
  const { paths, storedHeaders, redact } = options;
  const after = understood(shownFile, () => changeEntries('toml', text ?? '', CONTAINER, tables));
  return {
    diff: tables.size === 0 ? '' : unifiedDiff(file, text, after, redact),
    digest: digestOf(JSON.stringify([text ?? null, after, secrets])),
    async write() {
      const backup = text === undefined ? undefined : backUp(paths.backupsFolder, 'import', file, text);
      const kept: string[] = [];
      try {
        for (const { server, url, values } of secrets) {
          await storedHeaders.put(server, url, values);
          kept.push(server);
        }
        replaceSettings(file, text, after);
      } catch (error) {
        kept.forEach(storedHeaders.forget);
        throw error;
      }
      return backup;
    },
  };
}
