// A place where no more can be written than a test wants: a real disk of 4 MB that a test mounts for one program alone,
// or, where a test may not mount anything, a limit for the size of files.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export type DiskKind = 'full-disk' | 'file-limit';

export interface SmallDisk {
  /** From now on there is room for so many bytes more. */
  fill(leftBytes: number): void;
  free(): void;
}

/** A mount that only the program sees, and that goes with it. */
const SCRIPT = 'mount -t tmpfs -o size=4m,mode=700 none "$0" && exec "$@"';
const ways = [
  ['unshare', '-m'],
  ['unshare', '-rm'],
];

/** How to start a program that has a small disk in a folder; undefined where that is not permitted. */
export function mounting(folder: string): readonly string[] | undefined {
  const way = ways.find(([program = '', ...args]) => {
    const tried = spawnSync(program, [...args, 'sh', '-c', SCRIPT, folder, 'true']);
    return tried.status === 0;
  });
  return way && [...way, 'sh', '-c', SCRIPT, folder];
}

/** @param folder on the small disk */
export function smallDisk(kind: DiskKind, folder: string): SmallDisk {
  const filler = path.join(folder, 'filler');
  const limit = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', `${process.pid}`, `--fsize=${bytes}:`]);
  if (kind === 'file-limit') return { fill: limit, free: () => limit('unlimited') };
  return {
    fill(leftBytes) {
      const { bavail, bsize } = fs.statfsSync(folder);
      fs.writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
    },
    free: () => fs.rmSync(filler),
  };
}
