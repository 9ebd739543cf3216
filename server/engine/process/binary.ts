// Which Codex binary to run: the native one that ships inside @openai/codex, or the one a person names. The npm shim
// is resolved to the native binary: killing the shim would leave the engine running (seen on 0.153.4).
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readSettings } from '../../config/settings-file.ts';
import { engineMissing, engineNotExecutable } from '../../errors/engine.ts';

/** The oldest engine whose app-server has what Patchbay needs: permission profiles per thread. */
export const MINIMUM_ENGINE_VERSION = '0.169.0';

/**
 * The engine that comes with Patchbay.
 * @returns the native binary and the version of the package it came from
 * @throws engine-missing when the platform package is not installed
 */
export function bundledEngine(): { file: string; version: string } {
  const manifest = createRequire(import.meta.url).resolve('@openai/codex/package.json');
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string };
  return { file: nativeBinary(path.dirname(manifest)), version };
}

/**
 * The engine that is run.
 * @param named by a word of the command line; it wins over the settings, and both over the one that comes with Patchbay
 * @throws engine-missing, engine-not-executable, file-broken
 */
export function chosenEngine(settingsFile: string, named?: string): string {
  const chosen = named ?? readSettings(settingsFile).engine?.path;
  return chosen === undefined ? bundledEngine().file : namedEngine(chosen);
}

/**
 * Resolves the value of `--engine` to the binary to start.
 * @param given path of a codex binary, or of the npm shim `codex`/`codex.js`
 * @throws engine-missing, engine-not-executable
 */
export function namedEngine(given: string): string {
  let file: string;
  try {
    file = fs.realpathSync(path.resolve(given));
  } catch {
    throw engineMissing(given);
  }
  const binary = file.endsWith('.js') ? nativeBinary(path.resolve(path.dirname(file), '..')) : file;
  try {
    if (!fs.statSync(binary).isFile()) throw new Error('it is not a file');
    fs.accessSync(binary, fs.constants.X_OK);
  } catch (cause) {
    throw engineNotExecutable(binary, cause);
  }
  return binary;
}

/** The native binary that belongs to an installed @openai/codex package folder (layout of 0.169.0). */
function nativeBinary(packageFolder: string): string {
  const platformPackage = `@openai/codex-${process.platform}-${process.arch}`;
  const name = process.platform === 'win32' ? 'codex.exe' : 'codex';
  let vendor: string;
  try {
    const resolve = createRequire(path.join(packageFolder, 'package.json')).resolve;
    vendor = path.join(path.dirname(resolve(`${platformPackage}/package.json`)), 'vendor');
  } catch {
    throw engineMissing(platformPackage);
  }
  const triples = fs.existsSync(vendor) ? fs.readdirSync(vendor) : [];
  const file = triples.map((triple) => path.join(vendor, triple, 'bin', name)).find(fs.existsSync);
  if (!file) throw engineMissing(path.join(vendor, '*', 'bin', name));
  return file;
}
