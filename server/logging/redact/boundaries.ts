// Where a word begins in text that may be escaped: after `\n`, `\u0000`, `%20` or a colour code a new word starts,
// although the character before is a letter or digit.

/** Whether a token can start here. */
export function beginsWord(text: string, at: number): boolean {
  return !isAlphanumeric(text.charCodeAt(at - 1)) || endOfEscape(text, at);
}

/** Whether an escape sequence ends right before this position. */
export function endOfEscape(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 16), at);
  if (!/[\\%[;]/.test(before)) return false;
  return /(?:\\[nrtbfv0]|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|%(?:25){0,3}[0-9a-f]{2}|&quot;|\[[\d;]*m)$/i.test(
    before,
  );
}

export function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
