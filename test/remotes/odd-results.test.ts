// Results and answers that strict clients refuse, or drop without a word and wait for: what has one meaning reaches every
// client in a shape it can read, and a call is always answered.
import { expect, test } from '../support/fixtures.ts';
import { connectModernHttp } from '../support/modern-client.ts';
import type { OddAnswer } from '../support/odd-answers.ts';
import { oddTable, serveOdd, serveOddEvents } from '../support/odd-remotes.ts';
import { connectHttp, textOf } from '../support/patchbay.ts';
import { openSession } from '../support/raw-http.ts';
import { httpTable } from '../support/remotes.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever a remote may send
type Json = any;

const text = (words: string) => ({ type: 'text', text: words });
const said = (words: string) => ({ content: [text(words)] });
const answered = (result: Json) => `{"jsonrpc":"2.0","id":$ID,"result":${JSON.stringify(result)}}`;
const done = answered(said('done'));
const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
const at = (server: { url: string; token: string }, name: string) => ({
  url: `${server.url}/${name}`,
  token: server.token,
});

/** Tool → what is answered, and the result that comes of it. */
const results: Record<string, readonly [Json, Json]> = {
  'null-members': [{ content: [text('a')], structuredContent: null, isError: null, _meta: null }, said('a')],
  'token-null': [
    { ...said('a'), _meta: { progressToken: null, x: 1 } },
    { ...said('a'), _meta: { x: 1 } },
  ],
  'meta-list': [
    { ...said('a'), _meta: [] },
    { ...said('a'), _meta: {} },
  ],
  'no-content': [
    { structuredContent: { a: 1 } },
    { content: [text('{"a":1}')], structuredContent: { a: 1 } },
  ],
  nothing: [{}, { content: [] }],
  null: [null, { content: [] }],
  'content-null': [{ content: null }, { content: [] }],
  'content-text': [{ content: 'words' }, said('words')],
  'content-block': [{ content: text('one') }, said('one')],
  'content-number': [{ content: 5 }, said('5')],
  'bare-text': ['words', said('words')],
  'bare-number': [7, said('7')],
  'bare-false': [false, said('false')],
  'bare-blocks': [[text('a'), text('b')], { content: [text('a'), text('b')] }],
  'bare-list': [[1, 2], said('[1,2]')],
  'other-members': [
    { output: 'x', code: 0 },
    { output: 'x', code: 0, content: [text('{"output":"x","code":0}')] },
  ],
  'error-text': [
    { ...said('no'), isError: 'true' },
    { ...said('no'), isError: true },
  ],
  'error-number': [
    { ...said('no'), isError: 1 },
    { ...said('no'), isError: true },
  ],
  'error-zero': [{ ...said('yes'), isError: 0 }, said('yes')],
  'structured-list': [{ structuredContent: [1] }, said('[1]')],
  'structured-text': [{ ...said('a'), structuredContent: 'x' }, said('a')],
  'block-text': [{ content: ['a', null, 3] }, { content: [text('a'), text('3')] }],
  'block-null': [{ content: [{ type: 'text', text: null }] }, said('')],
  'block-number': [{ content: [{ type: 'text', text: 5 }] }, said('5')],
  'block-object': [{ content: [{ type: 'text', text: { a: 1 } }] }, said('{"a":1}')],
  'block-typeless': [{ content: [{ text: 'a' }] }, said('a')],
  'block-nulls': [{ content: [{ type: 'text', text: 'a', annotations: null, _meta: null }] }, said('a')],
  'block-annotations': [
    {
      content: [
        { type: 'text', text: 'a', annotations: { audience: 'user', priority: 3, lastModified: '1 May' } },
      ],
    },
    { content: [{ type: 'text', text: 'a', annotations: {} }] },
  ],
  'image-address': [
    { content: [{ type: 'image', data: 'data:image/png;base64,AAAA' }] },
    { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] },
  ],
  'image-alphabet': [
    { content: [{ type: 'image', data: 'AA-_', mimeType: 'image/png', annotations: null }] },
    { content: [{ type: 'image', data: 'AA+/', mimeType: 'image/png' }] },
  ],
  'image-empty': [{ content: [{ type: 'image', url: 'x' }] }, said('{"type":"image","url":"x"}')],
  'resource-null': [
    {
      content: [
        { type: 'resource', resource: { uri: 'a:1', text: 'x', blob: null, mimeType: null, _meta: null } },
      ],
    },
    { content: [{ type: 'resource', resource: { uri: 'a:1', text: 'x' } }] },
  ],
  'resource-none': [
    { content: [{ type: 'resource', resource: null }] },
    said('{"type":"resource","resource":null}'),
  ],
  'link-nameless': [
    { content: [{ type: 'resource_link', uri: 'a:1', description: null }] },
    { content: [{ type: 'resource_link', uri: 'a:1', name: 'a:1' }] },
  ],
};
/** Those that are fine, and must come through as they are. */
const untouched: Record<string, Json> = {
  unknown: {
    content: [{ type: 'hologram', layers: null, text: null }],
    'x-result': null,
    _meta: { 'x-meta': null },
  },
  structured: { content: [text('{"a":null}')], structuredContent: { a: null }, isError: false },
  rich: {
    content: [
      { type: 'text', text: 'a', annotations: { audience: ['user'], priority: 1, 'x-a': null } },
      { type: 'image', data: 'AAAA', mimeType: 'image/png', 'x-i': [] },
    ],
  },
};

/** Tool → the text that answers the call, and the words that come of it: of a result, or of an error. */
const texts: Record<string, readonly [string, string | RegExp]> = {
  batch: [`[${done}]\n`, 'done'],
  'pretty-printed': [
    `${JSON.stringify(JSON.parse(done.replace('$ID', '"@"')), null, 2).replace('"@"', '$ID')}\n`,
    'done',
  ],
  'pretty-batch': [`[\n  ${done}\n]\n`, 'done'],
  'words-before': [`progress: 10%...${done}\n`, 'done'],
  'words-after': [`${done} took 3 ms\n`, 'done'],
  'log-before': [`{"level":"info"} ${done}\n`, 'done'],
  'two-on-a-line': [`{"jsonrpc":"2.0","method":"notifications/x"}${done}\n`, 'done'],
  'not-a-number': [
    '{"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"NaN, done"}],"x":NaN,"y":[-Infinity,Infinity]}}\n',
    'NaN, done',
  ],
  'bare-line-end': [
    '{"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"two\nlines"}]}}\n',
    'two\nlines',
  ],
  'bare-tab': ['{"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"a\tb"}]}}\n', 'a\tb'],
  mark: [`\ufeff${done}\r\n`, 'done'],
  'windows-lines': [`starting\r\n${done}\r\n`, 'done'],
  'no-line-end': [done, 'done'],
  'text-id': [`${done.replace('$ID', '"$ID"')}\n`, 'done'],
  'result-and-null-error': [
    `{"jsonrpc":"2.0","id":$ID,"result":${JSON.stringify(said('done'))},"error":null}\n`,
    'done',
  ],
  'result-and-empty-error': [
    `{"jsonrpc":"2.0","id":$ID,"result":${JSON.stringify(said('done'))},"error":{}}\n`,
    'done',
  ],
  'no-version': [`{"id":$ID,"result":${JSON.stringify(said('done'))}}\n`, 'done'],
  'error-and-null-result': [
    '{"jsonrpc":"2.0","id":$ID,"result":null,"error":{"code":-32000,"message":"broken"}}\n',
    /broken/,
  ],
  'error-text': ['{"jsonrpc":"2.0","id":$ID,"error":"broken"}\n', /broken/],
  'error-code-text': ['{"jsonrpc":"2.0","id":$ID,"error":{"code":"-32000","message":"broken"}}\n', /broken/],
  'error-without-message': ['{"jsonrpc":"2.0","id":$ID,"error":{"code":-32000}}\n', /-32000/],
  'error-without-code': ['{"jsonrpc":"2.0","id":$ID,"error":{"message":"broken"}}\n', /broken/],
  'error-list': ['{"jsonrpc":"2.0","id":$ID,"error":["broken"]}\n', /broken/],
  'error-without-id': [
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}\n',
    /Parse error/,
  ],
  'python-words': [
    '{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"isError":False}}\n',
    /its answer is not JSON; it wrote 1 line that is no message/,
  ],
  deep: [
    `{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"structuredContent":{"a":${deep}}}}\n`,
    /levels deep/,
  ],
  'deep-error': [
    `{"jsonrpc":"2.0","error":{"code":1,"message":"no","data":${deep}},"id":$ID}\n`,
    /levels deep/,
  ],
  'only-words': [
    'one\ntwo\nthree \u001b[31mred\u001b[0m sk-proj-abcdefghijklmnopqrstuvwxyz0123456789\n',
    /within 2 s; it wrote 3 lines that are not messages, the last: three ⟨U\+001B⟩.*REDACTED/s,
  ],
  silence: ['', /did not answer tools\/call within 2 s\. /],
  'cut-off': [
    '{"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","tex\n',
    /within 2 s; it began a message that has no end: \{"jsonrpc"/s,
  ],
};

const callsOf = (): Record<string, OddAnswer> =>
  Object.fromEntries([
    ...Object.entries(results).map(([name, [result]]) => [`r-${name}`, { result }]),
    ...Object.entries(untouched).map(([name, result]) => [`u-${name}`, { result }]),
    ...Object.entries(texts).map(([name, [line]]) => [`t-${name}`, { text: line }]),
  ]);

test('every client can read the results of a program, in any form', async ({ home, model, http }) => {
  const extra = oddTable(home, 'odd', { calls: callsOf() });
  home.writeConfig({ baseUrl: model.baseUrl, extra });
  const server = await http();
  const session = await openSession(at(server, 'odd'));
  const shared = await openSession(server);
  const old = await connectHttp(at(server, 'odd'));
  const modern = await connectModernHttp(at(server, 'odd'));
  try {
    for (const [name, [, expected]] of Object.entries(results)) {
      const tool = `r-${name}`;
      expect((await session.ask('tools/call', { name: tool, arguments: {} })).result, name).toEqual(expected);
      const beside = await shared.ask('tools/call', { name: `mcp__odd__${tool}`, arguments: {} });
      expect(beside.result, name).toEqual(expected);
      expect(await old.client.callTool({ name: tool }), name).toMatchObject(expected);
      expect(await modern.call(tool, {}), name).toMatchObject(expected);
    }
    for (const [name, expected] of Object.entries(untouched)) {
      const { result } = await session.ask('tools/call', { name: `u-${name}`, arguments: {} });
      expect(JSON.stringify(result), name).toBe(JSON.stringify(expected));
    }
  } finally {
    await Promise.all([old.close(), modern.close()]);
  }
});

test('every call is answered, whatever a program writes', async ({ home, model, http }) => {
  const extra = oddTable(home, 'odd', { calls: callsOf() }, 'tool_timeout_sec = 2');
  home.writeConfig({ baseUrl: model.baseUrl, extra });
  const server = await http();
  const old = await connectHttp(at(server, 'odd'));
  const modern = await connectModernHttp(at(server, 'odd'));
  const wordsOf = (call: Promise<Json>) => call.then(textOf, (error: Error) => error.message);
  try {
    for (const [name, [, expected]] of Object.entries(texts)) {
      const tool = `t-${name}`;
      const answers = [
        await wordsOf(old.client.callTool({ name: tool }, undefined, { timeout: 8000 })),
        await wordsOf(modern.call(tool, {}, { signal: AbortSignal.timeout(8000) })),
      ];
      for (const words of answers) {
        if (typeof expected === 'string') expect(words, name).toBe(expected);
        else expect(words, name).toMatch(expected);
      }
    }
  } finally {
    await Promise.all([old.close(), modern.close()]);
  }
});

const event = (data: string) => ({ text: `event: message\ndata: ${data}\n\n`, type: 'text/event-stream' });
/** Tool → the answer over HTTP, and the words that come of it. */
const bodies: Record<string, readonly [OddAnswer, string | RegExp]> = {
  'null-members': [{ text: answered({ ...said('done'), structuredContent: null, _meta: null }) }, 'done'],
  'null-members-event': [event(answered({ ...said('done'), isError: null, _meta: null })), 'done'],
  'no-content': [{ text: answered({ structuredContent: { a: 1 } }) }, '{"a":1}'],
  batch: [{ text: `[${done}]` }, 'done'],
  'batch-event': [event(`[${done}]`), 'done'],
  'not-a-number': [
    { text: answered(said('done')).replace('"text":"done"', '"text":"done","x":NaN') },
    'done',
  ],
  mark: [{ text: `\ufeff${done}` }, 'done'],
  'text-id': [{ text: done.replace('$ID', '"$ID"') }, 'done'],
  plain: [{ text: done, type: 'text/plain' }, 'done'],
  'no-type': [{ text: done, type: '' }, 'done'],
  'json-as-stream': [{ text: done, type: 'text/event-stream' }, 'done'],
  'stream-as-json': [{ text: `data: ${done}\n\n`, type: 'application/json' }, 'done'],
  'several-lines': [
    event(
      JSON.stringify(JSON.parse(done.replace('$ID', '"@"')), null, 1)
        .replace('"@"', '$ID')
        .replaceAll('\n', '\ndata: '),
    ),
    'done',
  ],
  page: [{ text: '<html>\n<h1>Bad gateway</h1>', type: 'text/html' }, /text\/html.*<html> <h1>Bad gateway/s],
  empty: [{ text: '' }, /HTTP 200 and nothing else/],
  'no-content-status': [{ text: '', status: 204 }, /HTTP 204 and nothing else/],
  accepted: [{ text: '', status: 202 }, /HTTP 202 and nothing else/],
  'empty-stream': [{ text: ': nothing\n\n', type: 'text/event-stream' }, /without an answer/],
  'words-event': [event('sorry'), /no message: sorry/],
  deep: [{ text: `{"jsonrpc":"2.0","result":{"content":${deep}},"id":$ID}` }, /levels deep|no message: /],
  'deep-event': [
    event(`{"jsonrpc":"2.0","id":$ID,"result":{"content":${deep}}}`),
    /levels deep|no message: /,
  ],
  'error-text': [{ text: '{"jsonrpc":"2.0","id":$ID,"error":"broken"}' }, /broken/],
};

for (const era of ['legacy', 'modern'] as const) {
  test(`every call is answered, whatever an address of the ${era} era sends`, async ({
    home,
    model,
    http,
  }) => {
    const calls = Object.fromEntries(Object.entries(bodies).map(([name, [answer]]) => [name, answer]));
    const listing = {
      tools: Object.keys(calls).map((name) => ({ name, inputSchema: { type: 'object' } })),
      ttlMs: 0,
      cacheScope: 'private',
      resultType: 'complete',
    };
    const remote = await serveOdd({ calls, answers: { 'tools/list': { result: listing } } }, era);
    try {
      home.writeConfig({
        baseUrl: model.baseUrl,
        extra: httpTable('odd', remote.url, 'tool_timeout_sec = 4'),
      });
      const server = await http();
      const old = await connectHttp(at(server, 'odd'));
      const modern = await connectModernHttp(at(server, 'odd'));
      const wordsOf = (call: Promise<Json>) => call.then(textOf, (error: Error) => error.message);
      for (const [name, [, expected]] of Object.entries(bodies)) {
        const answers = [
          await wordsOf(old.client.callTool({ name }, undefined, { timeout: 8000 })),
          await wordsOf(modern.call(name, {}, { signal: AbortSignal.timeout(8000) })),
        ];
        for (const words of answers) {
          if (typeof expected === 'string') expect(words, name).toBe(expected);
          else expect(words, name).toMatch(expected);
        }
      }
      await Promise.all([old.close(), modern.close()]);
    } finally {
      await remote.close();
    }
  });
}

test('every call is answered, whatever an address with the transport of 2024-11-05 sends', async ({
  home,
  model,
  http,
}) => {
  const names = ['null-members', 'no-content', 'batch', 'not-a-number', 'text-id', 'error-text'];
  const chosen = Object.entries(bodies).filter(([name]) => names.includes(name));
  const spoilt = '{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"isError":False}}';
  const calls = {
    ...Object.fromEntries(chosen.map(([name, [answer]]) => [name, answer])),
    spoilt: { text: spoilt },
  };
  const expected: Record<string, string | RegExp> = {
    ...Object.fromEntries(chosen.map(([name, [, words]]) => [name, words])),
    spoilt: /its answer is not JSON; it wrote 1 line that is no message/,
  };
  const remote = await serveOddEvents({ calls });
  try {
    home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('odd', remote.url, 'tool_timeout_sec = 4') });
    const { client, close } = await connectHttp(at(await http(), 'odd'));
    for (const [name, words] of Object.entries(expected)) {
      const said = await client.callTool({ name }, undefined, { timeout: 8000 }).then(
        (result) => textOf(result as never),
        (error: Error) => error.message,
      );
      if (typeof words === 'string') expect(said, name).toBe(words);
      else expect(said, name).toMatch(words);
    }
    await close();
  } finally {
    await remote.close();
  }
});

test('other results and notifications reach clients in a form they can read', async ({
  home,
  model,
  http,
}) => {
  const plan = {
    answers: {
      'prompts/get': {
        result: {
          description: null,
          messages: [
            { role: 'system', content: 'be kind' },
            { role: 'user', content: [text('a'), text('b')] },
          ],
        },
      },
      'resources/read': { result: { contents: { text: 'x', mimeType: null } } },
      'completion/complete': { result: { completion: { values: ['a', 1], total: null, hasMore: null } } },
      'logging/setLevel': { result: null },
    },
    calls: { talk: { result: said('talked') } },
    says: [
      {
        jsonrpc: '2.0',
        method: 'notifications/message',
        params: { level: 'WARN', logger: null, data: 'hot', _meta: null },
      },
      { jsonrpc: '2.0', id: null, method: 'notifications/tools/list_changed', params: null },
    ],
  };
  home.writeConfig({ baseUrl: model.baseUrl, extra: oddTable(home, 'odd', plan) });
  const server = await http();
  const session = await openSession(at(server, 'odd'));
  const ask = async (method: string, params: object) => (await session.ask(method, params)).result;
  expect(await ask('prompts/get', { name: 'p' })).toEqual({
    messages: [
      { role: 'user', content: text('be kind') },
      { role: 'user', content: text('a') },
      { role: 'user', content: text('b') },
    ],
  });
  expect(await ask('resources/read', { uri: 'a:1' })).toEqual({ contents: [{ uri: 'a:1', text: 'x' }] });
  const completion = { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: '' } };
  expect(await ask('completion/complete', completion)).toEqual({ completion: { values: ['a', '1'] } });
  expect(await ask('logging/setLevel', { level: 'info' })).toEqual({});

  const answer = await session.post({
    jsonrpc: '2.0',
    id: 'talk',
    method: 'tools/call',
    params: { name: 'talk', arguments: {} },
  });
  await answer.event(({ message }) => message?.id === 'talk');
  const logged = answer.events().find(({ message }) => message?.method === 'notifications/message');
  expect(logged?.message.params).toEqual({ level: 'warning', data: 'hot' });
});
