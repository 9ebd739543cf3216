// Names of hosts in one form, so that a rule and a question that mean the same host say the same.

/** Characters with which an address has more than a host. */
const MORE_THAN_A_HOST = /[\s/@#?\\%]/;

/**
 * @param text a name or an IP address, with or without a port, perhaps after `*.`
 * @returns in lower case, in ASCII, without port, brackets and the last dot; undefined where it is no host
 */
export function canonicalHost(text: string): string | undefined {
  const [, wildcard = '', name = ''] = /^(\*\.)?(.*)$/s.exec(text) ?? [];
  if (name === '' || MORE_THAN_A_HOST.test(name)) return undefined;
  const isBareAddress = !name.startsWith('[') && name.split(':').length > 2;
  const address = `http://${isBareAddress ? `[${name}]` : name}/`;
  if (!URL.canParse(address)) return undefined;
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return host === '' ? undefined : `${wildcard}${host}`;
}
