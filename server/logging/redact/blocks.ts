// Block scalars of YAML: `password: >-` and `token: |`, whose value is in the more deeply indented lines below. The
// lines may be inside a JSON string, where a line ends with the two characters `\n`.
import { isAlphanumeric } from './boundaries.ts';
import { looksRandom } from './plausible.ts';
import { kindOfName, type NameKind } from './secret-names.ts';
import { PLACEHOLDER } from './span.ts';

const HEADER =
  /\\{0,64}["']?[ \t]{0,8}:[ \t]{1,8}[|>][\d+-]{0,2}[ \t]{0,8}(?:#[^\n\\]{0,200})?(?=\r?\n|\\+[rn])/y;
const LINE_BREAK = /\r?\n|(?:\\+r)?\\+n/y;
const LINE_TEXT = /[^\r\n\\]*/y;
const LONGEST_BLOCK = 16 * 1024;
const LONGEST_INDENTATION = 80;

export interface Block {
  readonly start: number;
  readonly end: number;
}

/** The text of the block scalar that starts after a name; undefined if there is none. */
export function blockBehind(text: string, name: { start: number; end: number }): Block | undefined {
  if (isAlphanumeric(text.charCodeAt(name.end + 1))) return undefined;
  HEADER.lastIndex = name.end;
  if (!HEADER.test(text)) return undefined;
  const parent = indentationOf(text, name.start);
  let start: number | undefined;
  let end = HEADER.lastIndex;
  let place = HEADER.lastIndex;
  while (place - name.end < LONGEST_BLOCK) {
    LINE_BREAK.lastIndex = place;
    if (!LINE_BREAK.test(text)) break;
    const lineStart = LINE_BREAK.lastIndex;
    LINE_TEXT.lastIndex = lineStart;
    LINE_TEXT.test(text);
    const line = text.slice(lineStart, Math.min(LINE_TEXT.lastIndex, lineStart + LONGEST_BLOCK));
    const content = line.trimStart();
    if (content !== '') {
      const indentation = line.length - content.length;
      if (indentation <= parent) break;
      start ??= lineStart + indentation;
      end = lineStart + line.trimEnd().length;
    }
    place = lineStart + line.length;
  }
  return start === undefined ? undefined : { start, end };
}

/** Prose about tokens stays; a single word, and words that look like keys, are replaced. */
export function isSecretBlock(body: string, kind: NameKind): boolean {
  if (body.includes(PLACEHOLDER) || body.startsWith('-----BEGIN')) return false;
  const words = body.split(/\s+|\\+n\s*/).filter((word) => word !== '');
  if (words.some((word) => looksRandom(word, 8))) return true;
  if (/^[$<{%*]/.test(body)) return false;
  return kind === 'password' ? body.length >= 6 : words.length === 1 && body.length >= 16;
}

const LAST_LINE_OF_HEADER =
  /(?<indentation>^[ \t]*(?:- )?["']?)?(?<name>[\w.-]{3,80})["']?[ \t]{0,8}:[ \t]{1,8}[|>][\d+-]{0,2}[ \t]{0,8}(?:#.{0,200})?\r?$/;
const MOST_LINES = 400;

/**
 * The start of the line whose block scalar may continue after the end of this text.
 * @param text whole lines
 */
export function startOfOpenBlock(text: string): number | undefined {
  let least = Number.POSITIVE_INFINITY;
  let end = text.length - 1;
  for (let line = 0; line < MOST_LINES && end > 0; line += 1) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const content = text.slice(start, end);
    if (content.trim() !== '') {
      const found = LAST_LINE_OF_HEADER.exec(content.slice(-LONGEST_BLOCK))?.groups;
      const indentation = /^[ \t]*/.exec(content)?.[0].length ?? 0;
      const parent = found?.indentation === undefined ? 0 : indentation;
      if (found?.name && parent < least && kindOfName(found.name)) return start;
      least = Math.min(least, indentation);
      if (least === 0) return undefined;
    }
    end = start - 1;
  }
  return undefined;
}

/** Of the line that holds nothing else before this position, except the mark of a list item and a quote. */
function indentationOf(text: string, at: number): number {
  const first = Math.max(0, at - LONGEST_INDENTATION);
  let end = at;
  if (end > first && (text.charAt(end - 1) === '"' || text.charAt(end - 1) === "'")) end -= 1;
  if (end - 2 >= first && text.startsWith('- ', end - 2)) end -= 2;
  let start = end;
  while (start > first && (text.charAt(start - 1) === ' ' || text.charAt(start - 1) === '\t')) start -= 1;
  const beginsLine = start === first || text.charAt(start - 1) === '\n' || text.startsWith('\\n', start - 2);
  return beginsLine ? end - start : 0;
}
