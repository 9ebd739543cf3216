// Patchbay's own settings file. If it is missing, defaults apply; an unreadable file is an error, never silently
// replaced.
import { z } from 'zod';
import {
  defaultSettings,
  type Settings,
  type StoredSettings,
  settingsChangeSchema,
  settingsSchema,
} from '../contract/settings.ts';
import { settingRefused } from '../errors/settings.ts';
import { cachedFile } from '../files/cached-file.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

/** @throws file-broken, file-newer if it exists but is not valid */
export function readSettings(file: string): StoredSettings {
  return readJsonFile(file, settingsSchema) ?? { version: 1 };
}

/** @returns readSettings with a cache until the file changes, for code that asks on every request */
export function settingsReader(file: string): () => StoredSettings {
  return cachedFile(file, () => readSettings(file)).current;
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
    const checked = settingsChangeSchema().safeParse(change(before));
    if (!checked.success) throw settingRefused(z.prettifyError(checked.error));
    const stored = { ...before, ...checked.data };
    writeJsonFile(file, stored);
    return settingsOf(stored);
  });
}

export function settingsOf({ version: _, ...stored }: StoredSettings): Settings {
  return { ...defaultSettings, ...(stored as Partial<Settings>) };
}

/** How many turns run at once, as the person has set it; the default while the file cannot be read. */
export function turnsAtOnce(read: () => StoredSettings): number {
  try {
    return read().turnsAtOnce ?? defaultSettings.turnsAtOnce;
  } catch {
    return defaultSettings.turnsAtOnce;
  }
}

/** Whether commands that only read pass without a question, as the person has set it. */
export function letsReadsPass(settingsFile: string): boolean {
  try {
    return readSettings(settingsFile).letsReadsPass ?? defaultSettings.letsReadsPass;
  } catch {
    // Nobody knows what the person wants.
    return false;
  }
}
