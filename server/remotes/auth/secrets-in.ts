// The secrets in the headers of a request, so that they are recognised when they are printed.

/** Protocol and content headers, which are not secret. */
const PLAIN = /^(?:accept|content-type|user-agent|mcp-.*|traceparent|tracestate|baggage|x-request-id)$/i;
/** Shorter values are words, numbers and switches. */
const SHORTEST = 8;

/** @returns the values; a value after a scheme such as `Bearer` also without the scheme */
export function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) => (PLAIN.test(name) ? [] : [value]));
  return values
    .flatMap((value) => [value, value.replace(/^[\w-]+ +/, '')])
    .filter((value) => value.length >= SHORTEST);
}
