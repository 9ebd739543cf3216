/**
 * Where an address leads to, apart from what stands around it: `user@` before it can look like a host.
 * @returns no `host` if it is written in another way than browsers read it
 */
export function addressParts(url: string): { before: string; host: string; after: string } {
  const authority = /^([a-z][a-z\d+.-]*:\/\/)([^/?#\\]*)/i.exec(url);
  const nothing = { before: url, host: '', after: '' };
  if (!authority || !URL.canParse(url)) return nothing;
  const [, scheme = '', place = ''] = authority;
  const user = place.slice(0, place.lastIndexOf('@') + 1);
  const host = place.slice(user.length);
  if (host.replace(/:\d*$/, '').toLowerCase() !== new URL(url).hostname) return nothing;
  const before = scheme + user;
  return { before, host, after: url.slice(before.length + host.length) };
}
