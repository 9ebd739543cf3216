// Behind a gateway that the project did not write: the proxy of Vite, with TLS, a public name and a path in front, as
// docs/headless.md has it.
import fs from 'node:fs';
import path from 'node:path';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { Agent, fetch } from 'undici';
import { preview } from 'vite';
import { makeCertificate } from '../support/certificates.ts';
import { addFile, script } from '../support/fake-model.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { connectModernHttp } from '../support/modern-client.ts';
import { connectHttp, textOf } from '../support/patchbay.ts';

const NAME = 'patchbay.example.com';
const FOREIGN_NAME = 'other.example.com';
const PREFIX = '/codex';

interface Gateway {
  /** What a client uses: trusts the certificate, and finds every name on this machine. */
  readonly fetch: FetchLike;
  /** The public address of a path of Patchbay. */
  url(path: string, name?: string): string;
}

const test = hostTest({ args: ['--allow-host', NAME] }).extend<{ $file: { gateway: Gateway } }>({
  gateway: [
    async ({ host }, use) => {
      const folder = fs.mkdtempSync(path.join(host.home.root, 'gateway-'));
      const { key, cert, authorityFile } = makeCertificate(folder, [NAME, FOREIGN_NAME]);
      const target = new URL(host.url).origin;
      const rewrite = (sent: string) => sent.slice(PREFIX.length);
      const server = await preview({
        configFile: false,
        root: folder,
        logLevel: 'silent',
        preview: {
          host: '127.0.0.1',
          port: 0,
          allowedHosts: true,
          https: { key, cert },
          proxy: { [PREFIX]: { target, rewrite } },
        },
      });
      const { port } = server.httpServer.address() as { port: number };
      const dispatcher = new Agent({
        connect: {
          ca: fs.readFileSync(authorityFile),
          lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
        },
      });
      await use({
        fetch: ((url: string, init: object) => fetch(url, { ...init, dispatcher })) as unknown as FetchLike,
        url: (target, name = NAME) => `https://${name}:${port}${PREFIX}${target}`,
      });
      await dispatcher.destroy();
      await server.close();
    },
    { scope: 'file' },
  ],
});

test.for([
  ['2025-11-25', connectHttp],
  ['2026-07-28', connectModernHttp],
] as const)(
  'a client of %s lists the tools and is asked in the middle of its call',
  async ([, connect], { host, gateway, home }) => {
    const client = await connect(
      { url: gateway.url('/mcp'), token: host.token, fetch: gateway.fetch },
      { onElicit: () => ({ action: 'accept', content: { decision: 'approved' } }) },
    );
    const { tools } = await client.client.listTools();
    expect(tools.map(({ name }) => name)).toContain('codex');
    const result = await client.codex({
      prompt: script({ patch: addFile('note.txt', 'hello') }, { text: 'It is there.' }),
      cwd: home.folder,
      'approval-policy': 'untrusted',
      sandbox: 'workspace-write',
    });
    expect([textOf(result), client.elicitations.length]).toEqual(['It is there.', 1]);
    expect(fs.readFileSync(path.join(home.folder, 'note.txt'), 'utf8')).toBe('hello\n');
    await client.close();
  },
);

test('what is refused says which option helps', async ({ host, gateway }) => {
  const authorization = `Bearer ${host.token}`;
  const ask = async (url: string, headers: Record<string, string>) => {
    const answer = await gateway.fetch(url, { method: 'POST', body: '{}', headers });
    return [answer.status, await answer.text()];
  };
  const json = { 'content-type': 'application/json' };
  expect(await ask(gateway.url('/mcp'), json)).toEqual([401, expect.stringContaining('patchbay token add')]);
  expect(await ask(gateway.url('/mcp', FOREIGN_NAME), { ...json, authorization })).toEqual([
    403,
    expect.stringContaining('--allow-host'),
  ]);
  const { origin } = new URL(gateway.url('/'));
  expect(await ask(gateway.url('/mcp'), { ...json, authorization, origin })).toEqual([
    403,
    expect.stringContaining('--allow-origin'),
  ]);
});

test('the old transport names its path without the one in front', async ({ host, gateway }) => {
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${host.token}` };
  const answer = await gateway.fetch(gateway.url('/sse'), { headers, signal: abort.signal });
  const first = await answer.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toMatch(/^event: endpoint\ndata: \/messages\?sessionId=/);
  abort.abort();
});
