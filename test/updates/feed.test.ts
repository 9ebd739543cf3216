// What is believed of a feed, which may be anybody's, and what is offered of it.
import { describe, expect, onTestFinished, test } from 'vitest';
import { readFeed } from '../../server/updates/feed.ts';
import { isNewer } from '../../server/updates/newer.ts';

const sha512 = `${'a'.repeat(86)}==`;
const file = (url: string, more: object = {}) => ({ url, sha512, size: 5, ...more });
const system = { platform: 'linux', arch: 'x64' };

/** A web of one address → what it answers; everything else is not found. */
function read(feed: string, web: Record<string, () => Response>, from = system) {
  const asked: string[] = [];
  const fetch = (async (input: URL) => {
    asked.push(input.href);
    return web[input.href]?.() ?? new Response('', { status: 404 });
  }) as typeof globalThis.fetch;
  return readFeed({ feed, fetch, system: from }).then((release) => ({ ...release, asked }));
}

const says = (value: unknown) => () => new Response(JSON.stringify(value));
const redirect = (to: string) => () => new Response(null, { status: 302, headers: { location: to } });
const whole = { version: '1.2.3', files: [file('Patchbay-1.2.3.AppImage')] };
const at = 'https://example.com/patchbay/latest-linux.yml';

describe('a feed', () => {
  test.each([
    ['https://example.com/patchbay', 'linux', 'x64', 'https://example.com/patchbay/latest-linux.yml'],
    [
      'https://example.com/patchbay/',
      'linux',
      'arm64',
      'https://example.com/patchbay/latest-linux-arm64.yml',
    ],
    ['https://example.com', 'darwin', 'arm64', 'https://example.com/latest-mac.yml'],
    ['https://example.com', 'win32', 'x64', 'https://example.com/latest.yml'],
  ])('%s is asked on %s %s at %s', async (feed, platform, arch, address) => {
    const { version, asked } = await read(feed, { [address]: says(whole) }, { platform, arch });
    expect(version).toBe('1.2.3');
    expect(asked).toEqual([address]);
  });

  test('as electron-builder writes it names the file for this system', async () => {
    const yaml = `version: 1.2.3
files:
  - url: Patchbay-1.2.3-arm64.AppImage
    sha512: ${sha512}
    size: 7
    blockMapSize: 3
  - url: Patchbay-1.2.3-x64.AppImage
    sha512: ${sha512}
    size: 9
path: Patchbay-1.2.3-x64.AppImage
sha512: ${sha512}
releaseNotes: <script>alert(1)</script>
releaseDate: '2026-11-29T00:00:00.000Z'
`;
    expect(await read('https://example.com/patchbay', { [at]: () => new Response(yaml) })).toMatchObject({
      version: '1.2.3',
      file: { url: 'https://example.com/patchbay/Patchbay-1.2.3-x64.AppImage', sha512, sizeBytes: 9 },
    });
  });

  test('without a file for this system still names the version', async () => {
    const found = await read('https://example.com/patchbay', {
      [at]: says({ version: '1.2.3', files: [file('patchbay.deb')] }),
    });
    expect(found).toMatchObject({ version: '1.2.3', file: undefined });
  });

  test('may redirect, as GitHub does', async () => {
    const elsewhere = 'https://objects.example.net/1?x=2';
    const found = await read('https://example.com/patchbay', {
      [at]: redirect(elsewhere),
      [elsewhere]: says({ version: '1.2.3', files: [file('https://cdn.example.net/P.AppImage')] }),
    });
    expect(found).toMatchObject({ version: '1.2.3', file: { url: 'https://cdn.example.net/P.AppImage' } });
  });

  test('on this machine may be http', async () => {
    const local = 'http://127.0.0.1:8080/latest-linux.yml';
    expect(await read('http://127.0.0.1:8080', { [local]: says(whole) })).toMatchObject({ version: '1.2.3' });
  });

  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c]\nversion: *d`;
  test.each<[string, string, Record<string, () => Response>]>([
    ['is not an https address', 'http://example.com', {}],
    ['is not an https address', 'https://example.com/patchbay', { [at]: redirect('http://example.com/x') }],
    ['is not an https address', 'https://example.com/patchbay', { [at]: redirect('http://127.0.0.1:7345/') }],
    ['is not an https address', 'https://example.com/patchbay', { [at]: redirect('file:///etc/passwd') }],
    ['redirects too often', 'https://example.com/patchbay', { [at]: redirect(at) }],
    ['answers 404', 'https://example.com/patchbay', {}],
    ['answers 500', 'https://example.com/patchbay', { [at]: () => new Response('x', { status: 500 }) }],
    ['more than 65536 bytes', 'https://example.com/patchbay', { [at]: () => new Response(endless()) }],
    ['is not YAML', 'https://example.com/patchbay', { [at]: () => new Response('a: [') }],
    ['is not YAML', 'https://example.com/patchbay', { [at]: () => new Response(bomb) }],
    ['does not name a version', 'https://example.com/patchbay', { [at]: () => new Response('<html>') }],
    ['does not name a version', 'https://example.com/patchbay', { [at]: says({ ...whole, version: '2' }) }],
    [
      'does not name a version',
      'https://example.com/patchbay',
      { [at]: says({ ...whole, version: '<b>1.2.3' }) },
    ],
    [
      'does not name a version',
      'https://example.com/patchbay',
      { [at]: says(withFile({ sha512: 'short' })) },
    ],
    [
      'does not name a version',
      'https://example.com/patchbay',
      { [at]: says(withFile({ sha512: undefined })) },
    ],
    ['does not name a version', 'https://example.com/patchbay', { [at]: says(withFile({ size: 1e12 })) }],
    ['does not name a version', 'https://example.com/patchbay', { [at]: says(withFile({ size: -1 })) }],
    [
      'is not an https address',
      'https://example.com/patchbay',
      { [at]: says(withFile({ url: 'file:///x.AppImage' })) },
    ],
    [
      'is not an https address',
      'https://example.com/patchbay',
      { [at]: says(withFile({ url: 'http://x.org/x.AppImage' })) },
    ],
  ])('that %s is not used', async (why, feed, web) => {
    await expect(read(feed, web)).rejects.toThrow(why);
  });
});

function withFile(more: object): object {
  return { version: '1.2.3', files: [file('x.AppImage', more)] };
}

function endless(): ReadableStream<Uint8Array> {
  let isOpen = true;
  onTestFinished(() => expect(isOpen, 'the rest is not read').toBe(false));
  return new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(10_000)),
    cancel() {
      isOpen = false;
    },
  });
}

test.each([
  ['0.2.0', '0.1.0', true],
  ['0.1.10', '0.1.9', true],
  ['0.1.0', '0.1.0-rc.1', true],
  ['0.2.0-rc.2', '0.2.0-rc.1', true],
  ['0.2.0', '0.2.0-dev.4+1a2b3c4', true],
  ['0.1.0', '0.1.0', false],
  ['0.1.0+other', '0.1.0', false],
  ['0.0.9', '0.1.0', false],
  ['0.2.0-rc.1', '0.1.0', false],
  ['0.2.0-dev.3+1a2b3c4', '0.2.0-dev.4+1a2b3c4', false],
  ['latest', '0.1.0', false],
  ['', '0.1.0', false],
])('%s is offered to who runs %s: %s', (found, running, isOffered) => {
  expect(isNewer(found, running)).toBe(isOffered);
});
