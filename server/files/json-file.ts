// Small JSON files with a version: read whole, checked, written whole or not at all. A file that cannot be read is
// never overwritten, since it may be a person's work or a newer Patchbay's.
import type { z } from 'zod';
import { issueWords } from '../base/issue-words.ts';
import { fileBroken, fileNewer, fileNotWritten } from '../errors/files.ts';
import { readRegularFile } from './regular-file.ts';
import { writeWhole } from './write-whole.ts';

/** The version of every file of ours. */
export const FILE_VERSION = 1;
const MAX_ISSUES = 3;

/**
 * @param schemaOf asked for when there is a file: many starts find none
 * @returns undefined when there is no such file
 * @throws file-newer, file-broken in our own words: JSON.parse would quote the content, which may be secret
 */
export function readJsonFile<T>(file: string, schemaOf: () => z.ZodType<T>): T | undefined {
  let text: string;
  try {
    text = readRegularFile(file).toString('utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileBroken(file, cause);
  }
  const value = parse(file, text);
  const version = versionOf(value);
  if (version !== undefined && version > FILE_VERSION) throw fileNewer(file, version, FILE_VERSION);
  const checked = schemaOf().safeParse(value);
  if (!checked.success) throw fileBroken(file, issuesOf(checked.error, value));
  return checked.data;
}

/**
 * Readable by its owner alone.
 * @throws file-not-written; the file is unchanged then
 */
export function writeJsonFile(file: string, value: object): void {
  try {
    writeWhole(file, `${JSON.stringify(value, null, 2)}\n`, 0o600);
  } catch (cause) {
    throw fileNotWritten(file, cause);
  }
}

function parse(file: string, text: string): unknown {
  if (text.trim() === '') throw fileBroken(file, 'it is empty');
  try {
    // Some editors of Windows begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw fileBroken(file, text.includes('\uFFFD') ? 'it is not text' : whyNoJson(error as Error, text));
  }
}

function whyNoJson({ message }: Error, text: string): string {
  if (/end of JSON input|Unterminated|after (property|array)/.test(message) && !/[}\]]\s*$/.test(text)) {
    return 'it is not JSON: it ends in the middle';
  }
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return 'it is not JSON';
  return `it is not JSON from line ${text.slice(0, Number(position)).split('\n').length} on`;
}

function versionOf(value: unknown): number | undefined {
  const { version } = (value ?? {}) as { version?: unknown };
  return typeof version === 'number' ? version : undefined;
}

function issuesOf({ issues }: z.ZodError, value: unknown): string {
  const told = issues
    .slice(0, MAX_ISSUES)
    .map((issue) => `${issue.path.join('.') || 'it'} ${issueWords(issue, value)}`);
  const more = issues.length > MAX_ISSUES ? `; and ${issues.length - MAX_ISSUES} more` : '';
  return `it does not hold what Patchbay keeps there: ${told.join('; ')}${more}`;
}
