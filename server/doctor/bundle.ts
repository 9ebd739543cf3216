// What a helper needs to find a problem: logs, versions, the configuration without secrets, the doctor's results.
// Collected first, so that a person can review it, and then saved as one zip file.
import os from 'node:os';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { version } from '../base/program.ts';
import type { Paths } from '../config/paths.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { listLogFiles } from '../logging/log-files.ts';
import type { Redactor } from '../logging/redact.ts';
import { bareConfig } from './bare-config.ts';
import type { Check } from './check.ts';

export interface BundleFile {
  readonly name: string;
  /** A sentence about its content. */
  readonly about: string;
  readonly text: string;
}

/** The newest logs up to this size. */
const MAX_LOG_BYTES = 25 * 1024 * 1024;

/**
 * @param options.checks the doctor's results
 * @returns every file, with all secrets known now replaced
 */
export async function collectBundle(options: {
  paths: Paths;
  redactor: Redactor;
  checks: readonly Check[];
}): Promise<BundleFile[]> {
  const { paths, redactor, checks } = options;
  const files: BundleFile[] = [
    { name: 'versions.json', about: 'Patchbay, its runtime and this system.', text: versions() },
    {
      name: 'doctor.txt',
      about: 'What the health checks found.',
      text: checks.map(({ name, outcome, text }) => `${outcome.padEnd(7)}  ${name}: ${text}\n`).join(''),
    },
    {
      name: 'config.toml',
      about: "Codex's configuration; comments and the values of secrets, headers and variables are left out.",
      text: bareConfig(paths.codexHome),
    },
    {
      name: 'settings.json',
      about: "Patchbay's settings.",
      text: readOr(paths.settingsFile, '{}\n'),
    },
  ];
  let left = MAX_LOG_BYTES;
  for (const { file, sizeBytes } of listLogFiles(paths.logsFolder)) {
    left -= sizeBytes;
    if (left < 0) break;
    const name = `logs/${path.basename(file)}`;
    files.push({ name, about: 'A log: one JSON line an event.', text: readOr(file, '') });
  }
  const clean: BundleFile[] = [];
  for (const file of files) {
    clean.push({ ...file, text: redactor.redact(file.text) });
    await breathe();
  }
  return clean;
}

/** @returns a zip file */
export async function zippedBundle(files: readonly BundleFile[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const { name, text } of files) {
    const entry = new ZipDeflate(`patchbay-diagnostics/${name}`);
    zip.add(entry);
    entry.push(strToU8(text), true);
    // In pieces, because questions may be waiting.
    await breathe();
  }
  zip.end();
  return Buffer.concat(chunks);
}

function versions(): string {
  const facts = {
    collectedAt: new Date().toISOString(),
    patchbay: version,
    runtime: process.versions,
    platform: `${process.platform} ${process.arch}`,
    system: `${os.type()} ${os.release()}`,
    cores: os.availableParallelism(),
    memoryMegabytes: Math.round(os.totalmem() / 1e6),
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

function readOr(file: string, otherwise: string): string {
  try {
    return readRegularFile(file).toString('utf8');
  } catch {
    return otherwise;
  }
}
