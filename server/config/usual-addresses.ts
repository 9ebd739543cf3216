import { DEFAULT_PORT } from '../contract/settings.ts';
import { readSettings, settingsOf } from './settings-file.ts';

/**
 * Where a Patchbay of this person listens as a rule, whether one runs now or not: entries of config.toml that name it lead
 * back to us.
 * @returns `host:port`, the default and what the settings say, where they can be read
 */
export function usualAddresses(settingsFile: string): string[] {
  return [...new Set([DEFAULT_PORT, portIn(settingsFile)])].map((port) => `127.0.0.1:${port}`);
}

function portIn(settingsFile: string): number {
  try {
    return settingsOf(readSettings(settingsFile)).port;
  } catch {
    // What is wrong with the file is said where it is needed.
    return DEFAULT_PORT;
  }
}
