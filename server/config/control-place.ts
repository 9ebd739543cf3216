// Where programs of the same user reach the host of a PATCHBAY_HOME: a separate folder for the socket, or a named pipe
// on Windows (not tested). It is the same for everyone who uses that home, whatever their environment.
import { hash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { realPathOfLost } from '../base/real-path.ts';
import { controlFolderNotSafe, controlSocketFailed } from '../errors/control.ts';

export type ControlPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'pipe'; readonly name: string };

/** One socket in the folder. If there are several, the highest number counts; see control/lock.ts. */
export interface ControlSocketFile {
  readonly file: string;
  readonly number: number;
}

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS. */
const MAX_SOCKET_PATH_BYTES = 100;
/** Room for the highest possible number. */
const LONGEST_NAME = socketName(9_999_999);

/** @param patchbayHome must exist; every spelling of it gives the same place */
export function controlPlaceOf(patchbayHome: string): ControlPlace {
  const home = realPathOfLost(patchbayHome);
  if (process.platform === 'win32') {
    const { username } = os.userInfo();
    return { kind: 'pipe', name: `\\\\.\\pipe\\patchbay-${shortHash(`${username}\n${home.toLowerCase()}`)}` };
  }
  const inside = path.join(home, 'run');
  const isShort = Buffer.byteLength(path.join(inside, LONGEST_NAME)) <= MAX_SOCKET_PATH_BYTES;
  // Not TMPDIR and not XDG_RUNTIME_DIR: a host started by a service and a client started in a terminal must meet.
  const outside = `/tmp/patchbay-${process.getuid?.()}-${shortHash(home)}`;
  return { kind: 'folder', folder: isShort ? inside : outside };
}

/**
 * Creates the folder, or makes sure that only we can access it.
 * @throws control-folder-not-safe, control-socket-failed
 */
export function ensureControlFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw controlSocketFailed(folder, error);
  }
  const stat = fs.lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) throw controlFolderNotSafe(folder);
  if ((stat.mode & 0o077) !== 0) fs.chmodSync(folder, 0o700);
}

/**
 * Whether the folder exists and nobody else can have put anything into it.
 * @throws control-folder-not-safe
 */
export function isControlFolderSafe(folder: string): boolean {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (!stat) return false;
  const isOurs = stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
  if (!isOurs) throw controlFolderNotSafe(folder);
  return true;
}

/** The highest number first. */
export function socketsIn(folder: string): ControlSocketFile[] {
  return fs
    .readdirSync(folder)
    .flatMap((name) => {
      const number = /^host-(\d+)\.sock$/.exec(name)?.[1];
      return number === undefined ? [] : [{ file: path.join(folder, name), number: Number(number) }];
    })
    .sort((left, right) => right.number - left.number);
}

export function socketName(number: number): string {
  return `host-${number}.sock`;
}

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 16);
}
