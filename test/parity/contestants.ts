// What is compared: the built Patchbay, and the last Codex that was an MCP server.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { namedEngine } from '../../server/engine/process/binary.ts';
import { patchbayFile } from '../support/patchbay.ts';

export interface Contestant {
  readonly isOld: boolean;
  readonly command: string;
  readonly args: readonly string[];
}

const OLD_VERSION = '0.153.4';

const root = path.resolve(import.meta.dirname, '../..');

export const ours: Contestant = {
  isOld: false,
  command: process.execPath,
  args: [patchbayFile, 'mcp-server', '--standalone'],
};

/** @param codex path of the binary or its npm shim; fetched from the registry, once, when it is not given */
export async function oldCodex(codex?: string): Promise<Contestant> {
  const command = namedEngine(codex ?? (await fetchCodex(path.join(root, 'node_modules/.cache/patchbay'))));
  return { isOld: true, command, args: ['mcp-server'] };
}

/** Installs that Codex, with the package of this platform, below the cache unless it is there. */
async function fetchCodex(cache: string): Promise<string> {
  const folder = path.join(cache, `codex-${OLD_VERSION}`);
  const shim = path.join(folder, 'node_modules/@openai/codex/bin/codex.js');
  if (fs.existsSync(shim)) return shim;
  fs.mkdirSync(folder, { recursive: true });
  const flags = ['--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'];
  await promisify(execFile)('npm', ['install', ...flags, `@openai/codex@${OLD_VERSION}`], { cwd: folder });
  return shim;
}
