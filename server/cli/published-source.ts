// Where a published server is read from: a file, standard input, an address or the registry of settings.json.
import fs from 'node:fs';
import { readWhole } from '../base/read-whole.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import {
  DEFAULT_REGISTRY,
  MAX_SERVER_JSON_BYTES,
  openPublishedSource,
  type PublishedSource,
} from '../connect/published/registry.ts';
import { fileProblem } from '../errors/files.ts';
import { publishedServerUnreadable } from '../errors/published.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { openNetwork } from '../network/network.ts';

export async function withPublishedSource<T>(
  paths: Paths,
  use: (source: PublishedSource) => Promise<T>,
): Promise<T> {
  const network = openNetwork(process.env);
  try {
    const registry = readSettings(paths.settingsFile).registry?.url ?? DEFAULT_REGISTRY;
    return await use(openPublishedSource(registry, network.fetch));
  } finally {
    await network.close();
  }
}

/** @returns JSON @throws published-server-unreadable, published-server-not-found, registry-unreachable */
export async function readPublished(source: string, published: PublishedSource): Promise<unknown> {
  if (/^https?:\/\//i.test(source)) return await published.fetch(source);
  const isFile = source === '-' || fs.existsSync(source);
  return isFile ? await jsonIn(source) : await published.find(source);
}

const tooLarge = () => new Error('it is too large');

async function jsonIn(source: string): Promise<unknown> {
  const shown = source === '-' ? 'Standard input' : source;
  let text: string;
  try {
    const bytes =
      source === '-'
        ? await readWhole(process.stdin, MAX_SERVER_JSON_BYTES, tooLarge)
        : readRegularFile(source);
    if (bytes.length > MAX_SERVER_JSON_BYTES) throw tooLarge();
    text = bytes.toString('utf8');
  } catch (error) {
    throw publishedServerUnreadable(shown, fileProblem(error));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw publishedServerUnreadable(shown, 'it is not JSON');
  }
}
