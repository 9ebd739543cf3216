// Patchbay's own settings file. If it is missing, defaults apply; an unreadable file is an error, never silently
// replaced.
import fs from 'node:fs';
import { z } from 'zod';
import {
  defaultSettings,
  type Settings,
  type StoredSettings,
  settingsChangeSchema,
  settingsSchema,
} from '../contract/settings.ts';
import { settingRefused } from '../errors/settings.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

/** @throws file-broken, file-newer if it exists but is not valid */
export function readSettings(file: string): StoredSettings {
  return readJsonFile(file, settingsSchema) ?? { version: 1 };
}

/** @returns readSettings with a cache until the file changes, for code that asks on every request */
export function settingsReader(file: string): () => StoredSettings {
  let known: { readonly stamp: string; readonly settings: StoredSettings } | undefined;
  return () => {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    const stamp = stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : '';
    if (known?.stamp !== stamp) known = { stamp, settings: readSettings(file) };
    return known.settings;
  };
}

/**
 * @returns the settings in force now
 * @throws setting-refused, naming the value and the reason; file-broken, file-newer, file-not-written, file-in-use
 */
export function changeSettings(file: string, changes: unknown): Settings {
  return updateSettings(file, () => changes);
}

/**
 * The same for changes that depend on what is stored.
 * @param change runs while no other process can change the file
 */
export function updateSettings(file: string, change: (stored: StoredSettings) => unknown): Settings {
  return withFileLock(file, () => {
    const before = readSettings(file);
    const checked = settingsChangeSchema.safeParse(change(before));
    if (!checked.success) throw settingRefused(z.prettifyError(checked.error));
    const stored = { ...before, ...checked.data };
    writeJsonFile(file, stored);
    return settingsOf(stored);
  });
}

export function settingsOf({ version: _, ...stored }: StoredSettings): Settings {
  return { ...defaultSettings, ...(stored as Partial<Settings>) };
}
