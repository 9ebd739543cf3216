// Redirects, which are followed by hand: where they may lead differs.
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * @param from the address that was asked
 * @returns where the answer sends us: as it says so, and as an address, where it is one. Undefined when it does not
 */
export function redirectIn(
  response: Response,
  from: URL,
): { readonly said: string; readonly to: URL | undefined } | undefined {
  const said = REDIRECTS.includes(response.status) && response.headers.get('location');
  if (!said) return undefined;
  return { said, to: URL.canParse(said, from.href) ? new URL(said, from) : undefined };
}
