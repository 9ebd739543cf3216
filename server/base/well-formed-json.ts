// JSON for readers that accept Unicode text only. A JavaScript string may hold half of a character, a lone surrogate, and
// JSON.stringify writes it as an escape.

const ESCAPES = /\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g;

/** @returns JSON in which lone surrogates are U+FFFD, as `String.prototype.toWellFormed` has it */
export function wellFormedJson(value: unknown): string {
  return wellFormed(JSON.stringify(value));
}

/** @param json as JSON.stringify writes it */
export function wellFormed(json: string): string {
  if (!json.includes('\\ud')) return json;
  return json.replace(ESCAPES, (found) => (found.length > 2 ? '\\ufffd' : found));
}
