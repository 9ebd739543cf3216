// Where Patchbay and Codex keep their files.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codexHomeNotUsable, homeNotAbsolute, homeNotWritable, homeUnknown } from '../errors/homes.ts';
import { makeFolder } from '../files/folders.ts';

export interface Paths {
  /** Ours: settings, tokens, audit, logs. Denied to the agent's shell. */
  readonly patchbayHome: string;
  /** The engine's: config.toml, login, stored threads. */
  readonly codexHome: string;
  readonly settingsFile: string;
  readonly tokensFile: string;
  readonly secretsFile: string;
  readonly threadsFile: string;
  readonly auditFile: string;
  readonly recordsFolder: string;
  /** What turns changed in their folders. */
  readonly checkpointsFolder: string;
  /** Copies of working trees, outside of patchbayHome: threads work in them. */
  readonly copiesFolder: string;
  /** The list of them. */
  readonly copiesFile: string;
  /** What merging them needs. */
  readonly copiesStore: string;
  readonly passphraseFile: string;
  readonly principalsFile: string;
  readonly foldersFile: string;
  /** Standing answers to questions. */
  readonly rulesFile: string;
  /** What `connect` wrote into settings of clients. */
  readonly connectionsFile: string;
  /** Settings of clients as they were before. */
  readonly backupsFolder: string;
  /** The definitions of remotes' tools as first seen. */
  readonly remoteToolsFile: string;
  readonly logsFolder: string;
  /** Where the app that runs says its version. */
  readonly appFile: string;
}

/**
 * @param options.codexHome overrides CODEX_HOME
 * @param options.env PATCHBAY_HOME and CODEX_HOME are read from it; the defaults are the platform's app folder and
 *   `~/.codex`. An empty variable counts as unset. A relative CODEX_HOME is below the current folder, as for Codex
 * @throws home-not-absolute, home-unknown: our files are never placed in the current folder
 */
export function resolvePaths(options: { codexHome?: string | undefined; env: NodeJS.ProcessEnv }): Paths {
  const { env } = options;
  const patchbayHome = path.resolve(absolute('PATCHBAY_HOME', env) ?? dataFolder(env));
  const codexHome = path.resolve(
    options.codexHome || env['CODEX_HOME'] || path.join(homeFolder(env), '.codex'),
  );
  return {
    patchbayHome,
    codexHome,
    settingsFile: path.join(patchbayHome, 'settings.json'),
    tokensFile: path.join(patchbayHome, 'tokens.json'),
    secretsFile: path.join(patchbayHome, 'secrets.json'),
    threadsFile: path.join(patchbayHome, 'threads.jsonl'),
    auditFile: path.join(patchbayHome, 'audit.jsonl'),
    recordsFolder: path.join(patchbayHome, 'records'),
    checkpointsFolder: path.join(patchbayHome, 'checkpoints'),
    copiesFolder: `${patchbayHome}-copies`,
    copiesFile: path.join(patchbayHome, 'worktrees.json'),
    copiesStore: path.join(patchbayHome, 'worktrees'),
    passphraseFile: path.join(patchbayHome, 'passphrase.json'),
    principalsFile: path.join(patchbayHome, 'principals.json'),
    foldersFile: path.join(patchbayHome, 'folders.json'),
    rulesFile: path.join(patchbayHome, 'rules.json'),
    connectionsFile: path.join(patchbayHome, 'connections.json'),
    backupsFolder: path.join(patchbayHome, 'backups'),
    remoteToolsFile: path.join(patchbayHome, 'remote-tools.json'),
    logsFolder: path.join(patchbayHome, 'logs'),
    appFile: path.join(patchbayHome, 'app.json'),
  };
}

/**
 * Creates the folder, readable by its owner alone.
 * @throws home-not-writable
 */
export function ensureHome(patchbayHome: string): void {
  try {
    makeFolder(patchbayHome);
    fs.accessSync(patchbayHome, fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    throw homeNotWritable(patchbayHome, cause);
  }
}

/**
 * Creates it if it is missing, as Codex does.
 * @throws codex-home-not-usable
 */
export function ensureCodexHome(codexHome: string): void {
  try {
    makeFolder(codexHome);
  } catch (cause) {
    throw codexHomeNotUsable(codexHome, cause);
  }
}

/** Where programs keep their data on this platform (XDG base directories on Linux). */
function dataFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'darwin') {
    return path.join(homeFolder(env), 'Library/Application Support/patchbay');
  }
  if (process.platform === 'win32') {
    const local = absolute('LOCALAPPDATA', env) ?? path.join(homeFolder(env), 'AppData', 'Local');
    return path.join(local, 'patchbay', 'Data');
  }
  const { XDG_DATA_HOME: data } = env;
  // The specification says to ignore relative paths.
  return path.join(
    data && path.isAbsolute(data) ? data : path.join(homeFolder(env), '.local/share'),
    'patchbay',
  );
}

/** The person's home folder. @throws home-not-absolute, home-unknown */
export function homeFolder(env: NodeJS.ProcessEnv): string {
  const named = absolute(process.platform === 'win32' ? 'USERPROFILE' : 'HOME', env);
  const home = named ?? homeOfUser();
  if (!home || !path.isAbsolute(home)) throw homeUnknown();
  return home;
}

/** The home folder according to the system. */
function homeOfUser(): string | undefined {
  try {
    return os.userInfo().homedir;
  } catch {
    return undefined;
  }
}

/** @returns undefined if it is empty or unset; @throws home-not-absolute */
function absolute(variable: string, env: NodeJS.ProcessEnv): string | undefined {
  const value = env[variable];
  if (!value) return undefined;
  if (!path.isAbsolute(value)) throw homeNotAbsolute(variable, value);
  return value;
}
