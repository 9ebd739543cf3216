// Whether our files are where they should be, with room for more, and readable by their owner alone.
import fs from 'node:fs';
import path from 'node:path';
import type { Paths } from '../config/paths.ts';
import { type Finding, failed, ok, warning } from './check.ts';

const ENOUGH_DISK_BYTES = 200_000_000;

export function checkFolder({ patchbayHome }: Paths): Finding {
  if (!fs.existsSync(patchbayHome)) return ok(`${patchbayHome} will be made on the first start`);
  fs.accessSync(patchbayHome, fs.constants.W_OK | fs.constants.X_OK);
  return ok(`${patchbayHome} can be written`);
}

/** Settings are left out: they hold nothing secret, and people write them with an editor. */
export function checkModes(paths: Paths): Finding {
  if (process.platform === 'win32') return ok('kept by the user folder');
  const places = [
    paths.patchbayHome,
    paths.tokensFile,
    paths.secretsFile,
    paths.principalsFile,
    paths.passphraseFile,
    paths.auditFile,
    paths.threadsFile,
    paths.logsFolder,
    paths.recordsFolder,
  ];
  const open = places.filter(
    (place) => ((fs.statSync(place, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0,
  );
  if (open.length === 0) return ok('readable by you alone');
  const quoted = open.map((place) => `'${place}'`).join(' ');
  return failed(`Others can read ${open.join(', ')}. Run: chmod go= ${quoted}`);
}

export function checkDisk({ patchbayHome }: Paths): Finding {
  const folder = fs.existsSync(patchbayHome) ? patchbayHome : path.parse(patchbayHome).root;
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = `${Math.round((bavail * bsize) / 1e6)} MB free`;
  return bavail * bsize < ENOUGH_DISK_BYTES
    ? warning(`${free}: logs and records may be lost. Make room.`)
    : ok(free);
}
