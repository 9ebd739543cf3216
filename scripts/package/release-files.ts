// After the makers: everything that people download in one folder, with a list of what is in it and the checksums. The
// folder can be put on a web server as it is, and is a feed of updates then.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { ForgeMakeResult } from '@electron-forge/shared-types';
import { sbomOf } from './sbom.ts';

/**
 * @param options.folder where everything goes
 * @param options.gpgKey signs the checksums; undefined: they are not signed
 * @returns the results with the files where they are now
 */
export function gatherRelease(options: {
  root: string;
  folder: string;
  version: string;
  gpgKey: string | undefined;
  results: readonly ForgeMakeResult[];
}): ForgeMakeResult[] {
  const { root, folder, version, gpgKey, results } = options;
  const gathered = results.map((result) => ({
    ...result,
    artifacts: result.artifacts.map((file) => moveInto(folder, file)),
  }));
  for (const { platform, arch } of gathered.slice(0, 1)) {
    const app = path.join(root, 'dist', `Patchbay-${platform}-${arch}`);
    const file = path.join(folder, `patchbay-${version}-${platform}-${arch}.cdx.json`);
    fs.writeFileSync(file, sbomOf({ root, app, version }));
  }
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) fs.rmSync(path.join(folder, entry.name), { recursive: true });
  }
  writeChecksums(folder, gpgKey);
  return gathered;
}

/** In the form of sha256sum. */
export function writeChecksums(folder: string, gpgKey: string | undefined): void {
  const sums = path.join(folder, 'SHA256SUMS');
  const names = fs.readdirSync(folder).sort();
  fs.writeFileSync(sums, names.map((name) => `${sha256(path.join(folder, name))}  ${name}\n`).join(''));
  if (gpgKey) execFileSync('gpg', ['--batch', '--armor', '--detach-sign', '--local-user', gpgKey, sums]);
}

function moveInto(folder: string, file: string): string {
  const target = path.join(folder, path.basename(file));
  fs.renameSync(file, target);
  return target;
}

/** Of a file that may have hundreds of megabytes. */
function sha256(file: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(4 * 1024 * 1024);
  const descriptor = fs.openSync(file, 'r');
  try {
    let bytes = fs.readSync(descriptor, buffer);
    while (bytes > 0) {
      hash.update(buffer.subarray(0, bytes));
      bytes = fs.readSync(descriptor, buffer);
    }
  } finally {
    fs.closeSync(descriptor);
  }
  return hash.digest('hex');
}
