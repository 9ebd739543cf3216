// Definitions that strict clients refuse, and with them the whole list they stand in: what has one meaning reaches every
// client in a shape it can read, what has none is left out alone.
import { describe } from 'vitest';
import { expect, test } from '../support/fixtures.ts';
import { askModern, connectModernHttp } from '../support/modern-client.ts';
import type { OddPlan } from '../support/odd-answers.ts';
import { oddTable, serveOdd } from '../support/odd-remotes.ts';
import { connectHttp, runPatchbay } from '../support/patchbay.ts';
import { hasSaid } from '../support/processes.ts';
import { openSession, postInitialize } from '../support/raw-http.ts';
import { httpTable } from '../support/remotes.ts';
import { toolNames } from '../support/tool-names.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever a remote may send
type Json = any;
type Odd = readonly [given: Json, expected: Json];

const object = { type: 'object' };
const input = { inputSchema: object };
const output = (outputSchema: Json): Json => ({ ...input, outputSchema });

const tree = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
  properties: {
    node: { $ref: '#/$defs/node' },
    same: { $ref: '#/properties/node' },
    all: { type: 'array', items: { $ref: '#' } },
  },
};
/** All of them can be read. */
const words = {
  type: 'object',
  properties: {
    id: { type: 'string', nullable: true, format: 'uuid', description: 'x', examples: [{ id: 1 }] },
    $id: { type: ['number', 'null'], exclusiveMinimum: 0, multipleOf: 0.5, default: 1 },
    list: { type: 'array', prefixItems: [{}], minItems: 1, uniqueItems: true, contains: { const: 1 } },
  },
  dependentRequired: { id: ['list'] },
  patternProperties: { '^x-': true },
  discriminator: { propertyName: 'id' },
  'x-order': ['id'],
};

/** Name → what is given beside it, and what is to come of that; undefined: left out. */
const tools: Record<string, Odd> = {
  'no-schema': [{}, input],
  'null-schema': [{ inputSchema: null }, input],
  'true-schema': [{ inputSchema: true }, input],
  'php-schema': [{ inputSchema: [] }, input],
  'empty-schema': [{ inputSchema: {} }, input],
  'any-of': [
    { inputSchema: { anyOf: [{ type: 'object' }] } },
    { inputSchema: { type: 'object', anyOf: [{ type: 'object' }] } },
  ],
  'one-of': [{ inputSchema: { oneOf: [{}] } }, { inputSchema: { type: 'object', oneOf: [{}] } }],
  'all-of': [{ inputSchema: { allOf: [{}] } }, { inputSchema: { type: 'object', allOf: [{}] } }],
  'only-properties': [
    { inputSchema: { properties: { a: {} } } },
    { inputSchema: { type: 'object', properties: { a: {} } } },
  ],
  'type-null': [{ inputSchema: { type: null } }, input],
  'type-list': [{ inputSchema: { type: ['object', 'null'] } }, input],
  'type-capital': [{ inputSchema: { type: 'OBJECT' } }, input],
  'properties-null': [{ inputSchema: { type: 'object', properties: null } }, input],
  'properties-php': [
    { inputSchema: { type: 'object', properties: [] } },
    { inputSchema: { type: 'object', properties: {} } },
  ],
  'property-true': [
    { inputSchema: { type: 'object', properties: { a: true, b: false, c: null } } },
    { inputSchema: { type: 'object', properties: { a: {}, b: { not: {} }, c: {} } } },
  ],
  'required-null': [{ inputSchema: { type: 'object', required: null } }, input],
  'required-true': [{ inputSchema: { type: 'object', required: true } }, input],
  'required-mixed': [
    { inputSchema: { type: 'object', required: ['a', 1] } },
    { inputSchema: { type: 'object', required: ['a'] } },
  ],
  'dialect-null': [{ inputSchema: { type: 'object', $schema: null } }, input],
  'all-null': [
    {
      ...input,
      title: null,
      description: null,
      annotations: null,
      outputSchema: null,
      icons: null,
      _meta: null,
      execution: null,
    },
    input,
  ],
  'title-number': [
    { ...input, title: 7 },
    { ...input, title: '7' },
  ],
  'title-object': [{ ...input, title: {} }, input],
  'description-list': [{ ...input, description: ['a', 'b'] }, input],
  'annotations-list': [{ ...input, annotations: ['x'] }, input],
  'annotations-null-members': [
    { ...input, annotations: { title: null, readOnlyHint: null, destructiveHint: false } },
    { ...input, annotations: { destructiveHint: false } },
  ],
  'hint-text': [
    { ...input, annotations: { readOnlyHint: 'true' } },
    { ...input, annotations: {} },
  ],
  'meta-list': [{ ...input, _meta: 'x' }, input],
  'icons-object': [{ ...input, icons: { src: 'a' } }, input],
  'icon-without-source': [
    { ...input, icons: [{ src: 'a' }, {}] },
    { ...input, icons: [{ src: 'a' }] },
  ],
  'icon-sizes': [
    { ...input, icons: [{ src: 'a', sizes: '48x48 96x96', theme: 'blue', mimeType: null }] },
    { ...input, icons: [{ src: 'a', sizes: ['48x48', '96x96'] }] },
  ],
  'task-support': [
    { ...input, execution: { taskSupport: 'sometimes' } },
    { ...input, execution: {} },
  ],
  'output-list': [output({ type: 'array', items: {} }), input],
  'output-true': [output(true), input],
  'output-any-of': [output({ anyOf: [{ type: 'object' }] }), input],
  'output-typeless': [output({ properties: { a: {} } }), output({ type: 'object', properties: { a: {} } })],
  'output-reference': [output({ type: 'object', properties: { a: { $ref: '#/$defs/none' } } }), input],
  'output-elsewhere': [output({ type: 'object', properties: { a: { $ref: 'other.json' } } }), input],
  'output-pattern': [output({ type: 'object', properties: { a: { type: 'string', pattern: '(' } } }), input],
  'output-type': [output({ type: 'object', properties: { a: { type: 'strin' } } }), input],
  'output-enum': [output({ type: 'object', properties: { a: { enum: 'x' } } }), input],
  'output-nullable': [output({ type: 'object', properties: { a: { nullable: true } } }), input],
  'output-nullable-null': [
    output({ type: 'object', properties: { a: { type: ['string', 'null'], nullable: false } } }),
    input,
  ],
  'output-draft-04': [
    output({
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'object',
      properties: { a: { type: 'number', minimum: 0, exclusiveMinimum: true } },
    }),
    input,
  ],
  'output-id-draft-04': [output({ type: 'object', id: 'x' }), input],
  'output-id-number': [output({ type: 'object', $id: 5 }), input],
  'output-id': [output({ type: 'object', $id: 'urn:same' }), input],
  'output-id-again': [output({ type: 'object', properties: { a: { $id: 'urn:same' } } }), input],
  'output-id-unknown-word': [output({ type: 'object', 'x-more': { $id: 'urn:same' } }), input],
  'output-data': [output({ type: 'object', properties: { a: { minimum: { $data: '1/b' } } } }), input],
  'output-async': [output({ type: 'object', properties: { a: { $async: true } } }), input],
  'output-format': [
    output({ type: 'object', properties: { a: { type: 'string', formatMinimum: '1' } } }),
    input,
  ],
  'output-circle': [
    output({
      type: 'object',
      $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
      properties: { a: { $ref: '#/$defs/a' } },
    }),
    input,
  ],
  'output-tree': [output(tree), output(tree)],
  'output-words': [output(words), output(words)],
  'name-number': [{ name: 5, ...input }, undefined],
  'name-null': [{ name: null, ...input }, undefined],
  'schema-text': [{ inputSchema: '{"type":"object"}' }, undefined],
  'schema-false': [{ inputSchema: false }, undefined],
  'schema-string-type': [{ inputSchema: { type: 'string' } }, undefined],
  'schema-list': [{ inputSchema: [{}] }, undefined],
  fine: [
    {
      title: 'Fine',
      inputSchema: { type: 'object', $ref: '#/x', 'x-more': null, properties: { a: { type: null } } },
      outputSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
      'x-unknown': [null],
      annotations: { 'x-hint': null },
    },
    {
      title: 'Fine',
      inputSchema: { type: 'object', $ref: '#/x', 'x-more': null, properties: { a: { type: null } } },
      outputSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
      'x-unknown': [null],
      annotations: { 'x-hint': null },
    },
  ],
};
const listed = [
  ...Object.entries(tools).map(([name, [given]]) => ({ name, ...given })),
  null,
  'a tool',
  {},
  { name: 'fine', description: 'again', inputSchema: object },
];
const expectedTools = Object.entries(tools).flatMap(([name, [, expected]]) =>
  expected === undefined ? [] : [{ name, ...expected }],
);

const resources: readonly Odd[] = [
  [{ uri: 'a:1' }, { uri: 'a:1', name: 'a:1' }],
  [
    { uri: 'a:2', name: null, size: '12', mimeType: null },
    { uri: 'a:2', name: 'a:2' },
  ],
  [
    {
      uri: 'a:3',
      name: 'c',
      annotations: { audience: ['user', 'me'], priority: 7, lastModified: 'yesterday' },
    },
    { uri: 'a:3', name: 'c', annotations: { audience: ['user'] } },
  ],
  [
    { uri: 'a:4', name: 'd', annotations: null, _meta: [] },
    { uri: 'a:4', name: 'd', _meta: {} },
  ],
  [{ name: 'nowhere' }, undefined],
  [{ uri: 5, name: 'number' }, undefined],
];
const templates: readonly Odd[] = [
  [{ uriTemplate: 'a:{x}' }, { uriTemplate: 'a:{x}', name: 'a:{x}' }],
  [{ name: 'none' }, undefined],
];
const prompts: readonly Odd[] = [
  [{ name: 'p1', arguments: null, description: null }, { name: 'p1' }],
  [{ name: 'p2', arguments: {} }, { name: 'p2' }],
  [
    { name: 'p3', arguments: [{ name: 'a', required: 'yes', description: null }, { description: 'x' }] },
    { name: 'p3', arguments: [{ name: 'a' }] },
  ],
  [
    { name: 'p4', arguments: [] },
    { name: 'p4', arguments: [] },
  ],
  [{ title: 'no name' }, undefined],
];
const givenOf = (odds: readonly Odd[]) => odds.map(([given]) => given);
const expectedOf = (odds: readonly Odd[]) => odds.flatMap(([, expected]) => (expected ? [expected] : []));

const answers = {
  'tools/list': { result: { tools: listed, nextCursor: null, _meta: null } },
  'resources/list': { result: { resources: givenOf(resources) } },
  'resources/templates/list': { result: { resourceTemplates: givenOf(templates) } },
  'prompts/list': { result: { prompts: givenOf(prompts) } },
};
const zed = {
  calls: { good: { result: { content: [] } }, better: { result: { content: [] } } },
  answers: {
    'tools/list': {
      result: {
        tools: [
          // As a tool of the other remote has it.
          { name: 'good', inputSchema: object, outputSchema: { type: 'object', $id: 'urn:same' } },
          { name: 'better', inputSchema: object },
        ],
      },
    },
  },
};
const at = (server: { url: string; token: string }, name: string) => ({
  url: `${server.url}/${name}`,
  token: server.token,
});

describe('a remote with odd definitions beside a good one', () => {
  test('every client lists the good tools of both, at /mcp and at its own address', async ({
    home,
    model,
    http,
  }) => {
    const extra = [oddTable(home, 'bad', { answers }), oddTable(home, 'zed', zed)].join('\n');
    home.writeConfig({ baseUrl: model.baseUrl, extra });
    const server = await http();
    const names = [
      ...toolNames,
      ...expectedTools.map(({ name }) => `mcp__bad__${name}`),
      'mcp__zed__good',
      'mcp__zed__better',
    ];

    const old = await connectHttp(server);
    expect((await old.client.listTools()).tools.map(({ name }) => name)).toEqual(names);
    await old.close();
    const modern = await connectModernHttp(server);
    expect((await modern.client.listTools()).tools.map(({ name }) => name)).toEqual(names);
    await modern.close();
    const raw = await askModern(server, { method: 'tools/list' });
    expect(raw.json.result.tools.map(({ name }: Json) => name)).toEqual(names);

    const session = await openSession(at(server, 'bad'));
    const expected = {
      'tools/list': { tools: expectedTools },
      'resources/list': { resources: expectedOf(resources) },
      'resources/templates/list': { resourceTemplates: expectedOf(templates) },
      'prompts/list': { prompts: expectedOf(prompts) },
    };
    for (const [method, result] of Object.entries(expected)) {
      expect((await session.ask(method)).result, method).toEqual(result);
      const answer = await askModern(at(server, 'bad'), { method });
      // This era knows no tasks of that kind.
      const withoutExecution = JSON.parse(JSON.stringify(result), (key, value) =>
        key === 'execution' ? undefined : value,
      );
      expect(answer.json.result, method).toMatchObject(withoutExecution);
    }

    const alone = await connectHttp(at(server, 'bad'));
    expect((await alone.client.listTools()).tools).toHaveLength(expectedTools.length);
    expect((await alone.client.listResources()).resources).toHaveLength(4);
    expect((await alone.client.listResourceTemplates()).resourceTemplates).toHaveLength(1);
    expect((await alone.client.listPrompts()).prompts).toHaveLength(4);
    await alone.close();
    const modernAlone = await connectModernHttp(at(server, 'bad'));
    expect((await modernAlone.client.listTools()).tools).toHaveLength(expectedTools.length);
    expect((await modernAlone.client.listResources()).resources).toHaveLength(4);
    expect((await modernAlone.client.listPrompts()).prompts).toHaveLength(4);
    await modernAlone.close();
  });

  test('fixed and left out definitions are logged once, and the doctor counts them', async ({
    home,
    model,
    http,
  }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: oddTable(home, 'bad', { answers }) });
    const server = await http(['--log-level', 'info']);
    for (let round = 0; round < 2; round += 1) {
      const session = await openSession(at(server, 'bad'));
      await session.ask('tools/list');
      await session.ask('prompts/list');
    }
    const lines = server.stderr().split('\n');
    const told = (words: string) =>
      lines.filter((line) => line.includes('definitions') && line.includes(words));
    for (const words of ['tool schema-text (', 'tool any-of (', 'prompt p2 (']) {
      expect(told(words), words).toHaveLength(1);
    }

    const doctor = await runPatchbay(home, ['doctor']);
    expect(doctor.stdout).toMatch(/Remote bad: .*\d+ definitions repaired, \d+ skipped/);
  });
});

describe('a remote of the newer era with odd definitions', () => {
  for (const type of ['application/json', 'text/event-stream']) {
    test(`is listed by clients of both eras (${type})`, async ({ home, model, http }) => {
      const odd: Json = Object.fromEntries(
        Object.entries(answers).map(([method, { result }]) => {
          const text = `{"jsonrpc":"2.0","id":$ID,"result":${JSON.stringify(result)}}`;
          return [method, { text: type === 'text/event-stream' ? `data: ${text}\n\n` : text, type }];
        }),
      );
      const remote = await serveOdd({ answers: odd }, 'modern');
      try {
        const extra = [httpTable('bad', remote.url), oddTable(home, 'zed', zed)].join('\n');
        home.writeConfig({ baseUrl: model.baseUrl, extra });
        const server = await http();
        // Any schema of a result is fine in this era, as long as it compiles.
        const kept = ['output-list', 'output-any-of', 'output-typeless'];
        const raw = await askModern(at(server, 'bad'), { method: 'tools/list' });
        expect(raw.json.result).toMatchObject({ resultType: 'complete', ttlMs: 0, cacheScope: 'private' });
        const byName = new Map(raw.json.result.tools.map((tool: Json) => [tool.name, tool]));
        expect([...byName.keys()]).toEqual(expectedTools.map(({ name }) => name));
        for (const tool of expectedTools) {
          const expected = kept.includes(tool.name)
            ? { ...tool, outputSchema: tools[tool.name]?.[0].outputSchema }
            : tool;
          expect(byName.get(tool.name)).toEqual(expected);
        }
        const modern = await connectModernHttp(at(server, 'bad'));
        expect((await modern.client.listTools()).tools).toHaveLength(expectedTools.length);
        expect((await modern.client.listResources()).resources).toHaveLength(4);
        await modern.close();
        const old = await connectHttp(at(server, 'bad'));
        expect((await old.client.listTools()).tools).toHaveLength(expectedTools.length);
        await old.close();
        const both = await connectHttp(server);
        const all = (await both.client.listTools()).tools.map(({ name }) => name);
        expect(all).toEqual(expect.arrayContaining(['mcp__bad__any-of', 'mcp__zed__good']));
        await both.close();
      } finally {
        await remote.close();
      }
    });
  }
});

const good = { name: 'good', inputSchema: object };
/** What a list is like → its result, and the names that come of it. */
const wholeLists: Record<string, readonly [Json, readonly string[]]> = {
  'tools-null': [{ tools: null }, []],
  nothing: [{}, []],
  'null-result': [null, []],
  'php-list': [{ tools: {} }, []],
  'object-list': [{ tools: { good } }, []],
  'text-list': [{ tools: 'good' }, []],
  'bare-list': [[good], ['good']],
  'cursor-null': [{ tools: [good], nextCursor: null }, ['good']],
  'cursor-false': [{ tools: [good], nextCursor: false }, ['good']],
  'cursor-same': [{ tools: [good], nextCursor: 'again' }, ['good']],
  'meta-null': [{ tools: [good], _meta: null }, ['good']],
  'meta-token': [{ tools: [good], _meta: { progressToken: null } }, ['good']],
  'ttl-null': [{ tools: [good], ttlMs: null, cacheScope: 'mine', resultType: 3 }, ['good']],
};
/** What an introduction is like → what is answered to `initialize`, in part. */
const introductions: Record<string, readonly [Json, Json]> = {
  'capabilities-null': [
    { protocolVersion: '2025-06-18', capabilities: null, serverInfo: { name: 'x', version: '1' } },
    { capabilities: { tools: {} } },
  ],
  'capabilities-php': [
    {
      protocolVersion: '2025-06-18',
      capabilities: { tools: [], logging: true, prompts: false, experimental: null },
      serverInfo: { name: 'x', version: '1' },
    },
    { capabilities: { tools: {}, logging: {} } },
  ],
  'capability-words': [
    {
      protocolVersion: '2025-06-18',
      capabilities: { tools: { listChanged: 'yes' } },
      serverInfo: { name: 'x', version: '1' },
    },
    { capabilities: { tools: {} } },
  ],
  'version-number': [
    { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'x', version: 1 } },
    { serverInfo: { name: 'x', version: '1' } },
  ],
  'no-version': [
    { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'x' } },
    { serverInfo: { name: 'x', version: '0' } },
  ],
  'server-null': [
    { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: null },
    { serverInfo: { name: 'unnamed server', version: '0' } },
  ],
  'server-text': [
    { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: 'acme', _meta: null },
    { serverInfo: { name: 'acme', version: '0' } },
  ],
  'instructions-null': [
    {
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'x', version: '1', title: null, icons: null },
      instructions: null,
    },
    { serverInfo: { name: 'x', version: '1' } },
  ],
  'no-protocol': [
    { capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } },
    { protocolVersion: '2025-03-26' },
  ],
};

const offers = { calls: { good: { result: { content: [] } } } };
const odds: Record<string, readonly (readonly [name: string, plan: OddPlan, tools: readonly string[]])[]> = {
  lists: Object.entries(wholeLists).map(([name, [result, expected]]) => [
    name,
    { answers: { 'tools/list': { result } } },
    expected,
  ]),
  introductions: Object.entries(introductions).map(([name, [about]]) => [
    name,
    { about, ...offers },
    ['good'],
  ]),
};

for (const [kind, remotes] of Object.entries(odds)) {
  test(`a list of ${kind} that is odd as a whole is read by every client`, async ({ home, model, http }) => {
    const tables = remotes.map(([name, plan]) => oddTable(home, name, plan));
    home.writeConfig({
      baseUrl: model.baseUrl,
      extra: [...tables, oddTable(home, 'zed', zed)].join('\n'),
    });
    const server = await http();
    const namesOf = (page: { tools: readonly { name: string }[] }) => [
      ...new Set(page.tools.map(({ name }) => name)),
    ];
    for (const [name, , expected] of remotes) {
      const old = await connectHttp(at(server, name));
      expect(namesOf(await old.client.listTools()), name).toEqual(expected);
      await old.close();
      const modern = await connectModernHttp(at(server, name));
      expect(namesOf(await modern.client.listTools()), name).toEqual(expected);
      await modern.close();
    }
    const all = await connectHttp(server);
    const offered = remotes.flatMap(([name, , found]) => found.map((tool) => `mcp__${name}__${tool}`));
    expect(namesOf(await all.client.listTools())).toEqual([
      ...toolNames,
      ...offered,
      'mcp__zed__good',
      'mcp__zed__better',
    ]);
    await all.close();
  });
}

test('an answer to initialize has every required member, and none that is null', async ({
  home,
  model,
  http,
}) => {
  const tables = Object.entries(introductions).map(([name, [about]]) =>
    oddTable(home, name, { about, ...offers }),
  );
  home.writeConfig({ baseUrl: model.baseUrl, extra: tables.join('\n') });
  const server = await http();
  for (const [name, [, expected]] of Object.entries(introductions)) {
    const introduction = (await postInitialize(at(server, name))).json.result;
    expect(introduction, name).toMatchObject(expected);
    expect(Object.values(introduction).includes(null), name).toBe(false);
  }
});

test('a numeric cursor returns to the remote as a number', async ({ home, model, http }) => {
  const plan = {
    answers: { 'tools/list': { result: { tools: [good], nextCursor: 7 } } },
    page: { cursor: 7, result: { tools: [{ ...good, name: 'further' }] } },
  };
  home.writeConfig({ baseUrl: model.baseUrl, extra: oddTable(home, 'bad', plan) });
  const session = await openSession(at(await http(), 'bad'));
  const { nextCursor } = (await session.ask('tools/list')).result;
  expect(nextCursor).toBe('7');
  const { tools: further } = (await session.ask('tools/list', { cursor: nextCursor })).result;
  expect(further.map(({ name }: Json) => name)).toEqual(['further']);
});

const furtherPages: Record<string, Json> = {
  error: { error: { code: -32603, message: 'the second page is broken' } },
  nonsense: { result: 7 },
  silence: 'silent',
  endless: 'endless',
};
for (const [kind, further] of Object.entries(furtherPages)) {
  test(`pages before one that cannot be fetched are kept (${kind})`, async ({ home, model, http }) => {
    const plan: OddPlan = {
      answers: {
        'tools/list': { result: { tools: [good], nextCursor: 'two' } },
        'prompts/list': { result: { prompts: [{ name: 'p' }], nextCursor: 'two' } },
      },
      further,
    };
    const limits = kind === 'silence' ? 'startup_timeout_sec = 3\ntool_timeout_sec = 1' : '';
    const table = oddTable(home, 'bad', plan, limits);
    home.writeConfig({ baseUrl: model.baseUrl, extra: [table, oddTable(home, 'zed', zed)].join('\n') });
    const server = await http();
    const session = await openSession(server);
    const names = (await session.ask('tools/list')).result.tools.map(({ name }: Json) => name);
    expect(names).toEqual([...toolNames, 'mcp__bad__good', 'mcp__zed__good', 'mcp__zed__better']);
    const alone = await openSession(at(server, 'bad'));
    const first = (await alone.ask('prompts/list')).result;
    expect(first).toMatchObject({ prompts: [{ name: 'p' }], nextCursor: 'two' });
    expect((await alone.ask('prompts/list', { cursor: 'two' })).result).toMatchObject({ prompts: [] });
    await hasSaid(server, /definitions.*the rest of tools\/list/);
    if (kind === 'endless') await hasSaid(server, 'it has more than 100 pages');
    // What the remote never gave is the client's own.
    if (kind === 'error') {
      const { error } = await alone.ask('prompts/list', { cursor: 'other' });
      expect(error).toMatchObject({ message: 'the second page is broken' });
    }
  });
}
