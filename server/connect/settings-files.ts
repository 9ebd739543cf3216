// Settings files of clients on disk: read whole, written whole or not at all. A link stays a link, and the file behind it
// keeps its mode and its owner.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {
  clientSettingsChanged,
  clientSettingsNotWritten,
  clientSettingsUnreadable,
} from '../errors/connect.ts';
import { fileProblem } from '../errors/files.ts';
import { makeFolder } from '../files/folders.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { writeWhole } from '../files/write-whole.ts';

const MAX_LINKS = 40;
/** Of files we create. */
const PRIVATE_MODE = 0o600;

/** @returns the file a path leads to through links, whether it is there or not */
export function behindLinks(file: string): string {
  let at = path.resolve(file);
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const folder = realFolder(path.dirname(at));
    at = path.join(folder, path.basename(at));
    const target = linkOf(at);
    if (target === undefined) return at;
    at = path.resolve(folder, target);
  }
  throw clientSettingsUnreadable(file, undefined, 'its links lead in a circle');
}

function realFolder(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
}

function linkOf(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch {
    return undefined;
  }
}

/**
 * @returns undefined if there is no such file
 * @throws client-settings-unreadable
 */
export function readSettingsText(file: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw clientSettingsUnreadable(file, undefined, fileProblem(error));
  }
  if (!isUtf8(bytes)) throw clientSettingsUnreadable(file, undefined, 'its text is not UTF-8');
  return bytes.toString('utf8');
}

/**
 * @param file without links
 * @param before what it must still hold; undefined: it must not be there
 * @param after undefined takes the file away
 * @throws client-settings-changed, client-settings-not-written, client-settings-unreadable
 */
export function replaceSettings(file: string, before: string | undefined, after: string | undefined): void {
  if (readSettingsText(file) !== before) throw clientSettingsChanged(file);
  try {
    // A new file would take the place of one that may only be read.
    if (before !== undefined) fs.accessSync(file, fs.constants.W_OK);
    if (after === undefined) {
      fs.rmSync(file);
      return;
    }
    makeFolder(path.dirname(file));
    writeWhole(file, after, before === undefined ? PRIVATE_MODE : undefined);
  } catch (error) {
    throw clientSettingsNotWritten(file, error);
  }
}

/**
 * Keeps a copy that only the person can read.
 * @returns its path
 * @throws client-settings-not-written
 */
export function backUp(backupsFolder: string, client: string, file: string, text: string): string {
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  const backup = path.join(backupsFolder, `${client}-${time}-${path.basename(file)}`);
  try {
    makeFolder(backupsFolder);
    fs.writeFileSync(backup, text, { mode: PRIVATE_MODE, flag: 'wx' });
  } catch (error) {
    throw clientSettingsNotWritten(backup, error);
  }
  return backup;
}

/** @returns the permission bits, 0 if it is not there */
export function modeOf(file: string): number {
  return (fs.statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o777;
}

/** SHA-256, hex. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
