// What is at a path now, and the texts of what was there: kept in memory, up to a limit, so that a difference can be shown.
import fs from 'node:fs';
import { createTwoFilesPatch } from 'diff';
import { contentId } from '../checkpoints/blobs.ts';
import { readPlainFile } from '../checkpoints/state-at.ts';
import type { FileNow, FileState } from './decide.ts';

export interface FileTexts {
  /** Looks at a file, and keeps its text. */
  look(file: string): FileNow;
  /** When it was last changed, in ms since 1970, without reading it; undefined where nothing is. */
  changedAt(file: string): number | undefined;
  keep(id: string, content: Buffer): void;
  /** @returns hunks of a unified diff; undefined where a text is not known, or the difference is too long to show */
  diff(from: FileState | undefined, to: FileState | undefined): string | undefined;
}

/** A larger file is not read: only its time tells then. */
const MAX_FILE_BYTES = 5_000_000;
const MAX_TEXT_BYTES = 200_000;
const MAX_KEPT_BYTES = 16_000_000;
const MAX_EDITS = 2_000;
const MAX_DIFF_CHARS = 60_000;

export function createFileTexts(): FileTexts {
  /** By content, the longest unused first. */
  const texts = new Map<string, string>();
  let keptBytes = 0;

  function keep(id: string, content: Buffer): void {
    if (content.length > MAX_TEXT_BYTES) return;
    const text = content.toString();
    if (/[\0\uFFFD]/.test(text)) return;
    if (texts.delete(id)) keptBytes -= content.length;
    texts.set(id, text);
    keptBytes += content.length;
    for (const [oldest, old] of texts) {
      if (keptBytes <= MAX_KEPT_BYTES) break;
      texts.delete(oldest);
      keptBytes -= Buffer.byteLength(old);
    }
  }

  function textOf(state: FileState | undefined): string | undefined {
    if (state?.kind === 'nothing') return '';
    return state && texts.get(state.id);
  }

  return {
    keep,
    changedAt(file) {
      try {
        return fs.lstatSync(file, { throwIfNoEntry: false })?.ctimeMs;
      } catch {
        return undefined;
      }
    },
    look(file) {
      try {
        const stat = fs.lstatSync(file, { throwIfNoEntry: false });
        if (!stat) return { state: { kind: 'nothing' }, changedAt: undefined };
        const changedAt = stat.ctimeMs;
        if (!stat.isFile() || stat.size > MAX_FILE_BYTES) return { state: undefined, changedAt };
        const content = readPlainFile(file);
        const id = contentId(content);
        keep(id, content);
        return { state: { kind: 'file', id }, changedAt };
      } catch {
        // It is not readable for us, or is just being replaced.
        return { state: undefined, changedAt: undefined };
      }
    },
    diff(from, to) {
      const [before, after] = [textOf(from), textOf(to)];
      return before === undefined || after === undefined ? undefined : hunksBetween(before, after);
    },
  };
}

/** @returns undefined when it is too long to show */
export function hunksBetween(before: string, after: string): string | undefined {
  const patch = createTwoFilesPatch('a', 'b', before, after, '', '', {
    context: 3,
    maxEditLength: MAX_EDITS,
  });
  const start = patch?.indexOf('@@') ?? -1;
  if (patch === undefined || start < 0 || patch.length > MAX_DIFF_CHARS) return undefined;
  return patch.slice(start);
}
