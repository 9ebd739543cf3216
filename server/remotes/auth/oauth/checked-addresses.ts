// Which addresses a sign-in may contact or show. A remote names its authorization server, which names more addresses;
// a hostile one may point to files, scripts, or the network of this machine.
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { signInUnsafe } from '../../../errors/sign-in.ts';

export type Reach = 'public' | 'private' | 'loopback' | 'link-local';
/** @returns the IP addresses of a name; none when it is unknown */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface AddressRules {
  /** The remote's name, for messages. */
  readonly name: string;
  readonly remoteUrl: URL;
  readonly resolve?: Resolve | undefined;
  /** The authorization server that the person configured: it may be anywhere. */
  readonly trustedOrigin?: string | undefined;
}

/** Characters that a shell, or a program that starts a browser, could interpret. */
const UNSAFE_TEXT = /[\p{Cc}\s"'`<>\\^{|}]|\$[({]/u;

/** Where a remote may send us, depending on where it is itself. */
const ALLOWED: Readonly<Record<Reach, readonly Reach[]>> = {
  public: ['public'],
  private: ['public', 'private'],
  loopback: ['public', 'private', 'loopback'],
  'link-local': ['public', 'link-local'],
};

/**
 * Checks whether an address named by someone else may be contacted.
 * @param what its name in messages: `token_endpoint`
 * @throws sign-in-unsafe with the reason
 */
export async function checkAddress(address: string | URL, what: string, rules: AddressRules): Promise<void> {
  const url = checkText(address, what, rules.name);
  const refuse = (why: string) => signInUnsafe(rules.name, what, String(address), why);
  const { hostname, origin, protocol } = url;
  const [here, there] = await Promise.all([
    reachOf(rules.remoteUrl.hostname, rules.resolve),
    reachOf(hostname, rules.resolve),
  ]);
  if (protocol === 'http:' && there !== 'loopback' && origin !== rules.remoteUrl.origin) {
    throw refuse('it is not encrypted (https)');
  }
  if (origin === rules.remoteUrl.origin || origin === rules.trustedOrigin || ALLOWED[here].includes(there))
    return;
  throw refuse(`it leads to a ${there} address, and the server itself is ${here}`);
}

/**
 * Checks whether a text is a plain http or https address, the only kind that is ever opened.
 * @throws sign-in-unsafe with the reason
 */
function checkText(address: string | URL, what: string, name: string): URL {
  const text = String(address);
  const refuse = (why: string) => signInUnsafe(name, what, text, why);
  if (!URL.canParse(text)) throw refuse('it is no address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('it is neither http nor https');
  if (url.username || url.password) throw refuse('it has a user name in it');
  if (UNSAFE_TEXT.test(text)) throw refuse('it holds characters that no address needs');
  return url;
}

/** If a name has several addresses, the least public one counts. An unknown name counts as public. */
async function reachOf(hostname: string, resolve: Resolve = ask): Promise<Reach> {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  const reaches = (isIP(host) ? [host] : await resolve(host)).map(reachOfIp);
  const leastPublic: Reach[] = ['link-local', 'loopback', 'private'];
  return leastPublic.find((reach) => reaches.includes(reach)) ?? 'public';
}

async function ask(hostname: string): Promise<string[]> {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch {
    // Behind a proxy, only the proxy may know the name.
    return [];
  }
}

const NETWORKS: Readonly<Record<Exclude<Reach, 'public'>, readonly string[]>> = {
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  loopback: ['0.0.0.0/8', '127.0.0.0/8', '::/127'],
  private: [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/3',
    '64:ff9b:1::/48',
    '2001::/32',
    'fc00::/7',
    'fec0::/10',
    'ff00::/8',
  ],
};
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function reachOfIp(address: string): Reach {
  const inner = embedded(address);
  if (inner !== undefined) return reachOfIp(inner);
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const plain = address.replace(/%.*/, '');
  const found = Object.entries(NETWORKS).find(([, networks]) => listOf(networks).check(plain, family));
  return (found?.[0] as Reach | undefined) ?? 'public';
}

/** The IPv4 address inside an IPv6 one: mapped, NAT64 or 6to4. */
function embedded(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  // The URL parser normalises every spelling.
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname
    .slice(1, -1)
    .split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const groups = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right].map((group) =>
    Number.parseInt(group, 16),
  );
  const prefix = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  if (prefix === '0:0:0:0:0:ffff' || prefix === '64:ff9b:0:0:0:0') return ipv4(groups[6], groups[7]);
  return groups[0] === 0x2002 ? ipv4(groups[1], groups[2]) : undefined;
}

function ipv4(high = 0, low = 0): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
