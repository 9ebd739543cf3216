// A TOML file of Codex on disk. Errors in it are described here, once for all readers.
import { isUtf8 } from 'node:buffer';
import { parse, TomlError } from 'smol-toml';
import { configBroken } from '../errors/config.ts';
import { fileProblem } from '../errors/files.ts';
import { readRegularFile } from '../files/regular-file.ts';

/**
 * @returns the text; undefined if the file does not exist
 * @throws config-broken if it is not a file, cannot be read or is not UTF-8
 */
export function readTomlText(file: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw configBroken(
      file,
      undefined,
      unreadable[code ?? ''] ?? `it cannot be read (${fileProblem(error)})`,
    );
  }
  if (!isUtf8(bytes)) throw configBroken(file, lineWithoutUtf8(bytes), 'the text is not UTF-8');
  return bytes.toString('utf8');
}

/**
 * @param file for messages
 * @throws config-broken with the line
 */
export function parseToml(text: string, file: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [firstLine = ''] = error.message.split('\n');
    throw configBroken(file, error.line, firstLine.replace('Invalid TOML document: ', ''));
  }
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

const unreadable: Readonly<Record<string, string>> = {
  EISDIR: 'this is a folder, not a file',
  EACCES: 'your user may not read it',
  EPERM: 'your user may not read it',
  ELOOP: 'this is a link that leads back to itself',
};

/** Starts at 1. No multi-byte UTF-8 character contains the byte of a line break. */
function lineWithoutUtf8(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', start)) {
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
    line += 1;
  }
  return line;
}

const KEY_PART = /"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+/g;
const KEY = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+))*/.source;
const HEADER = new RegExp(`^\\s*\\[\\[?\\s*(${KEY})\\s*\\]`);
const PAIR = new RegExp(`^\\s*(${KEY})\\s*=`);

/**
 * The line of a key or table, found by a line-based search; for messages.
 * @param keyPath from the top of the file
 * @returns a line number, starting at 1
 */
export function lineOfKey(text: string, keyPath: readonly string[]): number | undefined {
  let table: readonly string[] = [];
  let around: number | undefined;
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const header = HEADER.exec(line)?.[1];
    const pair = header === undefined ? PAIR.exec(line)?.[1] : undefined;
    if (header === undefined && pair === undefined) continue;
    const found = header === undefined ? [...table, ...keysIn(pair ?? '')] : keysIn(header);
    if (header !== undefined) table = found;
    if (beginsWith(found, keyPath)) return index + 1;
    // The key is in an inline table.
    if (pair !== undefined && beginsWith(keyPath, found)) around ??= index + 1;
  }
  return around;
}

function keysIn(key: string): string[] {
  return (key.match(KEY_PART) ?? []).map((part) => (/^["']/.test(part) ? part.slice(1, -1) : part));
}

function beginsWith(whole: readonly string[], start: readonly string[]): boolean {
  return start.length <= whole.length && start.every((part, index) => part === whole[index]);
}
