// The one place where secrets leave a finished log line. Everything that is logged passes here as a string, after
// it was serialised, so that nothing nested, quoted or thrown can slip by.

const rules: readonly [RegExp, string][] = [
  [
    /(bearer|basic)(\s+|%20|\\[tnrfb]|\\u00[01].)+(?!\[REDACTED)[^\s"'\\,;]+/gi,
    '$1 [REDACTED:authorization]',
  ],
  [/pb_[A-Za-z0-9_-]{20,}/g, '[REDACTED:patchbay-token]'],
  [/sk-[A-Za-z0-9_-]{16,}/g, '[REDACTED:api-key]'],
];

/** Replaces what looks like a credential by `[REDACTED:kind]`. Idempotent. */
export function redact(line: string): string {
  return rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
