// Finds the files of a PATCHBAY_HOME that cannot be read, and says what is wrong with each. Changes nothing.
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { z } from 'zod';
import { parseAuditLine } from '../approvals/audit-reader.ts';
import { openRuleStore } from '../approvals/rules/store.ts';
import { openTokenStore } from '../config/client-tokens.ts';
import { openConnectionsFile } from '../config/connections-file.ts';
import { openFolderTrust } from '../config/folder-trust.ts';
import { checkPassphraseFile } from '../config/passphrase.ts';
import type { Paths } from '../config/paths.ts';
import { openPrincipalsFile } from '../config/principals-file.ts';
import { readSettings } from '../config/settings-file.ts';
import { parseThreadLine } from '../engine/threads/thread-store.ts';
import { PatchbayError } from '../errors/error.ts';
import { fileBroken, fileNewer, linesBroken } from '../errors/files.ts';
import { FILE_VERSION, readJsonFile } from '../files/json-file.ts';
import { requireRegular } from '../files/regular-file.ts';
import { listRecords } from '../records/record-files.ts';
import { parseRecordLine } from '../records/record-line.ts';
import { readPinsFile } from '../remotes/pins-file.ts';
import { openSecretFile } from '../secrets/secret-file.ts';

export interface HomeFile {
  readonly file: string;
  /** @throws file-broken, file-newer, lines-broken */
  check(): void | Promise<void>;
}

/** The newest records up to this size: all of them may be hundreds of megabytes. */
const MAX_RECORD_BYTES = 20_000_000;

/** The small JSON files, read whole. */
export function jsonFilesOf(paths: Paths): HomeFile[] {
  const window = path.join(paths.patchbayHome, 'window.json');
  const checks: [string, () => unknown][] = [
    [paths.tokensFile, () => openTokenStore(paths.tokensFile).list()],
    [paths.settingsFile, () => readSettings(paths.settingsFile)],
    [paths.principalsFile, () => openPrincipalsFile(paths.principalsFile)],
    [paths.passphraseFile, () => checkPassphraseFile(paths.passphraseFile)],
    [paths.foldersFile, () => openFolderTrust(paths.foldersFile).list()],
    [paths.rulesFile, () => openRuleStore(paths.rulesFile).list()],
    [paths.secretsFile, () => openSecretFile(paths.secretsFile).read()],
    [paths.connectionsFile, () => openConnectionsFile(paths.connectionsFile).list()],
    [paths.remoteToolsFile, () => readPinsFile(paths.remoteToolsFile)],
    [paths.appFile, () => readJsonFile(paths.appFile, () => z.looseObject({ version: z.literal(1) }))],
    [window, () => readJsonFile(window, () => z.looseObject({ version: z.literal(1) }))],
  ];
  return checks.map(([file, check]) => ({ file, check: () => void check() }));
}

/** The JSON Lines files, which may be long; read without blocking. */
export function lineFilesOf(paths: Paths): HomeFile[] {
  return [
    { file: paths.threadsFile, check: () => checkLines(paths.threadsFile, parseThreadLine) },
    { file: paths.auditFile, check: () => checkLines(paths.auditFile, parseAuditLine) },
  ];
}

/** @throws file-broken when their folder cannot be read */
export function recordFilesOf({ recordsFolder }: Paths): HomeFile[] {
  let leftBytes = MAX_RECORD_BYTES;
  return listRecords(recordsFolder).flatMap(({ file, sizeBytes }) => {
    leftBytes -= sizeBytes;
    return leftBytes < 0 ? [] : [{ file, check: () => checkLines(file, parseRecordLine) }];
  });
}

/** Paths of ours that must be folders if they exist. */
export function foldersOf({ patchbayHome, logsFolder, recordsFolder }: Paths): HomeFile[] {
  const folders = [
    logsFolder,
    recordsFolder,
    ...['run', 'cache', 'window', 'backups'].map((name) => path.join(patchbayHome, name)),
  ];
  return folders.map((file) => ({
    file,
    check() {
      const stat = fs.statSync(file, { throwIfNoEntry: false });
      if (stat && !stat.isDirectory()) throw fileBroken(file, 'it should be a folder');
    },
  }));
}

/** @returns the problems, in the order of the files; files without a problem are left out */
export async function fileErrorsIn(files: readonly HomeFile[]): Promise<PatchbayError[]> {
  const problems: PatchbayError[] = [];
  for (const { file, check } of files) {
    try {
      await check();
    } catch (error) {
      problems.push(error instanceof PatchbayError ? error : fileBroken(file, error));
    }
  }
  return problems;
}

/** @throws lines-broken, and the file system's errors */
async function checkLines(file: string, parse: (line: string) => unknown): Promise<void> {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isDirectory()) throw fileBroken(file, 'it is a folder');
  requireRegular(file, stat);
  let number = 0;
  const broken: number[] = [];
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    number += 1;
    if (line === '' || parse(line) !== undefined) continue;
    requireKnownVersion(file, line);
    broken.push(number);
  }
  const [first] = broken;
  if (first !== undefined) throw linesBroken(file, broken.length, first);
}

/** Lines files have no version yet. @throws file-newer */
function requireKnownVersion(file: string, line: string): void {
  let version: unknown;
  try {
    version = (JSON.parse(line) as { version?: unknown } | null)?.version;
  } catch {
    return;
  }
  if (typeof version === 'number' && version > FILE_VERSION) throw fileNewer(file, version, FILE_VERSION);
}
