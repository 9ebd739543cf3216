// A feed: a folder on the web with a file that names the newest version, in the form that electron-builder writes and
// electron-updater reads (latest.yml). Whoever runs it, or sits between, may be hostile: only https, little is read, and
// of that only a version and files with their SHA-512. Release notes are never looked at.
import semver from 'semver';
import { parse } from 'yaml';
import { z } from 'zod';
import { isLoopback } from '../base/loopback.ts';
import { readWhole } from '../base/read-whole.ts';

export interface FeedRelease {
  /** A semantic version. */
  readonly version: string;
  /** What this system installs; undefined if the feed has nothing for it. */
  readonly file: FeedFile | undefined;
}

export interface FeedFile {
  readonly url: string;
  /** In base64. */
  readonly sha512: string;
  readonly sizeBytes: number;
}

const ANSWER_TIMEOUT_MS = 15_000;
const MAX_REDIRECTS = 5;
const MAX_BYTES = 64 * 1024;
/** Three times a package of today. */
const MAX_FILE_BYTES = 700 * 1024 * 1024;

const releaseSchema = z.object({
  version: z.string().max(100),
  files: z
    .array(
      z.object({
        url: z.string().min(1).max(2048),
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
        size: z.number().int().min(1).max(MAX_FILE_BYTES),
      }),
    )
    .max(50),
});

/** What electron-updater installs on each system: the ending of the file that names the newest version, and its own. */
const SYSTEMS: Readonly<Record<string, { readonly suffix: string; readonly ending: string }>> = {
  linux: { suffix: '-linux', ending: '.appimage' },
  darwin: { suffix: '-mac', ending: '.zip' },
  win32: { suffix: '', ending: '.exe' },
};

/**
 * @param options.feed the address of the folder
 * @param options.system where Patchbay runs, for example `linux` and `x64`
 * @throws an Error with a clause: what is wrong with the feed, or why it is not reached
 */
export async function readFeed(options: {
  feed: string;
  fetch: typeof fetch;
  system: { readonly platform: string; readonly arch: string };
}): Promise<FeedRelease> {
  const { feed, system } = options;
  const { suffix, ending } = SYSTEMS[system.platform] ?? { suffix: '-linux', ending: '' };
  const arch = system.platform === 'linux' && system.arch !== 'x64' ? `-${system.arch}` : '';
  const address = new URL(`latest${suffix}${arch}.yml`, feed.endsWith('/') ? feed : `${feed}/`);
  const release = parseRelease(await fetchText(address, options.fetch));
  const fitting = release.files
    .map(({ url, sha512, size }) => ({ url: checked(url, address), sha512, sizeBytes: size }))
    .filter(({ url }) => url.pathname.toLowerCase().endsWith(ending));
  const file = fitting.find(({ url }) => url.pathname.includes(system.arch)) ?? fitting[0];
  return { version: release.version, file: file && { ...file, url: file.url.href } };
}

async function fetchText(address: URL, fetch: typeof globalThis.fetch): Promise<string> {
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  let url = checked(address.href, address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await fetch(url, { redirect: 'manual', signal, headers: { accept: '*/*' } });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = checked(location, url);
      continue;
    }
    if (!response.ok || !response.body) throw new Error(`${url.href} answers ${response.status}`);
    const tooLong = () => new Error(`${url.href} sends more than ${MAX_BYTES} bytes`);
    return (await readWhole(response.body, MAX_BYTES, tooLong)).toString();
  }
  throw new Error(`${address.href} redirects too often`);
}

/**
 * @param text an address, absolute or seen from the base
 * @throws for anything but https, unless the base is on this machine already
 */
function checked(text: string, base: URL): URL {
  if (!URL.canParse(text, base.href)) throw new Error('the feed names something that is no address');
  const url = new URL(text, base);
  const isLocal = url.protocol === 'http:' && isLoopback(url.hostname) && isLoopback(base.hostname);
  if (url.protocol !== 'https:' && !isLocal) throw new Error(`${url.origin} is not an https address`);
  return url;
}

function parseRelease(text: string): z.infer<typeof releaseSchema> {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    throw new Error('the feed is not YAML');
  }
  const release = releaseSchema.safeParse(value);
  const version = release.success ? semver.parse(release.data.version)?.version : undefined;
  if (!release.success || version === undefined)
    throw new Error('the feed does not name a version and its files');
  return { ...release.data, version };
}
