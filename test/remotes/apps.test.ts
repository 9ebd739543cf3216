// MCP Apps of remotes, through Patchbay: what tools, resources and clients say of them arrives as it was said, in both
// eras, beside the Codex tools and at the address of the remote.
import fs from 'node:fs';
import path from 'node:path';
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe } from 'vitest';
import { runPatchbay, textOf } from '../support/patchbay.ts';
import { appExampleFile, appRemoteFile, stdioTable } from '../support/remotes.ts';
import { expect, ways, waysTest } from '../support/ways.ts';

const EXTENSIONS = {
  extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
};
const CLOCK = 'ui://get-time/mcp-app.html';
const LAB = 'ui://lab/app.html';

const test = waysTest({
  extra: [
    stdioTable('clock', appExampleFile, ['--stdio']),
    stdioTable('lab', appRemoteFile),
    stdioTable('twin', appRemoteFile, [], 'disabled_tools = ["poke"]'),
  ].join('\n'),
});

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at freely
type Json = any;

const META = { ui: { resourceUri: LAB, visibility: ['model', 'app'], 'x-more': 1 }, 'ui/resourceUri': LAB };
const page = fs.readFileSync(path.join(path.dirname(appExampleFile), 'mcp-app.html'), 'utf8');

describe.each(ways)('over %s', (way) => {
  test('a client that shows apps reads them, and its apps call their tools by name', async ({
    connectWay,
  }) => {
    const client = await connectWay(way, { capabilities: EXTENSIONS });
    const { tools } = (await client.ask('tools/list')).result as Json;
    const metaOf = (name: string) => tools.find((tool: Json) => tool.name === name)?._meta;
    expect(metaOf('mcp__clock__get-time')).toMatchObject({
      ui: { resourceUri: CLOCK },
      'ui/resourceUri': CLOCK,
    });
    expect(metaOf('mcp__lab__show')).toEqual(META);
    expect(metaOf('mcp__lab__poke')).toEqual({ ui: { visibility: ['app'] } });
    expect(metaOf('codex')).toEqual({ ui: { visibility: ['model'] } });

    const { contents } = (await client.ask('resources/read', { uri: CLOCK })).result as Json;
    expect(contents).toEqual([{ uri: CLOCK, mimeType: 'text/html;profile=mcp-app', text: page }]);
    expect((await client.ask('resources/list')).result).toMatchObject({ resources: [] });

    expect(await client.call('mcp__lab__show', { colour: 'green' })).toMatchObject({
      structuredContent: { colour: 'green' },
      _meta: { 'x-app': [1] },
    });
    expect(textOf(await client.call('get-time', {}))).toMatch(/^20\d\d-/);
    expect(textOf(await client.call('poke', { how: 'softly' }))).toBe('poked softly');
    expect(textOf(await client.call('private', {}))).toContain("Unknown tool 'private'");
    expect(textOf(await client.call('known', {}))).toContain(
      'Several MCP servers with apps have known: lab, twin.',
    );
    expect(JSON.parse(textOf(await client.call('mcp__lab__known', {})))).toMatchObject(EXTENSIONS);

    expect((await client.ask('resources/read', { uri: LAB })).error).toBeDefined();
    expect((await client.ask('resources/read', { uri: 'ui://nobody/app.html' })).error).toBeDefined();
    expect((await client.ask('resources/read', { uri: 'file:///etc/passwd' })).error).toBeDefined();
  });
});

describe.each(['2025-11-25 over HTTP', '2026-07-28 over HTTP'] as const)(
  'at its own address, over %s',
  (way) => {
    test('a remote and its client see of each other what each of them said', async ({ connectWay, host }) => {
      const client = await connectWay(way, { capabilities: EXTENSIONS, address: `${host.url}/lab` });
      const { tools } = (await client.ask('tools/list')).result as Json;
      expect(tools.map(({ name, _meta }: Json) => [name, _meta])).toEqual([
        ['show', META],
        ['poke', { ui: { visibility: ['app'] } }],
        ['private', { ui: { visibility: ['model'] } }],
        ['known', undefined],
      ]);
      const { contents } = (await client.ask('resources/read', { uri: LAB })).result as Json;
      const ui = { csp: { connectDomains: ['https://api.example.com'] }, prefersBorder: true, 'x-more': 2 };
      expect(contents).toEqual([
        { uri: LAB, mimeType: 'text/html;profile=mcp-app', text: '<p>the page</p>', _meta: { ui } },
      ]);
      expect(JSON.parse(textOf(await client.call('known', {})))).toMatchObject(EXTENSIONS);
    });
  },
);

test('a client that shows no apps sees nothing of this beside the Codex tools', async ({ connect }) => {
  const { client } = await connect();
  expect(client.getServerCapabilities()).not.toHaveProperty('resources');
  const { tools } = await client.listTools();
  expect(tools.find(({ name }) => name === 'codex')).not.toHaveProperty('_meta');
  expect(tools.find(({ name }) => name === 'mcp__lab__show')?._meta).toEqual(META);
  await expect(
    client.request({ method: 'resources/read', params: { uri: CLOCK } }, ResultSchema),
  ).rejects.toMatchObject({ code: -32601 });
  expect(textOf((await client.callTool({ name: 'get-time', arguments: {} })) as never)).toContain(
    'Unknown tool',
  );
});

test('a client reads no app of a remote, and calls no tool for one, that its limits leave out', async ({
  connect,
  home,
}) => {
  const { stdout } = await runPatchbay(home, ['token', 'add', 'narrow', '--remote', 'clock']);
  const { client } = await connect({ token: stdout.trim(), capabilities: EXTENSIONS });
  const read = (uri: string) => client.request({ method: 'resources/read', params: { uri } }, ResultSchema);
  expect(await read(CLOCK)).toMatchObject({ contents: [{ text: page }] });
  await expect(read(LAB)).rejects.toThrow('No tool that can be used here has an app');
  expect(textOf((await client.callTool({ name: 'poke', arguments: { how: 'x' } })) as never)).toContain(
    'Unknown tool',
  );
});

test('while a remote is missing, another one does not pass for its app', async ({ host, home, connect }) => {
  const { client } = await connect({ capabilities: EXTENSIONS });
  const read = () => client.request({ method: 'resources/read', params: { uri: LAB } }, ResultSchema);
  const poke = async () =>
    textOf((await client.callTool({ name: 'poke', arguments: { how: 'x' } })) as never);
  const lab = (more = '') => stdioTable('lab', appRemoteFile, [], more);
  home.writeConfig({ baseUrl: host.model.baseUrl, extra: lab() });
  await expect
    .poll(async () => (await client.listTools()).tools.map(({ name }) => name))
    .toContain('mcp__lab__poke');
  await expect.poll(poke).toBe('poked x');
  expect(await read()).toMatchObject({ contents: [{ uri: LAB }] });

  // The same program, which cannot start any more, and a new one that offers the same.
  const broken = lab('env = { NODE_OPTIONS = "--require /nowhere.cjs" }');
  home.writeConfig({
    baseUrl: host.model.baseUrl,
    extra: [broken, stdioTable('impostor', appRemoteFile, ['impostor'])].join('\n'),
  });
  await expect
    .poll(async () => (await client.listTools()).tools.map(({ name }) => name))
    .toContain('mcp__impostor__poke');
  expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('mcp__lab__poke');
  await expect(read()).rejects.toThrow(
    'Several MCP servers with apps have ui://lab/app.html: impostor, lab.',
  );
  expect(await poke()).toContain('Several MCP servers with apps have poke: impostor, lab.');
});
