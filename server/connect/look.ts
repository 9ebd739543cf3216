// What there is now: whether a client is installed, and what its settings file says about Patchbay.
import fs from 'node:fs';
import path from 'node:path';
import { findLoopingServers } from '../config/loops.ts';
import { clientSettingsUnreadable } from '../errors/connect.ts';
import type { KnownClient } from './clients.ts';
import { type Entries, entriesIn } from './edit-settings.ts';
import { type EntryMeaning, meaningOf } from './entry-meaning.ts';
import { joined, type Machine } from './machine.ts';
import { oldCallOf } from './old-entries.ts';
import { behindLinks, readSettingsText } from './settings-files.ts';
import { SettingsProblem } from './settings-format.ts';

/** How an entry that leads to Patchbay is recognised. */
export interface OwnPlace {
  /** The file that runs as `patchbay`. */
  readonly program: string;
  /** `host:port` on which it listens, or as a rule does. */
  readonly addresses: readonly string[];
}

/** The usual name of our entry. */
export const ENTRY_NAME = 'patchbay';

export interface SettingsLook {
  /** As the client names it. */
  readonly shownFile: string;
  /** Without links. */
  readonly file: string;
  /** Undefined if it is not there. */
  readonly text: string | undefined;
  readonly entries: Entries;
  /** The names of entries that lead to Patchbay; the usual name first. */
  readonly own: readonly string[];
  /** Those of them that start a Patchbay whose files are all there. */
  readonly runnable: readonly string[];
  /** The names of entries that start `codex mcp-server`. */
  readonly old: readonly string[];
}

export function isInstalled(client: KnownClient, machine: Machine): boolean {
  const isThere = (file: string) => fs.existsSync(file);
  return client.signs(machine).some(isThere) || client.programs.some((name) => isOnPath(name, machine));
}

function isOnPath(program: string, machine: Machine): boolean {
  const isWindows = machine.platform === 'win32';
  const names = isWindows ? [`${program}.exe`, `${program}.cmd`] : [program];
  const folders = (machine.env['PATH'] ?? machine.env['Path'] ?? '').split(isWindows ? ';' : ':');
  return folders
    .filter((folder) => path.isAbsolute(folder))
    .some((folder) => names.some((name) => fs.existsSync(joined(machine, folder, name))));
}

/** @returns undefined for a client without a settings file */
export function settingsFileOf({ settings }: KnownClient, machine: Machine): string | undefined {
  const files = settings?.(machine);
  return files?.find((file) => fs.existsSync(file)) ?? files?.at(-1);
}

/** @throws client-settings-unreadable */
export function lookAt(client: KnownClient, shownFile: string, own: OwnPlace): SettingsLook {
  const file = behindLinks(shownFile);
  return lookInto(client, { shownFile, file, text: readSettingsText(file) }, own);
}

/** @throws client-settings-unreadable */
export function lookInto(
  { format, container }: KnownClient,
  read: Pick<SettingsLook, 'shownFile' | 'file' | 'text'>,
  own: OwnPlace,
): SettingsLook {
  const entries = understood(read.shownFile, () => entriesIn(format, read.text ?? '', container));
  const meanings = [...entries].map(([name, entry]) => [name, meaningOf(entry)] as const);
  const servers = meanings.map(([name, { command, args, url }]) => [name, { command, args: [...args], url }]);
  const old = meanings.filter(([, meaning]) => oldCallOf(meaning)).map(([name]) => name);
  const usualFirst = (left: string, right: string) =>
    Number(right === ENTRY_NAME) - Number(left === ENTRY_NAME);
  const leading = [
    ...findLoopingServers(Object.fromEntries(servers), own),
    ...meanings.filter(([, meaning]) => callsPatchbay(meaning)).map(([name]) => name),
  ];
  const ours = [...new Set(leading)].sort(usualFirst);
  const runnable = ours.filter((name) => isRunnable(meaningOf(entries.get(name))));
  return { ...read, entries, own: ours, runnable, old };
}

/** Also one that has moved or is gone: its entry is ours to correct, and to take out. */
function callsPatchbay({ command, args }: EntryMeaning): boolean {
  const words = [command ?? '', ...args];
  return words.some(
    (word, index) =>
      // Both separators: the file may come from another system.
      /^patchbay(\.exe|\.cmd|\.js)?$/i.test(path.win32.basename(word)) && words[index + 1] === 'mcp-server',
  );
}

function isRunnable({ command, args }: EntryMeaning): boolean {
  if (command === undefined || !path.isAbsolute(command) || args.at(-1) !== 'mcp-server') return false;
  return [command, ...args].filter((word) => path.isAbsolute(word)).every((file) => fs.existsSync(file));
}

/** @throws client-settings-unreadable instead of a SettingsProblem */
export function understood<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SettingsProblem)) throw error;
    throw clientSettingsUnreadable(file, error.line, error.message);
  }
}
