// What kinds of answer a client takes, by its Accept header (RFC 9110, section 12.5.1).

/**
 * Clients that were not made for MCP, such as curl, take everything, and say so with a wildcard; MCP asks for both types by name, and
 * the SDK insists on that. A client without the header is not one of them.
 * @param type in lower case: `text/event-stream`
 */
export function accepts(header: string | undefined, type: string): boolean {
  const [group] = type.split('/');
  const wanted = [type, `${group}/*`, '*/*'];
  return (header ?? '').split(',').some((one) => {
    const [range = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
    return wanted.includes(range) && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
