// Values known to be secret because we use them ourselves, in the forms in which they may appear.

/** Shorter values would match inside ordinary words. */
const SHORTEST = 6;

/**
 * @returns the value as it is, as encoded in a URL, in JSON and in base64, also as part of a longer base64 text;
 *   nothing if it is too short
 */
export function formsOf(value: string): string[] {
  if (value.length < SHORTEST) return [];
  const inJson = JSON.stringify(value).slice(1, -1);
  const encoded = encodeURIComponent(Buffer.from(value).toString());
  const forms = [
    value,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    encoded,
    encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encoded.replaceAll('%20', '+'),
    ...base64Forms(value),
  ];
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST);
}

/** Three forms, because the text before decides how the bytes are grouped by three. */
export function base64Forms(value: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
    const text = bytes.toString('base64').replace(/=+$/, '');
    // The first and last characters may carry bits of the surrounding text.
    const first = shift === 0 ? 0 : shift + 1;
    const last = bytes.length % 3 === 0 ? text.length : text.length - 1;
    const inner = text.slice(first, last);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
