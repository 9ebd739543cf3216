// Entries that still start `codex mcp-server`, which Codex no longer has (from 0.154 on).
import path from 'node:path';
import type { EntryMeaning } from './entry-meaning.ts';

export interface OldCall {
  /** What it passed to Codex beside the command, such as `-c model=…`. */
  readonly options: readonly string[];
}

/** @returns undefined if it starts something else; the call may be wrapped in a shell or `npx` */
export function oldCallOf({ command, args }: EntryMeaning): OldCall | undefined {
  if (command === undefined) return undefined;
  const words = [command, ...args.flatMap((word) => word.split(/\s+/))].filter((word) => word !== '');
  const codex = words.findIndex(isCodex);
  if (codex < 0) return undefined;
  const rest = words.slice(codex + 1);
  const server = rest.findIndex((word, index) => word === 'mcp-server' || isServe(rest, index));
  if (server < 0) return undefined;
  const length = rest[server] === 'mcp' ? 2 : 1;
  return { options: [...rest.slice(0, server), ...rest.slice(server + length)] };
}

function isCodex(word: string): boolean {
  if (/^@openai\/codex(@.*)?$/.test(word)) return true;
  // Both separators: the file may come from another system.
  return /^codex(\.exe|\.cmd|\.js)?$/i.test(path.win32.basename(word));
}

/** The name it had before it was called `mcp-server`. */
function isServe(words: readonly string[], index: number): boolean {
  return words[index] === 'mcp' && words[index + 1] === 'serve';
}
