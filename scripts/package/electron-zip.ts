// Where the packager finds Electron: it fetches Electron's own release, or, where that cannot be had, takes the stand-in
// of the tests. Such a package is for tests alone.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { electronFolder, STAND_IN_FOLDER } from '../../server/cli/electron-folder.ts';

const ZIPS = `${STAND_IN_FOLDER}-zip`;

/** @returns the folder of the zip with the stand-in; undefined where Electron's own release can be had */
export function standInZipFolder(): string | undefined {
  return electronFolder() === STAND_IN_FOLDER ? ZIPS : undefined;
}

/**
 * Makes that zip, if it is needed.
 * @param version of Electron in package.json, whose name the packager asks for
 */
export function zipStandIn(version: string): void {
  if (standInZipFolder() === undefined) return;
  process.stderr.write('Packaging the stand-in for Electron: for tests alone, never to ship\n');
  const zip = path.join(ZIPS, `electron-v${version}-${process.platform}-${process.arch}.zip`);
  if (fs.existsSync(zip)) return;
  fs.rmSync(ZIPS, { recursive: true, force: true });
  fs.mkdirSync(ZIPS, { recursive: true });
  // Not compressed: it is unpacked at once.
  execFileSync('zip', ['-q', '-r', '-y', '-0', `${zip}.new`, '.'], { cwd: STAND_IN_FOLDER });
  fs.renameSync(`${zip}.new`, zip);
}
