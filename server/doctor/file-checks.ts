// Whether our files are where they should be, with room for more, and readable by their owner alone.
import fs from 'node:fs';
import path from 'node:path';
import type { Paths } from '../config/paths.ts';
import { codexHomeNotUsable, homeNotWritable } from '../errors/homes.ts';
import {
  fileErrorsIn,
  foldersOf,
  type HomeFile,
  jsonFilesOf,
  lineFilesOf,
  recordFilesOf,
} from '../host/home-files.ts';
import { type Check, type Finding, failed, ok, warning } from './check.ts';

const ENOUGH_DISK_BYTES = 200_000_000;
/** Less than this is a full disk. */
const LEAST_DISK_BYTES = 1_000_000;
const PROBE_BYTES = 4096;

export function checkFolder({ patchbayHome }: Paths): Finding {
  try {
    if (!isThere(patchbayHome)) {
      tryToWrite(nearest(patchbayHome));
      return ok(`${patchbayHome} will be made on the first start`);
    }
    tryToWrite(patchbayHome);
  } catch (error) {
    throw homeNotWritable(patchbayHome, error);
  }
  return ok(`${patchbayHome} can be written`);
}

export function checkCodexFolder({ codexHome }: Paths): Finding {
  try {
    if (!isThere(codexHome)) {
      tryToWrite(nearest(codexHome));
      return ok(`${codexHome} will be made on the first start`);
    }
    tryToWrite(codexHome);
  } catch (error) {
    throw codexHomeNotUsable(codexHome, error);
  }
  return ok(`${codexHome} can be written`);
}

/** One failed check for each unreadable file; none if the folder itself is unreadable, which has its own check. */
export async function checkFiles(paths: Paths): Promise<Check[]> {
  if (!canList(paths.patchbayHome)) return [];
  const problems = await fileErrorsIn([
    ...foldersOf(paths),
    // Settings have a check of their own.
    ...jsonFilesOf(paths).filter(({ file }) => file !== paths.settingsFile),
    ...lineFilesOf(paths),
  ]);
  const records = await fileErrorsIn(recordsIn(paths));
  const found = [...problems, ...records];
  if (found.length === 0) return [{ name: 'Files', ...ok('all that are there can be read') }];
  return found.map(({ message }) => ({ name: 'Files', ...failed(message) }));
}

/** A missing folder has no files; a path that is not a folder is reported by another check. */
function recordsIn(paths: Paths): HomeFile[] {
  try {
    return recordFilesOf(paths);
  } catch {
    return [];
  }
}

/** Only a real write is reliable: root may write anywhere, and a full disk still lets files be opened. */
function tryToWrite(folder: string): void {
  const probe = fs.mkdtempSync(path.join(folder, '.doctor-'));
  try {
    fs.writeFileSync(path.join(probe, 'probe'), 'x'.repeat(PROBE_BYTES));
  } finally {
    fs.rmSync(probe, { recursive: true, force: true });
  }
}

function canList(folder: string): boolean {
  try {
    fs.readdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** The folder itself, or its nearest existing parent. */
function nearest(folder: string): string {
  return fs.existsSync(folder) ? folder : nearest(path.dirname(folder));
}

function isThere(folder: string): boolean {
  return fs.lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
}

/** Settings are left out: they contain no secrets, and people edit them with an editor. */
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
    paths.checkpointsFolder,
    paths.copiesFolder,
    paths.copiesFile,
    paths.copiesStore,
    paths.connectionsFile,
    paths.backupsFolder,
  ];
  const open = places.filter((place) => {
    const stat = statOf(place);
    // Another mode for the null device, where a link leads to it, would harm the whole machine.
    return stat && (stat.isFile() || stat.isDirectory()) && (stat.mode & 0o077) !== 0;
  });
  if (open.length === 0) return ok('readable by you alone');
  const quoted = open.map((place) => `'${place}'`).join(' ');
  return failed(`Others can read ${open.join(', ')}. Run: chmod go= ${quoted}`, 'configuration');
}

/** Nothing exists below a file; another check reports that. */
function statOf(place: string): fs.Stats | undefined {
  try {
    return fs.statSync(place, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

export function checkDisk({ patchbayHome }: Paths): Finding {
  const folder = nearest(patchbayHome);
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = `${Math.round((bavail * bsize) / 1e6)} MB free`;
  if (bavail * bsize < LEAST_DISK_BYTES) return failed(`The disk of ${folder} is full. Make room.`);
  return bavail * bsize < ENOUGH_DISK_BYTES
    ? warning(`${free}: logs and records may be lost. Make room.`)
    : ok(free);
}
