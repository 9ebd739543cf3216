// Redaction of text that arrives in pieces. Whole lines are passed on. The possible start of a secret that continues
// on the next line, or in the next piece of an endless line, is held back until that is known.
import type { Redactor } from '../redact.ts';
import { startOfOpenBlock } from './blocks.ts';
import { PASSWORD_LABELS } from './labels.ts';
import { nameAround } from './name-around.ts';
import { looksRandom } from './plausible.ts';
import { kindOfName } from './secret-names.ts';
import { isOpenColumn } from './tables.ts';
import { NARROWEST } from './wrapped.ts';

export interface RedactingStream {
  /** @returns the text that can be passed on now */
  push(piece: string): string;
  /** @returns the remaining text */
  end(): string;
}

/** A longer line is split, but never inside something that looks like a secret. */
const LONGEST_HELD = 128 * 1024;
/** The maximum distance from an announcing word to its secret. */
const CONTEXT = 8 * 1024;
/** Possible ends of a line after which a secret follows on the next one. */
const GOES_ON = new RegExp(
  `(?:${[
    // A name, a scheme, a folded header.
    String.raw`(?:authorization|cookie|bearer|basic|password|passwd|pwd|secret|token|key|credential|code)["'\x60\\]{0,8}\s{0,8}(?:[:=]\s{0,8})?(?:bearer|basic|token)?`,
    String.raw`name=\\*"[\w-]{1,64}\\*"\s{0,8}`,
    String.raw`[:=：＝\\,[]|=>|value\\*"`,
    // The ruler under a table header, an element, a key of a property list.
    String.raw`:\s{1,4}-{3,80}`,
    String.raw`<\/?[\w:-]{0,40}(?:pass|pwd|secret|token|key)[\w:-]{0,40}(?:\s[^<>\n]{0,200})?>(?:\s{1,8}\S{1,100})?`,
    // A quoted string that continues with another.
    String.raw`\(\s?["'][^"'\n]{1,300}["']|["']\s?[+.]`,
    // Questions and commands whose answer is on the next line.
    String.raw`assword:\*?"|334 \S{1,40}|\becho [^\n]{1,200}`,
  ].join('|')})\\s{0,8}$`,
  'i',
);
/** Keys of many lines whose end has not arrived. */
const KEY_BEGIN =
  /-----BEGIN (?:[A-Z0-9 ]{0,40}(?:PRIVATE KEY(?: BLOCK)?|SECRET(?: KEY)?|SEED)|OpenVPN Static key V1)-----(?![\s\S]*-----END )|Private-Lines:(?![\s\S]*Private-MAC:)|(?:^|\n)\s{0,20}priv:\s{0,8}\n(?![\s\S]*\n\s{0,20}\w{3,20}:)/;

export function createRedactingStream(redactor: Redactor): RedactingStream {
  let held = '';

  /** Passes on the text before this position. */
  function passOn(cut: number): string {
    const ready = redactor.redact(held.slice(0, cut));
    held = held.slice(cut);
    return ready;
  }

  return {
    push(piece) {
      held += piece;
      if (!piece.includes('\n') && held.length < LONGEST_HELD) return '';
      const cut = lineCut(held);
      if (cut > 0) {
        const last = outsideSecrets(held, cut, redactor);
        const open = startOfOpen(held, last);
        return passOn(open < last ? outsideSecrets(held, open, redactor) : last);
      }
      if (held.length < LONGEST_HELD) return '';
      const middle = outsideSecrets(held, held.length - CONTEXT, redactor);
      // A secret that does not end: none of it may be shown.
      return passOn(middle > 0 ? middle : held.length);
    },
    end: () => passOn(held.length),
  };
}

/** The end of the last line after which nothing continues; 0 if there is none. */
function lineCut(text: string): number {
  const begin = KEY_BEGIN.exec(text.length > LONGEST_HELD ? text.slice(-LONGEST_HELD) : text);
  let cut = begin && text.length < LONGEST_HELD ? begin.index : text.length;
  while (cut > 0) {
    cut = text.lastIndexOf('\n', cut - 1) + 1;
    const before = text.slice(Math.max(0, cut - 400), cut);
    if (!GOES_ON.test(before)) return cut;
    cut = text.length - cut > LONGEST_HELD ? cut : cut - 1;
  }
  return 0;
}

/** A quote or two. */
const LONGEST_CLOSING = 2;

/** A secret at the end of the line may be wrapped. */
function outsideSecrets(text: string, cut: number, redactor: Redactor): number {
  const last = text.slice(0, cut).trimEnd().length;
  const span = redactor
    .find(text)
    .find(({ from, end }) => from < cut && (end > cut || last - end <= LONGEST_CLOSING));
  if (!span) return cut;
  if (span.end > cut) return startOfLine(text, span.from);
  const line = startOfLine(text, span.start);
  return span.end - line < NARROWEST ? cut : startOfLine(text, span.from);
}

const LAST_RUN = /[\w+/.~%-]{24,400}={0,2}\s{0,8}$/;
/**
 * After a line that mentions a secret, the secret may follow on the next line, or after an empty line, a fence or an
 * old value.
 */
const AWAITS_VALUE =
  /(?:pass|pwd|secret|token|key|cred|auth|cookie)[^\n]{0,160}\s*(?:```\w{0,10}\s*|(?:\n[^\n]{0,60}value[^\n]{0,160}){1,2}\s*)?$|(?:recovery|backup|scratch)[ _-]?codes[^\n]{0,80}(?:\n[^\n]{0,60}){0,20}\s*$/i;
const LONGEST_AWAITING = 1000;
const WORDS = /pass|pwd|secret|token|key|cred/gi;
/** How much of the end of the held text is searched for a table header. */
const TAIL = 16 * 1024;

/** The start of something that may continue after the split: a block, a table, a token of several lines. */
function startOfOpen(text: string, cut: number): number {
  if (cut === 0 || cut > LONGEST_HELD) return cut;
  const ready = text.slice(0, cut);
  const run = LAST_RUN.exec(ready.slice(-500))?.[0].trimEnd();
  const lastLine = startOfLine(ready, ready.trimEnd().length);
  const isBroken = run !== undefined && cut - lastLine >= NARROWEST && looksRandom(run, 24);
  const tail = ready.length - Math.min(ready.length, LONGEST_AWAITING);
  const awaiting = AWAITS_VALUE.exec(ready.slice(tail));
  const firstAwaiting = awaiting ? startOfLine(ready, tail + awaiting.index + 1) : cut;
  return Math.min(
    isBroken ? lastLine : cut,
    firstAwaiting,
    startOfOpenBlock(ready) ?? cut,
    startOfOpenTable(ready) ?? cut,
  );
}

function startOfOpenTable(ready: string): number | undefined {
  const tail = ready.length - TAIL;
  const firstLine = ready.slice(0, ready.indexOf('\n') + 1);
  for (const [from, part] of tail > 0
    ? [[0, firstLine] as const, [tail, ready.slice(tail)] as const]
    : [[0, ready] as const]) {
    for (const { index, 0: label } of part.matchAll(PASSWORD_LABELS)) {
      const place = { start: from + index, end: from + index + label.length };
      if (isOpenColumn(ready, place)) return startOfLine(ready, place.start);
    }
    for (const { index } of part.matchAll(WORDS)) {
      const place = nameAround(ready, from + index);
      const kind = kindOfName(ready.slice(place.start, place.end));
      const isHead = (kind === 'password' || kind === 'secret') && isOpenColumn(ready, place);
      if (isHead) return startOfLine(ready, place.start);
    }
  }
  return undefined;
}

function startOfLine(text: string, at: number): number {
  return text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
}
