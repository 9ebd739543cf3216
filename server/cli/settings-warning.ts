// Commands that go on with settings.json broken say that it is.
import { resolvePaths } from '../config/paths.ts';
import { readSettings } from '../config/settings.ts';
import { messageOf } from '../errors.ts';

/** @throws home-not-absolute, home-unknown */
export function warnOfBrokenSettings(): void {
  const { settingsFile } = resolvePaths({ env: process.env });
  try {
    readSettings(settingsFile);
  } catch (error) {
    process.stderr.write(`patchbay: ${messageOf(error)}\n`);
  }
}
