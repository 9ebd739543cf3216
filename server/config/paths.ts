// Where Patchbay and Codex keep their files.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';
import { homeNotWritable } from '../errors.ts';

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
  readonly passphraseFile: string;
  readonly principalsFile: string;
  readonly foldersFile: string;
  /** Definitions of the tools of remotes as they were first seen. */
  readonly remoteToolsFile: string;
  readonly logsFolder: string;
}

/**
 * @param options.codexHome overrides CODEX_HOME
 * @param options.env PATCHBAY_HOME and CODEX_HOME are read from it; relative values are resolved against the
 *   current folder; the defaults are the platform's app folder and `~/.codex`, as Codex does
 */
export function resolvePaths(options: { codexHome?: string | undefined; env: NodeJS.ProcessEnv }): Paths {
  const { env } = options;
  const patchbayHome = path.resolve(env['PATCHBAY_HOME'] || envPaths('patchbay', { suffix: '' }).data);
  const codexHome = path.resolve(options.codexHome || env['CODEX_HOME'] || path.join(os.homedir(), '.codex'));
  return {
    patchbayHome,
    codexHome,
    settingsFile: path.join(patchbayHome, 'settings.json'),
    tokensFile: path.join(patchbayHome, 'tokens.json'),
    secretsFile: path.join(patchbayHome, 'secrets.json'),
    threadsFile: path.join(patchbayHome, 'threads.jsonl'),
    auditFile: path.join(patchbayHome, 'audit.jsonl'),
    recordsFolder: path.join(patchbayHome, 'records'),
    passphraseFile: path.join(patchbayHome, 'passphrase.json'),
    principalsFile: path.join(patchbayHome, 'principals.json'),
    foldersFile: path.join(patchbayHome, 'folders.json'),
    remoteToolsFile: path.join(patchbayHome, 'remote-tools.json'),
    logsFolder: path.join(patchbayHome, 'logs'),
  };
}

/**
 * Makes the folder, readable by its owner alone.
 * @throws home-not-writable
 */
export function ensureHome(patchbayHome: string): void {
  try {
    fs.mkdirSync(patchbayHome, { recursive: true, mode: 0o700 });
    fs.accessSync(patchbayHome, fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    throw homeNotWritable(patchbayHome, cause);
  }
}
