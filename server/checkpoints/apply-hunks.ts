// Hunks on a text: each at exactly its line, and only where what it replaces stands there word for word.
import type { Hunk } from '../contract/patch-hunks.ts';

const NO_LINE_BREAK = '\\';

/** @returns undefined where the text is not the one the hunks were made for */
export function applyHunks(text: string, hunks: readonly Hunk[]): string | undefined {
  const lines = linesOf(text);
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    const { before, after } = sidesOf(hunk);
    const start = before.length === 0 ? hunk.oldStart : hunk.oldStart - 1;
    const isThere = start >= at && before.every((line, index) => lines[start + index] === line);
    if (!isThere || start > lines.length) return undefined;
    result.push(...lines.slice(at, start), ...after);
    at = start + before.length;
  }
  result.push(...lines.slice(at));
  const isWhole = result.every((line, index) => line.endsWith('\n') || index === result.length - 1);
  return isWhole ? result.join('') : undefined;
}

/** Each with its line break; the last one may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sidesOf({ lines }: Hunk): { before: string[]; after: string[] } {
  const signed = lines
    .map((line, index) => {
      const hasBreak = lines[index + 1]?.startsWith(NO_LINE_BREAK) !== true;
      return { sign: line[0], text: line.slice(1) + (hasBreak ? '\n' : '') };
    })
    .filter(({ sign }) => sign !== NO_LINE_BREAK);
  return {
    before: signed.filter(({ sign }) => sign !== '+').map(({ text }) => text),
    after: signed.filter(({ sign }) => sign !== '-').map(({ text }) => text),
  };
}
