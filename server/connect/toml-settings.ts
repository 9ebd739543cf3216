// Codex's config.toml: tables `[mcp_servers.NAME]`, added at the end and taken out again as text. Where a table begins is
// said by smol-toml: a line is a header only where the text before it is TOML by itself, so that no line within a string or
// a list is taken for one.
import { parse, stringify, TomlError } from 'smol-toml';
import { lineOfKey } from '../config/toml-file.ts';
import {
  applySplices,
  type Container,
  type Entry,
  newlineOf,
  objectAt,
  type SettingsFormat,
  SettingsProblem,
} from './settings-format.ts';

export const tomlSettings: SettingsFormat = {
  parse: parseText,

  put(text, container, name, entry) {
    const newline = newlineOf(text);
    const table = printedTable(container, name, entry).replaceAll('\n', newline);
    if (objectAt(parseText(text), [...container, name]) === undefined) {
      const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
      return `${text}${gap}${table}${newline}`;
    }
    const [first, ...others] = spansOf(text, [...container, name]);
    return applySplices(text, [
      { at: first.start, length: first.end - first.start, insert: table },
      ...others.map(({ start, end }) => ({ at: start, length: end - start, insert: '' })),
    ]);
  },

  remove(text, container, name) {
    const path = [...container, name];
    if (!hasHeader(text, path)) return withoutLines(text, path);
    const spans = spansOf(text, path).map(({ start, end }) => {
      const blank = /(?:\r?\n)?$/.exec(text.slice(0, start))?.[0] ?? '';
      const isAfterBlankLine = /\n\r?\n$/.test(text.slice(0, start));
      const lineBreak = /^\r?\n/.exec(text.slice(end))?.[0] ?? '';
      return isAfterBlankLine
        ? { at: start - blank.length, length: end + lineBreak.length - start + blank.length, insert: '' }
        : { at: start, length: end + lineBreak.length - start, insert: '' };
    });
    return applySplices(text, spans);
  },
};

function parseText(text: string): Record<string, unknown> {
  try {
    // Its objects have no prototype, and would differ from ours by that alone.
    return structuredClone(parse(text, { integersAsBigInt: 'asNeeded' }));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.split('\n');
    throw new SettingsProblem(reason.replace('Invalid TOML document: ', 'it is not TOML: '), error.line);
  }
}

/** Without a line break at the end. */
function printedTable(container: Container, name: string, entry: Entry): string {
  const whole = container.reduceRight<Record<string, unknown>>((inner, key) => ({ [key]: inner }), {
    [name]: entry,
  });
  return stringify(whole).trimEnd();
}

interface Span {
  readonly start: number;
  /** Behind the last line that says something, before its line break. */
  readonly end: number;
}

function hasHeader(text: string, path: readonly string[]): boolean {
  return text.split('\n').some((line) => /^\s*\[/.test(line) && leadsTo(line, path));
}

/**
 * Without the lines of a value that is no table of its own: `NAME = …`, also over several lines. Whoever calls this
 * compares what is left.
 * @throws SettingsProblem where it shares its line with others
 */
function withoutLines(text: string, path: readonly string[]): string {
  const lines = text.split('\n');
  const first = (lineOfKey(text, path) ?? 0) - 1;
  for (let count = 1; first >= 0 && first + count <= lines.length; count += 1) {
    const rest = lines.toSpliced(first, count).join('\n');
    if (isWhole(rest) && !has(parseText(rest), path)) return rest;
  }
  throw new SettingsProblem(`\`${path.join('.')}\` is not written in a line or a table of its own`);
}

function has(content: Record<string, unknown>, path: readonly string[]): boolean {
  const around = objectAt(content, path.slice(0, -1));
  return around !== undefined && Object.hasOwn(around, path.at(-1) ?? '');
}

/**
 * The table and the tables in it, as the text has them.
 * @throws SettingsProblem when it is written in another way, such as `mcp_servers = { NAME = { … } }`
 */
function spansOf(text: string, path: readonly string[]): [Span, ...Span[]] {
  const spans: Span[] = [];
  let start: number | undefined;
  let end = 0;
  const close = () => {
    if (start === undefined) return;
    const before = spans.at(-1);
    const isNext = before && /^\s*$/.test(text.slice(before.end, start));
    if (isNext) spans[spans.length - 1] = { start: before.start, end };
    else spans.push({ start, end });
    start = undefined;
  };
  let offset = 0;
  for (const line of text.split('\n')) {
    const isOurs = /^\s*\[/.test(line) && leadsTo(line, path);
    const mayEnd = start !== undefined && /^\s*\[/.test(line);
    if ((isOurs || mayEnd) && isWhole(text.slice(0, offset))) {
      close();
      if (isOurs) start = offset;
    }
    const content = line.replace(/\r$/, '');
    if (start !== undefined && !/^\s*(#.*)?$/.test(content)) end = offset + content.length;
    offset += line.length + 1;
  }
  close();
  const [first, ...others] = spans;
  if (!first) throw new SettingsProblem(`\`${path.join('.')}\` is not written as a table of its own`);
  return [first, ...others];
}

function isWhole(text: string): boolean {
  try {
    parse(text, { integersAsBigInt: 'asNeeded' });
    return true;
  } catch {
    return false;
  }
}

/** Whether a header is of the table at this path, or of one in it. */
function leadsTo(header: string, path: readonly string[]): boolean {
  try {
    return objectAt(parse(header.trimEnd()), path) !== undefined;
  } catch {
    return false;
  }
}
