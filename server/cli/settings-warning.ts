// Commands that go on with settings.json broken say that it is.
import fs from 'node:fs';
import { resolvePaths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { messageOf } from '../errors/errors.ts';

/** @throws home-not-absolute, home-unknown */
export function warnOfBrokenSettings(): void {
  const { patchbayHome, settingsFile } = resolvePaths({ env: process.env });
  try {
    fs.readdirSync(patchbayHome);
  } catch {
    // There is no folder, or none that can be entered: the command itself has more to say about that.
    return;
  }
  try {
    readSettings(settingsFile);
  } catch (error) {
    process.stderr.write(`patchbay: ${messageOf(error)}\n`);
  }
}
