// What a page in the pseudo-language still says in English.
import { withoutPseudo } from '../stage/words/pseudo.ts';

/** Names of keys, which stand on keyboards; of protocols and formats; examples of what to enter, and members of a log line. */
const NO_WORDS =
  /^((Ctrl|Alt|Shift|Enter|Bksp|Escape|[A-Z0-9]|\.)(\+|$))+$|^(stdio|HTTP|TOML|JSON|\w+:\/\/\S*|\w+=.*)$/;

/**
 * @param told what the page says
 * @param given texts of the host, which are not the window's
 */
export function leftInEnglish(told: readonly string[], given: readonly string[]): string[] {
  const known = given.map(plain).join('\n').toLowerCase();
  const isKnown = (text: string) => known.includes(text.toLowerCase()) || NO_WORDS.test(text);
  return told
    .flatMap((text) => withoutPseudo(text).split(/ · |, |: |…\/|[“”()`"{}[\]\n]/))
    .map(plain)
    .filter((piece) => /\p{L}{2}/u.test(piece) && !isKnown(piece) && !isPair(piece, isKnown));
}

/** `github.create_issue`, `files-server 1.4.0`: two names of the host, joined by the window. */
function isPair(text: string, isKnown: (part: string) => boolean): boolean {
  const parts = text.split(/[ .](?=\S)/, 2);
  const rest = text.slice((parts[0] ?? '').length + 1);
  return isKnown(parts[0] ?? '') && isKnown(rest);
}

/** Without what the window adds to a text of the host: short paths, capitals, marks of invisible characters, signs of a diff. */
function plain(text: string): string {
  return text
    .replace(/~\//g, '/home/mira/')
    .replace(/⟨?U\+[0-9A-F]{4}⟩?|[\u200B\u202E]/g, '')
    .replace(/["“”`]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[-+.,;:·'\s]+|[.,;:·'\s]+$/g, '');
}
