// Entries that still start `codex mcp-server`, which Codex no longer has (from 0.154 on).
import path from 'node:path';
import { split } from 'shlex';
import type { EntryMeaning } from './entry-meaning.ts';

export interface OldCall {
  /** What it passed to Codex beside the command, such as `-c model=…`. */
  readonly options: readonly string[];
  /** The program that started it somewhere else than on this machine: `docker`, `ssh`. */
  readonly through: string | undefined;
}

/** Words behind `codex mcp` that are commands of their own; without one it was the server once. */
const MCP_COMMANDS = ['add', 'get', 'list', 'remove', 'login', 'logout', 'help', '--help', '-h'];
const ELSEWHERE =
  /^(docker|podman|nerdctl|kubectl|ssh|wsl|limactl|devcontainer|toolbox|distrobox|flatpak-spawn)$/;

/** @returns undefined if it starts something else; the call may be wrapped in a shell, a container or `npx` */
export function oldCallOf({ command, args }: EntryMeaning): OldCall | undefined {
  if (command === undefined) return undefined;
  return (
    callIn([command, ...args.flatMap((word) => word.split(/\s+/))]) ??
    // A shell's text may have quotes; backslashes of Windows would be lost.
    callIn([command, ...args.flatMap((word) => (/\s/.test(word) ? shellWords(word) : [word]))])
  );
}

function callIn(all: readonly string[]): OldCall | undefined {
  const words = all.filter((word) => word !== '');
  const starts = words.flatMap((word, index) => (isCodex(word) ? [index] : []));
  for (const start of starts) {
    const options = optionsIn(words.slice(start + 1));
    if (options) return { options, through: words.slice(0, start).map(programOf).find(isElsewhere) };
  }
  return undefined;
}

/** @returns what stands around `mcp-server`; undefined if something else is started */
function optionsIn(words: readonly string[]): string[] | undefined {
  const isOption = (word: string) => word.startsWith('-');
  const bare = (word: string) => word.replace(/[;&|]+$/, '');
  const server = words.findIndex((word) => ['mcp-server', 'mcp'].includes(bare(word)));
  const isBehindOptions = words
    .slice(0, Math.max(server, 0))
    // An option, or its value.
    .every((word, index) => isOption(word) || isOption(words[index - 1] ?? ''));
  if (server < 0 || !isBehindOptions) return undefined;
  const word = bare(words[server] ?? '');
  const next = words[server + 1];
  if (word === 'mcp' && MCP_COMMANDS.includes(next ?? '')) return undefined;
  // `mcp serve` is the name it had before.
  const length = word === 'mcp' && next === 'serve' ? 2 : 1;
  return [...words.slice(0, server), ...words.slice(server + length)];
}

function shellWords(text: string): string[] {
  try {
    return split(text);
  } catch {
    return [text];
  }
}

function isCodex(word: string): boolean {
  if (/^@openai\/codex(@.*)?$/.test(word)) return true;
  // An image may have a tag.
  return /^codex(\.exe|\.cmd|\.js|\.mjs)?(:[\w.-]+)?$/i.test(baseOf(word));
}

function isElsewhere(program: string): boolean {
  return ELSEWHERE.test(program);
}

function programOf(word: string): string {
  return baseOf(word)
    .replace(/\.exe$/i, '')
    .toLowerCase();
}

/** Both separators: the file may come from another system. */
function baseOf(word: string): string {
  return path.win32.basename(word);
}
