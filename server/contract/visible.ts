// Characters that a screen hides or misinterprets: control, bidirectional and zero-width ones. Where a person decides
// about a text, they are shown by their code point.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

export interface TextPart {
  readonly text: string;
  /** Whether `text` represents an invisible character. */
  readonly isInvisible: boolean;
}

/** @returns the text in parts, with each invisible character as a separate part, `U+202E`; line breaks and tabs stay */
export function visibleParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let plainFrom = 0;
  for (const match of text.matchAll(INVISIBLE)) {
    if (isLayout(match[0])) continue;
    if (match.index > plainFrom) parts.push({ text: text.slice(plainFrom, match.index), isInvisible: false });
    parts.push({ text: codePointOf(match[0]), isInvisible: true });
    plainFrom = match.index + match[0].length;
  }
  if (plainFrom < text.length) parts.push({ text: text.slice(plainFrom), isInvisible: false });
  return parts;
}

/** The same as one string, for places that accept only text: `a⟨U+202E⟩b`. */
export function makeVisible(text: string): string {
  return text.replace(INVISIBLE, (character) =>
    isLayout(character) ? character : `⟨${codePointOf(character)}⟩`,
  );
}

/** The same in one line, for names of files: those can have line breaks. */
export function makeVisibleInLine(text: string): string {
  return makeVisible(text).replaceAll('\n', '⟨U+000A⟩').replaceAll('\t', '⟨U+0009⟩');
}

/** JSON text in which they are escaped, so that it says the same and a screen shows it: `\\u202e`. */
export function escapeInvisible(json: string): string {
  return json.replace(INVISIBLE, (character) => (isLayout(character) ? character : escapesOf(character)));
}

function escapesOf(character: string): string {
  return character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isLayout(character: string): boolean {
  return character === '\n' || character === '\t';
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
