// What the page of an MCP App may do, by what its resource says of it; and the host's side of what it says.
import { describe, expect, test } from 'vitest';
import { type AppHostOptions, createAppHost } from '../../renderer/pages/remotes/app/app-host.ts';
import { appPageOf, mayReach } from '../../server/view/remotes/app-page.ts';

const URI = 'ui://lab/app.html';

function resultOf(content: object) {
  return { contents: [{ uri: URI, mimeType: 'text/html;profile=mcp-app', text: '<p>', ...content }] };
}
const withCsp = (csp: unknown) => resultOf({ _meta: { ui: { csp } } });

describe('the page of an app', () => {
  test('reaches nothing that its resource does not declare', () => {
    const { policy, domains } = appPageOf('lab', URI, resultOf({}));
    expect(domains).toEqual([]);
    expect(policy).toBe(
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; " +
        "media-src data: blob:; font-src data:; connect-src 'none'; frame-src 'none'; worker-src 'none'; " +
        "object-src 'none'; base-uri 'none'; form-action 'none'; webrtc 'block'; sandbox allow-scripts",
    );
  });

  test('reaches what it declares, each for its own purpose', () => {
    const csp = {
      connectDomains: ['https://api.example.com', 'wss://live.example.com:8443'],
      resourceDomains: ['https://*.example.org'],
      frameDomains: ['https://frames.example.com'],
      baseUriDomains: ['https://base.example.com'],
    };
    const { policy, domains } = appPageOf('lab', URI, withCsp(csp));
    expect(policy).toContain("script-src 'unsafe-inline' https://*.example.org;");
    expect(policy).toContain('connect-src https://api.example.com wss://live.example.com:8443;');
    expect(policy).not.toMatch(/frames|base\.example/);
    const reach = (url: string) => mayReach(domains, new URL(url));
    expect(reach('https://api.example.com/x?y')).toBe(true);
    expect(reach('https://cdn.example.org/a.js')).toBe(true);
    expect(reach('https://example.org/')).toBe(false);
    expect(reach('https://badexample.org/')).toBe(false);
    expect(reach('http://api.example.com/')).toBe(false);
    expect(reach('https://api.example.com:444/')).toBe(false);
    expect(reach('https://api.example.com.evil.test/')).toBe(false);
  });

  test.each([
    'https://a.example; script-src *',
    "'unsafe-eval'",
    '*',
    'https:',
    'https://*',
    'https://localhost:3000',
    'https://127.0.0.1',
    'https://[::1]',
    'https://printer.local',
    'https://metadata.google.internal',
    'https://192.168.0.1',
    'http://example.com',
    'data:',
    'app://patchbay',
    'mcp-app://other',
    'https://example.com/path',
    'https://user@example.com',
    'https://a.example\nx',
    'https://a.example:99999',
    'wss://*.a.example:65536',
    42,
  ])('cannot declare %j', (domain) => {
    expect(
      appPageOf('lab', URI, withCsp({ connectDomains: [domain], resourceDomains: [domain] })).domains,
    ).toEqual([]);
  });

  test.each([
    [undefined, 'gave no page'],
    [{ contents: 'no' }, 'gave no page'],
    [{ contents: [{ uri: 'ui://other', text: '' }] }, 'gave no page'],
    [resultOf({ mimeType: 'text/html' }), 'it is not text/html;profile=mcp-app'],
    [resultOf({ mimeType: 5 }), 'it is not text/html;profile=mcp-app'],
    [resultOf({ text: 5 }), 'it has no text'],
  ])('of %j is not shown, and it says why', (result, why) => {
    expect(() => appPageOf('lab', URI, result)).toThrow(why);
  });

  test('can be in base64, and its type be written in other ways', () => {
    const blob = Buffer.from('<p>é').toString('base64');
    const given = resultOf({ text: undefined, blob, mimeType: 'text/html; profile="mcp-app"' });
    expect(appPageOf('lab', URI, given).html).toBe('<p>é');
  });
});

describe('the host of an app', () => {
  function start(grant: AppHostOptions['grant'] = async () => ({})) {
    const sent: Record<string, unknown>[] = [];
    const heights: number[] = [];
    let isEnded = false;
    let now = 0;
    const host = createAppHost({
      call: { tool: { name: 'show' }, arguments: { a: 1 }, result: { content: [], isError: true } },
      theme: () => 'dark',
      version: '1.0.0',
      send: (message) => sent.push(message),
      resize: (height) => heights.push(height),
      grant,
      end: () => {
        isEnded = true;
      },
      now: () => now,
    });
    const say = (message: object) => host.hear({ jsonrpc: '2.0', ...message });
    return { host, say, sent, heights, isEnded: () => isEnded, pass: (ms: number) => (now += ms) };
  }

  test('introduces itself, and then tells the call and its result, once', () => {
    const { say, sent } = start();
    say({ id: 1, method: 'ui/initialize', params: { protocolVersion: '2026-01-26' } });
    say({ method: 'ui/notifications/initialized' });
    say({ method: 'ui/notifications/initialized' });
    expect(sent).toHaveLength(3);
    expect(sent[0]).toMatchObject({
      id: 1,
      result: {
        protocolVersion: '2026-01-26',
        hostCapabilities: { serverTools: {}, openLinks: {} },
        hostContext: { theme: 'dark', toolInfo: { tool: { name: 'show' } } },
      },
    });
    expect(sent[1]).toMatchObject({ method: 'ui/notifications/tool-input', params: { arguments: { a: 1 } } });
    expect(sent[2]).toMatchObject({ method: 'ui/notifications/tool-result', params: { isError: true } });
  });

  test('gives what the person grants, and a reason for what not', async () => {
    const wishes: unknown[] = [];
    const { say, sent } = start(async (wish) => {
      wishes.push(wish);
      if (wish.kind === 'open') throw new Error('The person does not want that.');
      return { content: [] };
    });
    say({ id: 'a', method: 'tools/call', params: { name: 'poke', arguments: { b: 2 }, remote: 'other' } });
    await expect.poll(() => sent.length).toBe(1);
    say({ id: 'b', method: 'ui/open-link', params: { url: 'https://example.com' } });
    await expect.poll(() => sent.length).toBe(2);
    expect(wishes).toEqual([
      { kind: 'call', tool: 'poke', arguments: { b: 2 } },
      { kind: 'open', url: 'https://example.com/' },
    ]);
    expect(sent[0]).toMatchObject({ id: 'a', result: { content: [] } });
    expect(sent[1]).toMatchObject({ id: 'b', error: { message: 'The person does not want that.' } });
  });

  test('asks one thing at a time', async () => {
    let asked = 0;
    const { say, sent } = start(() => {
      asked += 1;
      return new Promise(() => undefined);
    });
    for (let id = 0; id < 20; id += 1) say({ id, method: 'tools/call', params: { name: 'poke' } });
    await expect.poll(() => sent.length).toBe(19);
    expect(asked).toBe(1);
  });

  test.each([
    ['tools/call', {}, -32_602],
    ['tools/call', { name: '' }, -32_602],
    ['tools/call', { name: 'x', arguments: [] }, -32_602],
    ['tools/call', { name: { toString: 'x' } }, -32_602],
    ['ui/open-link', { url: 'javascript:alert(1)' }, -32_602],
    ['ui/open-link', { url: 'file:///etc/passwd' }, -32_602],
    ['ui/open-link', { url: 'patchbay://v1/inbox' }, -32_602],
    ['ui/open-link', {}, -32_602],
    ['resources/read', { uri: 'ui://lab/app.html' }, -32_601],
    ['ui/message', { role: 'user' }, -32_601],
    ['sampling/createMessage', {}, -32_601],
    ['decide', { id: '1', verdict: 'approve' }, -32_601],
    ['__proto__', {}, -32_601],
  ])('refuses %s %j', async (method, params, code) => {
    const { say, sent } = start();
    say({ id: 1, method, params });
    await expect.poll(() => sent).toMatchObject([{ id: 1, error: { code } }]);
  });

  test.each([
    undefined,
    null,
    5,
    'text',
    [],
    {},
    { jsonrpc: '1.0', id: 1, method: 'ping' },
    { jsonrpc: '2.0', id: {}, method: 'ping' },
  ])('takes no notice of %j', (data) => {
    const { host, sent, isEnded } = start();
    host.hear(data);
    expect([sent, isEnded()]).toEqual([[], false]);
  });

  test.each([
    [1e9, 600],
    [-5, 60],
    [199.2, 200],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ['100%', undefined],
  ])('a height of %s becomes %s', (height, shown) => {
    const { say, heights } = start();
    say({ method: 'ui/notifications/size-changed', params: { height, width: 1e9 } });
    expect(heights).toEqual(shown === undefined ? [] : [shown]);
  });

  test('ends one that floods, says too much at once, or sends what is no JSON, and hears it no more', () => {
    const flood = start();
    for (let count = 0; count < 100; count += 1) flood.say({ id: count, method: 'ping' });
    expect(flood.isEnded()).toBe(false);
    flood.say({ id: 'more', method: 'ping' });
    expect(flood.isEnded()).toBe(true);
    flood.pass(60_000);
    flood.say({ id: 'later', method: 'ping' });
    expect(flood.sent).toHaveLength(100);

    const large = start();
    large.say({ id: 1, method: 'ping', params: { text: 'x'.repeat(1_000_001) } });
    expect(large.isEnded()).toBe(true);
    const endless: Record<string, unknown> = {};
    endless['self'] = endless;
    const odd = start();
    odd.say({ id: 1, method: 'ping', params: endless });
    expect(odd.isEnded()).toBe(true);

    const slow = start();
    for (let count = 0; count < 500; count += 1) {
      slow.pass(50);
      slow.say({ id: count, method: 'ping' });
    }
    expect(slow.isEnded()).toBe(false);
  });
});
