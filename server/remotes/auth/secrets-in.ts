// The secrets among the headers of a request, so that they are recognised where somebody prints them.

/** Told by the protocol or by what a server is, not secret. */
const PLAIN = /^(?:accept|content-type|user-agent|mcp-.*|traceparent|tracestate|baggage|x-request-id)$/i;
/** Shorter values are words, numbers and switches. */
const SHORTEST = 8;

/** @returns values, and those behind a scheme such as `Bearer` also without it */
export function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) => (PLAIN.test(name) ? [] : [value]));
  return values
    .flatMap((value) => [value, value.replace(/^[\w-]+ +/, '')])
    .filter((value) => value.length >= SHORTEST);
}
