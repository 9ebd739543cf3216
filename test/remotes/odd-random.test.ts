// Good definitions and results with something in them replaced at random: no client may refuse what comes of them. The
// clients' own schemas judge.
import { type Random, randomFor } from '../fuzz/random.ts';
import { expect, test } from '../support/fixtures.ts';
import { connectModernHttp } from '../support/modern-client.ts';
import type { OddAnswer } from '../support/odd-answers.ts';
import { oddTable } from '../support/odd-remotes.ts';
import { connectHttp } from '../support/patchbay.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever a remote may send
type Json = any;

const SEED = 20_261_129;
const DEFINITIONS = 300;
const RESULTS = 300;
const odd: readonly Json[] = [
  ...[null, true, false, 0, -1, 1.5, '', 'x', [], {}, [null], [1], ['a'], [{}], [[]]],
  ...[{ a: null }, { type: 'x' }, { type: ['object'] }],
];
/** And what schemas can have in them. */
const oddSchemas: readonly Json[] = [
  ...odd,
  ...[{ $id: 'x' }, { id: 'x' }, { nullable: true }, { $data: '1/b' }, { $ref: '#/$defs/one' }],
  ...[{ exclusiveMinimum: true }, { $async: true }, { $anchor: 'x' }, '#/$defs/two', '#', 'constructor'],
];

const facts = {
  title: 'T',
  description: 'D',
  icons: [{ src: 'a', mimeType: 'b', sizes: ['1x1'], theme: 'dark' }],
};
const annotations = { audience: ['user'], priority: 0.5, lastModified: '2026-01-01T00:00:00Z' };
const tool = {
  ...facts,
  inputSchema: {
    $schema: 'x',
    type: 'object',
    properties: { a: { type: 'string', enum: ['a'] } },
    required: ['a'],
  },
  outputSchema: {
    type: 'object',
    $schema: 'http://json-schema.org/draft-07/schema#',
    $defs: { one: { type: 'object' }, two: { $ref: '#/$defs/one' } },
    properties: {
      a: { type: 'array', items: { $ref: '#/$defs/one' } },
      b: { type: 'string', pattern: 'a', format: 'date', minLength: 1 },
      c: { anyOf: [{ type: 'null' }, { const: 3 }] },
      d: { type: 'number', minimum: 1, exclusiveMaximum: 9, multipleOf: 2, nullable: true, default: 1 },
      e: { $ref: '#/$defs/two' },
      f: { type: 'array', prefixItems: [{}], contains: {}, minContains: 1, uniqueItems: true },
      g: { if: { required: ['a'] }, else: { not: {} }, propertyNames: { maxLength: 3 } },
      h: { dependencies: { a: ['b'], b: {} }, dependentRequired: { a: ['b'] }, 'x-more': { a: 1 } },
    },
    required: ['a'],
    additionalProperties: false,
  },
  annotations: { title: 'x', readOnlyHint: true },
  execution: { taskSupport: 'optional' },
  _meta: { x: 1 },
};
const resource = { ...facts, uri: 'a:1', name: 'n', mimeType: 'm', size: 4, annotations, _meta: {} };
const prompt = { ...facts, arguments: [{ name: 'a', description: 'b', required: true }] };
const result = {
  _meta: { progressToken: 1, 'io.modelcontextprotocol/related-task': { taskId: 'x' } },
  content: [
    { type: 'text', text: 'a', annotations, _meta: {} },
    { type: 'image', data: 'AAAA', mimeType: 'm' },
    { type: 'resource', resource: { uri: 'a:1', text: 't', mimeType: 'm', _meta: {} } },
    { type: 'resource', resource: { uri: 'a:1', blob: 'AAAA' } },
    { type: 'resource_link', ...resource },
  ],
  structuredContent: { a: 1 },
  isError: false,
};

function spoilt(value: Json, random: Random, instead: readonly Json[]): Json {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.length === 0 || random.chance(0.2)) return random.pick(instead);
  const copy = structuredClone(value);
  const key = random.pick(keys);
  if (random.chance(0.1)) delete copy[key];
  else copy[key] = spoilt(copy[key], random, instead);
  return copy;
}

const spoiltAt = (value: Json, index: number, instead = odd) => {
  const random = randomFor(SEED, index);
  return spoilt(random.chance(0.5) ? spoilt(value, random, instead) : value, random, instead);
};
const many = (count: number, make: (index: number) => Json) =>
  Array.from({ length: count }, (_, at) => make(at));

test(`no client refuses a randomly damaged definition or result (seed ${SEED})`, async ({
  home,
  model,
  http,
}) => {
  const calls: Record<string, OddAnswer> = Object.fromEntries(
    many(RESULTS, (at) => [`call-${at}`, { result: spoiltAt(result, at) }]),
  );
  const tools = many(DEFINITIONS, (at) => spoiltAt({ name: `tool-${at}`, ...tool }, at, oddSchemas));
  const answers = {
    'tools/list': { result: { tools } },
    'resources/list': { result: { resources: many(DEFINITIONS, (at) => spoiltAt(resource, at)) } },
    'prompts/list': {
      result: { prompts: many(DEFINITIONS, (at) => spoiltAt({ name: `p-${at}`, ...prompt }, at)) },
    },
  };
  home.writeConfig({ baseUrl: model.baseUrl, extra: oddTable(home, 'odd', { answers, calls }) });
  const server = await http();
  const alone = { url: `${server.url}/odd`, token: server.token };
  const old = await connectHttp(alone);
  const modern = await connectModernHttp(alone);
  try {
    const listed = (await old.client.listTools()).tools;
    expect(listed.length).toBeGreaterThan(DEFINITIONS / 2);
    expect((await modern.client.listTools()).tools).toHaveLength(listed.length);
    const resources = (await old.client.listResources()).resources;
    expect(resources.length).toBeGreaterThan(DEFINITIONS / 2);
    expect((await modern.client.listResources()).resources).toHaveLength(resources.length);
    const prompts = (await old.client.listPrompts()).prompts;
    expect(prompts.length).toBeGreaterThan(DEFINITIONS / 2);
    expect((await modern.client.listPrompts()).prompts).toHaveLength(prompts.length);
    for (const name of Object.keys(calls)) {
      for (const call of [() => old.client.callTool({ name }), () => modern.call(name, {})]) {
        const said = await call().catch((error) => `${JSON.stringify(calls[name])}: ${error}`);
        expect(typeof said === 'string' ? said : 'read', name).toBe('read');
      }
    }
  } finally {
    await Promise.all([old.close(), modern.close()]);
  }
});
