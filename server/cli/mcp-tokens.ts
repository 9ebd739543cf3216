// What `patchbay mcp list` adds to the list of Codex: how many tokens a model pays for the tools of each server. Counted from what each
// server listed last, so nothing is started.
import type { Paths } from '../config/paths.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { listedTools } from '../remotes/pin-history.ts';
import { hashOfPlace } from '../remotes/pins.ts';
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
  const known: CountedDefinitions = new Map();
  const missing = uncounted(listed, known);
  if (missing.length > 0) {
    const count = await openTokenCounter();
    for (const { hash, text } of missing) known.set(hash, count(text));
  }
  return tokensOf(listed, known);
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
