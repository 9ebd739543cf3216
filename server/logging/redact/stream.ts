// Redaction of a text that comes in pieces. Whole lines are passed on; what may be the beginning of a secret that goes
// on in the next line, or in the next piece of an endless line, is held back until that is known.
import type { Redactor } from '../redact.ts';

export interface RedactingStream {
  /** @returns what can be passed on now */
  push(piece: string): string;
  /** @returns the rest */
  end(): string;
}

/** A line that is longer is cut, never through what looks like a secret. */
const LONGEST_HELD = 128 * 1024;
/** Nothing begins so far before what it gives away. */
const CONTEXT = 8 * 1024;
/** A name, a scheme or a folded header at the end of a line: the value may stand in the next one. */
const GOES_ON =
  /(?:(?:authorization|cookie|bearer|basic|password|passwd|pwd|secret|token|key|credential|code)["'`\\]{0,8}\s{0,8}(?:[:=]\s{0,8})?(?:bearer|basic|token)?|name=\\*"[\w-]{1,64}\\*"\s{0,8}|[:=\\,[]|value\\*")\s{0,8}$/i;
const KEY_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?![\s\S]*-----END )/;

export function createRedactingStream(redactor: Redactor): RedactingStream {
  let held = '';

  /** Passes on what stands before this place. */
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
      if (cut > 0) return passOn(outsideSecrets(held, cut, redactor));
      if (held.length < LONGEST_HELD) return '';
      const middle = outsideSecrets(held, held.length - CONTEXT, redactor);
      // A secret without end: nothing of it may be shown.
      return passOn(middle > 0 ? middle : held.length);
    },
    end: () => passOn(held.length),
  };
}

/** The end of the last line behind which nothing goes on; 0 when there is none. */
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

function outsideSecrets(text: string, cut: number, redactor: Redactor): number {
  const span = redactor.find(text).find(({ from, end }) => from < cut && end > cut);
  return span ? span.from : cut;
}
