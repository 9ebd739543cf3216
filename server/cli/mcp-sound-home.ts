// A CODEX_HOME without the broken tables of config.toml, for the time of one command: the engine refuses the whole file for one
// of them (observed on 0.169.0).
import fs from 'node:fs';
import path from 'node:path';
import { stringify } from 'smol-toml';
import { ensureHome, type Paths } from '../config/paths.ts';
import { isTable, parseToml, readTomlText } from '../config/toml-file.ts';
import { fileNotWritten } from '../errors/files.ts';
import type { BrokenServer, RemoteEntry } from '../remotes/entries.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';

const PREFIX = 'sound-config-';
/** What is older was left behind by a command that was killed. */
const LONGEST_COMMAND_MS = 10 * 60 * 1000;
const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export type BrokenTable = Extract<RemoteEntry, BrokenServer>;

/**
 * @returns none where there is no file
 * @throws config-broken if it is not TOML or cannot be read
 */
export function brokenTables(codexHome: string): BrokenTable[] {
  return readEntries(configFileIn(codexHome)).flatMap((entry) => (entry.kind === 'broken' ? [entry] : []));
}

/**
 * @param use gets the folder to read; CODEX_HOME itself if nothing is broken
 * @throws home-not-writable, file-not-written, config-broken
 */
export async function withSoundHome<T>(
  { codexHome, patchbayHome }: Paths,
  broken: readonly BrokenTable[],
  use: (codexHome: string) => Promise<T>,
): Promise<T> {
  removeLeftBehind(patchbayHome);
  if (broken.length === 0) return await use(codexHome);
  ensureHome(patchbayHome);
  const folder = fs.mkdtempSync(path.join(patchbayHome, PREFIX));
  // It may hold secrets, so it does not outlive a command that is ended by a signal.
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  const end = (signal: NodeJS.Signals) => {
    for (const one of ENDING) process.off(one, end);
    remove();
    process.kill(process.pid, signal);
  };
  for (const signal of ENDING) process.on(signal, end);
  try {
    const sound = soundText(configFileIn(codexHome), new Set(broken.map(({ name }) => name)));
    writeText(configFileIn(folder), sound);
    linkSignIns(codexHome, folder);
    return await use(folder);
  } finally {
    for (const signal of ENDING) process.off(signal, end);
    remove();
  }
}

function writeText(file: string, text: string): void {
  try {
    fs.writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw fileNotWritten(file, error);
  }
}

function removeLeftBehind(patchbayHome: string): void {
  try {
    for (const name of fs.readdirSync(patchbayHome).filter((one) => one.startsWith(PREFIX))) {
      const folder = path.join(patchbayHome, name);
      const isOld = Date.now() - fs.statSync(folder).mtimeMs > LONGEST_COMMAND_MS;
      if (isOld) fs.rmSync(folder, { recursive: true, force: true });
    }
  } catch {
    // There is no such home yet, or another command has been quicker.
  }
}

/** What the engine needs to list servers: their tables, and where it keeps sign-ins. */
function soundText(file: string, broken: ReadonlySet<string>): string {
  const whole = parseToml(readTomlText(file) ?? '', file);
  const servers = isTable(whole['mcp_servers']) ? whole['mcp_servers'] : {};
  const stores = Object.entries(whole).filter(([key]) => key.startsWith('mcp_oauth_'));
  const sound = Object.entries(servers).filter(([name]) => !broken.has(name));
  return stringify({ ...Object.fromEntries(stores), mcp_servers: Object.fromEntries(sound) });
}

/** Where the engine keeps them in a file. */
function linkSignIns(codexHome: string, folder: string): void {
  const file = '.credentials.json';
  try {
    fs.symlinkSync(path.join(codexHome, file), path.join(folder, file));
  } catch {
    // Where no link can be made, the list does not say who is signed in.
  }
}
