/**
 * Shows what a terminal or a dialog would hide or be led astray by: control, bidirectional and zero-width
 * characters, and letters without a shape, become `\u{…}`. Line breaks and tabs stay.
 */
export function escapeInvisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
