// What `patchbay mcp list` adds to the list of Codex: how many tokens a model pays for the tools of each server. Counted from what each
// server listed last, so nothing is started.
import path from 'node:path';
import { z } from 'zod';
import type { Paths } from '../config/paths.ts';
import { makeFolder } from '../files/folders.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { listedTools } from '../remotes/pin-history.ts';
import { type CurrentTool, hashOfPlace } from '../remotes/pins.ts';
import { readPinsFile } from '../remotes/pins-file.ts';
import { openTokenCounter } from '../remotes/tokens/token-counter.ts';
import {
  type CountedDefinitions,
  type RemoteTokens,
  tokensOf,
  uncounted,
} from '../remotes/tokens/tool-tokens.ts';

/** @returns by server; none of those that Patchbay has never connected. An estimate. */
export async function tokensByServer({
  codexHome,
  remoteToolsFile,
  patchbayHome,
}: Paths): Promise<Map<string, RemoteTokens>> {
  const pins = readPinsFile(remoteToolsFile);
  const listed = new Map(
    readEntries(configFileIn(codexHome)).flatMap((entry) => {
      const pinned = entry.kind === 'broken' ? undefined : pins.get(entry.name);
      const isSame =
        pinned !== undefined && entry.kind !== 'broken' && pinned.where === hashOfPlace(entry.config);
      return isSame && pinned.listed ? [[entry.name, listedTools(pinned)] as const] : [];
    }),
  );
  const file = path.join(patchbayHome, 'cache', 'tool-tokens.json');
  const known = countedBefore(file);
  const missing = uncounted(listed, known);
  if (missing.length > 0) {
    const count = await openTokenCounter();
    for (const { hash, text } of missing) known.set(hash, count(text));
    keepCounts(file, known, listed);
  }
  return tokensOf(listed, known);
}

const countsSchema = z.object({ counts: z.record(z.string(), z.number()) });

/** Loading the counter takes longer than all the rest of a list. */
function countedBefore(file: string): CountedDefinitions {
  try {
    return new Map(Object.entries(readJsonFile(file, () => countsSchema)?.counts ?? {}));
  } catch {
    // It is counted again.
    return new Map();
  }
}

/** Those of tools that are still listed. */
function keepCounts(
  file: string,
  known: CountedDefinitions,
  listed: ReadonlyMap<string, ReadonlyMap<string, CurrentTool>>,
): void {
  const hashes = new Set(
    [...listed.values()].flatMap((tools) => [...tools.values()].map(({ hash }) => hash)),
  );
  const counts = Object.fromEntries([...known].filter(([hash]) => hashes.has(hash)));
  try {
    makeFolder(path.dirname(file));
    writeJsonFile(file, { counts });
  } catch {
    // A folder that cannot be written is told of by the doctor.
  }
}

/** The tables of `codex mcp list` with one more column. */
export function withTokenColumn(text: string, tokens: ReadonlyMap<string, RemoteTokens>): string {
  return text
    .split('\n\n')
    .map((table) => withColumn(table, tokens))
    .join('\n\n');
}

function withColumn(table: string, tokens: ReadonlyMap<string, RemoteTokens>): string {
  const lines = table.split('\n');
  if (!/^Name\s{2,}/.test(lines[0] ?? '')) return table;
  const width = Math.max(...lines.map((line) => line.trimEnd().length));
  return lines
    .map((line, index) => {
      const name = /^\S+/.exec(line)?.[0];
      if (name === undefined) return line;
      const value = index === 0 ? 'Tokens (estimate)' : (tokens.get(name)?.total.toString() ?? '-');
      return `${line.trimEnd().padEnd(width)}  ${value}`;
    })
    .join('\n');
}
