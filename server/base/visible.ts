/**
 * Makes characters visible that a terminal or dialog would hide or misinterpret: control, bidirectional and zero-width
 * characters, and letters without a shape, become `\u{…}`. Line breaks and tabs stay.
 */
export function makeVisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
