// A warning for commands that continue although settings.json is broken.
import fs from 'node:fs';
import { resolvePaths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { makeVisible } from '../contract/visible.ts';
import { messageOf } from '../errors/error.ts';

/** @throws home-not-absolute, home-unknown */
export function warnOfBrokenSettings(): void {
  const { patchbayHome, settingsFile } = resolvePaths({ env: process.env });
  try {
    fs.readdirSync(patchbayHome);
  } catch {
    // The folder is missing or cannot be entered; the command itself reports that better.
    return;
  }
  try {
    readSettings(settingsFile);
  } catch (error) {
    process.stderr.write(makeVisible(`patchbay: ${messageOf(error)}\n`));
  }
}
