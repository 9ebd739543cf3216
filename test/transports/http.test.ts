import fs from 'node:fs';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe } from 'vitest';
import { expect } from '../support/fixtures.ts';
import { type HttpPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import {
  acceptBoth,
  bearer,
  initializeRequest,
  openSession,
  postInitialize,
  type RawAnswer,
  type RawRequest,
  send,
} from '../support/raw-http.ts';
import { allowed, expectRefusal, test } from '../support/shared-http.ts';

const MIB = 1024 * 1024;

describe('a request without a valid token', () => {
  test('is answered 401, with how to get one and how to send it', async ({ server }) => {
    const { token, url } = server;
    const tries: Record<string, RawRequest['headers']> = {
      'no token': {},
      'an empty token': { Authorization: 'Bearer ' },
      'a wrong token': bearer(`pb_${'A'.repeat(43)}`),
      'a truncated token': bearer(token.slice(0, -1)),
      'the token without its first letter': bearer(token.slice(1)),
      'a longer token': bearer(`${token}A`),
      'the token in capitals': bearer(token.toUpperCase()),
      'the token twice': bearer(`${token} ${token}`),
      'the token without its scheme': { Authorization: token },
      'the token as a password': {
        Authorization: `Basic ${Buffer.from(`user:${token}`).toString('base64')}`,
      },
      'the token in another header': { 'X-Api-Key': token, Cookie: `token=${token}` },
    };
    for (const [what, headers] of Object.entries(tries)) {
      const answer = await send(url, {
        method: 'POST',
        headers: { ...acceptBoth, ...headers },
        body: initializeRequest(),
      });
      expectRefusal(answer, 401, what);
      expect(answer.headers['www-authenticate'], what).toMatch(/^Bearer realm="Patchbay"/);
      expect(answer.json.error.message, what).toContain('`patchbay token add NAME`');
      expect(answer.json.error.message, what).toContain('`Authorization: Bearer TOKEN`');
      expect(answer.headers['mcp-session-id'], what).toBeUndefined();
      expect(answer.text, what).not.toContain(token);
    }
  });

  test('is answered 400 if it has two tokens, in either order', async ({ server }) => {
    const { token, url } = server;
    const right = `Bearer ${token}`;
    for (const Authorization of [
      ['Bearer nope', right],
      [right, 'Bearer nope'],
      [right, right],
    ]) {
      const headers = { ...acceptBoth, Authorization };
      const answer = await send(url, { method: 'POST', headers, body: initializeRequest() });
      expectRefusal(answer, 400, Authorization.join());
      expect(answer.json.error.message).toContain('more than one Authorization header');
    }
  });

  test('says whether the token is missing or wrong', async ({ server }) => {
    const missing = await send(server.url);
    const wrong = await send(server.url, { headers: bearer('pb_wrong') });
    expect(missing.headers['www-authenticate']).not.toContain('invalid_token');
    expect(wrong.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(missing.json.error.message).not.toBe(wrong.json.error.message);
  });

  test('is refused even if the token is in the URL', async ({ server }) => {
    for (const name of ['token', 'access_token', 'authorization', 'api_key']) {
      const url = `${server.url}?${name}=${server.token}`;
      expectRefusal(
        await send(url, { method: 'POST', headers: acceptBoth, body: initializeRequest() }),
        401,
        name,
      );
    }
  });

  test('learns nothing about paths, methods or bodies', async ({ server }) => {
    const { origin } = new URL(server.url);
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      expectRefusal(await send(server.url, { method }), 401, method);
    }
    for (const where of ['/', '/nothing', '/mcp/nothing', '/healthz/more', '/.env']) {
      expectRefusal(await send(origin + where), 401, where);
    }
    expectRefusal(await send(server.url, { method: 'POST', body: '{broken' }), 401);
  });

  test('is let in with the scheme in any case', async ({ server }) => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { ...acceptBoth, Authorization: `${scheme} ${server.token}` };
      const answer = await send(server.url, { method: 'POST', headers, body: initializeRequest() });
      expect(answer.status, scheme).toBe(200);
    }
  });
});

describe('the Host header', () => {
  test('must name this machine: any other is answered 403, even with a valid token', async ({ server }) => {
    const { port, origin } = new URL(server.url);
    const foreign = [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      `localhost.evil.example:${port}`,
      'evil-localhost',
      '127.1',
      `127.1:${port}`,
      '127.0.0.1.',
      'localhost.',
      `localhost.:${port}`,
      '0.0.0.0',
      '2130706433',
      '0x7f000001',
      '[::ffff:127.0.0.1]',
      '127.0.0.1@evil.example',
      'user@127.0.0.1',
      'evil.example#127.0.0.1',
      '127.0.0.1/evil',
      '127.0.0.1:1:2',
      '127.0.0.1:port',
      '127.0.0.1:65536',
      '127.0.0.1,evil.example',
      '::1',
    ];
    for (const Host of foreign) {
      for (const url of [server.url, `${origin}/healthz`, `${origin}/nothing`]) {
        const headers = { ...allowed(server), Host, 'X-Forwarded-Host': 'localhost' };
        expectRefusal(await send(url, { headers }), 403, `${Host} at ${url}`);
      }
    }
  });

  test('may be any name of this machine, with any port or none', async ({ server }) => {
    const { port } = new URL(server.url);
    const own = ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'];
    for (const Host of own.flatMap((name) => [name, `${name}:${port}`, `${name}:1`])) {
      const headers = { ...allowed(server), Host };
      const answer = await send(server.url, { method: 'POST', headers, body: initializeRequest() });
      expect(answer.status, Host).toBe(200);
    }
  });

  test('may be one given with --allow-host', async ({ http }) => {
    const server = await http(['--allow-host', 'gateway.example', 'second.example']);
    const healthz = `${new URL(server.url).origin}/healthz`;
    const ask = async (Host: string) => (await send(healthz, { headers: { Host } })).status;
    const names = [
      'gateway.example',
      'gateway.example:8443',
      'GATEWAY.example',
      'second.example',
      '127.0.0.1',
    ];
    for (const Host of names) expect(await ask(Host), Host).toBe(200);
    const others = ['x.gateway.example', 'gateway.example.evil.example', 'gateway.examples', 'gateway'];
    for (const Host of others) expect(await ask(Host), Host).toBe(403);
  });

  test('may be one given with --allow-host in any case', async ({ http }) => {
    const server = await http(['--allow-host', 'Gateway.Example']);
    const headers = { Host: 'gateway.example' };
    expect((await send(`${new URL(server.url).origin}/healthz`, { headers })).status).toBe(200);
  });

  test('may be one with a port, which is then the only one', async ({ http }) => {
    const server = await http(['--allow-host', 'gateway.example:8443']);
    const healthz = `${new URL(server.url).origin}/healthz`;
    for (const [Host, status] of [
      ['gateway.example:8443', 200],
      ['gateway.example', 403],
      ['gateway.example:8444', 403],
    ] as const) {
      expect((await send(healthz, { headers: { Host } })).status, Host).toBe(status);
    }
  });

  test('must occur once: two are answered 400, in either order', async ({ server }) => {
    const { host, port } = new URL(server.url);
    for (const hosts of [
      [host, 'evil.example'],
      ['evil.example', host],
      [host, host],
    ]) {
      const answer = await sendLines(Number(port), [
        'GET /healthz HTTP/1.1',
        ...hosts.map((one) => `Host: ${one}`),
      ]);
      expect(answer, hosts.join()).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer, hosts.join()).toContain('more than one Host header');
    }
  });

  test('is overridden by the host of a target that is a whole URL', async ({ server }) => {
    const { host } = new URL(server.url);
    const ask = (target: string, Host: string) => send(server.url, { target, headers: { Host } });
    expect((await ask(`http://${host}/healthz`, 'evil.example')).text).toBe('ok');
    expect((await ask('http://evil.example/healthz', host)).status).toBe(403);
  });

  test.for(['http://', 'https://[::1/mcp', '*', 'file:///mcp'])(
    'does not matter when the target is %s, which is refused',
    async (target, { server }) => {
      const { status, json } = await send(server.url, { target });
      expect(status).toBe(400);
      expect(json.error.message).toContain('target');
    },
  );
});

test.for(['/mcp/%zz', '/mcp/%', '/mcp/%E0%A4%A', '/mcp/%ff'])(
  'the path %s is named when it cannot be decoded',
  async (target, { server }) => {
    const { status, json } = await send(server.url, {
      method: 'POST',
      target,
      headers: allowed(server),
      body: initializeRequest(),
    });
    expect(status).toBe(400);
    expect(json.error.message).toContain(`The path ${target} cannot be decoded`);
    expect(json.error.message).toContain('not UTF-8');
    expect(json.error.message).not.toContain('body');
  },
);

test('HEAD opens no stream', async ({ server }) => {
  const headers = bearer(server.token);
  const answer = await send(new URL('/sse', server.url).href, { method: 'HEAD', headers });
  expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
});

describe('the Origin header', () => {
  test('keeps foreign web pages out: one is answered 403, even with a valid token', async ({ server }) => {
    const { port } = new URL(server.url);
    const foreign = [
      'http://evil.example',
      'https://evil.example',
      'null',
      'http://localhost',
      'http://localhost:1',
      `http://localhost:${Number(port) - 1}`,
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1',
      `http://127.0.0.1:${port}.evil.example`,
      'file://',
      'vscode-webview://abc',
      'chrome-extension://abc',
      '',
    ];
    for (const Origin of foreign) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        const headers = { ...allowed(server), Origin };
        const answer = await send(server.url, { method, headers });
        expectRefusal(answer, 403, `${method} from ${Origin}`);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
  });

  test('may be the address itself', async ({ server }) => {
    const headers = { ...allowed(server), Origin: new URL(server.url).origin };
    expect((await send(server.url, { method: 'POST', headers, body: initializeRequest() })).status).toBe(200);
  });

  test('may be one given with --allow-origin, exactly', async ({ http }) => {
    const server = await http(['--allow-origin', 'https://app.example', 'http://localhost:3000']);
    const ask = async (Origin: string) => {
      const headers = { ...allowed(server), Origin };
      return (await send(server.url, { method: 'POST', headers, body: initializeRequest() })).status;
    };
    for (const Origin of ['https://app.example', 'http://localhost:3000'])
      expect(await ask(Origin)).toBe(200);
    const others = ['http://app.example', 'https://app.example:444', 'https://x.app.example', 'null'];
    for (const Origin of others) expect(await ask(Origin), Origin).toBe(403);
  });

  test('given with --allow-origin lets the page in as browsers ask for it: first without the token', async ({
    http,
  }) => {
    const server = await http(['--allow-origin', 'https://app.example']);
    const Origin = 'https://app.example';
    const asked = 'authorization,content-type,last-event-id,mcp-protocol-version,mcp-session-id';
    const preflight = await send(server.url, {
      method: 'OPTIONS',
      headers: { Origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': asked },
    });
    expect([200, 204]).toContain(preflight.status);
    expect(preflight.headers['access-control-allow-origin']).toBe(Origin);
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    const headersAllowed = String(preflight.headers['access-control-allow-headers']).toLowerCase();
    for (const name of asked.split(',')) expect(headersAllowed).toContain(name);
    const headers = { ...allowed(server), Origin };
    const answer = await send(server.url, { method: 'POST', headers, body: initializeRequest() });
    expect(answer.headers['access-control-allow-origin']).toBe(Origin);
    expect(String(answer.headers['access-control-expose-headers']).toLowerCase()).toContain('mcp-session-id');
  });
});

describe('paths and methods', () => {
  test('/healthz says ok to anybody on this machine, and no more', async ({ server }) => {
    const { origin } = new URL(server.url);
    const answer = await send(`${origin}/healthz`);
    expect(answer).toMatchObject({ status: 200, text: 'ok' });
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(JSON.stringify(answer.headers)).not.toMatch(/\d+\.\d+\.\d+|express/i);
  });

  test('anything that is not served is a 404 in JSON that says where MCP is', async ({ server }) => {
    const { origin } = new URL(server.url);
    const paths = ['/', '/nothing', '/MCP2', '/mcp/../etc/passwd', '/..%2f..%2fetc/passwd', '/favicon.ico'];
    for (const where of paths) {
      for (const method of ['GET', 'POST']) {
        const answer = await send(origin + where, { method, headers: allowed(server) });
        expectRefusal(answer, 404, `${method} ${where}`);
        expect(answer.json.error.message).toContain('/mcp');
      }
    }
  });

  test('a path that cannot be decoded is refused in JSON', async ({ server }) => {
    const { origin } = new URL(server.url);
    for (const where of ['/%E0%A4%A', '/mcp/%', '/%zz', '/mcp%00']) {
      const answer = await send(origin + where, { headers: allowed(server) });
      expect([400, 404]).toContain(answer.status);
      expectRefusal(answer, answer.status, where);
    }
  });

  test('a method MCP does not use is refused', async ({ server }) => {
    const { headers } = await openSession(server);
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'TRACE']) {
      for (const given of [headers, allowed(server)]) {
        const answer = await send(server.url, { method, headers: given });
        expectRefusal(answer, 405, method);
        expect(answer.headers.allow, method).toBe('GET, POST, DELETE');
      }
    }
  });

  test('a GET that does not accept an event stream is refused', async ({ server }) => {
    const { headers } = await openSession(server);
    for (const Accept of [undefined, 'application/json', 'text/html']) {
      expectRefusal(await send(server.url, { headers: { ...headers, Accept } }), 406, Accept);
    }
  });

  test('a client that takes everything, such as curl, is let in', async ({ server }) => {
    for (const Accept of ['*/*', 'application/*, text/*']) {
      const headers = { ...bearer(server.token), Accept };
      const answer = await send(server.url, { method: 'POST', headers, body: initializeRequest() });
      expect(answer.status, Accept).toBe(200);
    }
  });

  test('a POST that does not accept both kinds of answer is refused, and opens no session', async ({
    server,
  }) => {
    for (const Accept of [undefined, 'application/json', 'text/event-stream', 'text/html']) {
      const headers = { ...bearer(server.token), Accept };
      const answer = await send(server.url, { method: 'POST', headers, body: initializeRequest() });
      expectRefusal(answer, 406, Accept);
      expect(answer.headers['mcp-session-id']).toBeUndefined();
    }
  });

  test.for([
    ['no Host', 'GET /mcp HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a length that is no number', 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n', 400],
    ['a method nobody knows', 'BREW /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    [
      'an expectation nobody meets',
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nExpect: weird\r\nConnection: close\r\n\r\n',
      417,
    ],
    ['endless headers', `GET /mcp HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
  ] as const)('%s is refused in JSON', async ([, request, status], { server }) => {
    const [head = '', body = ''] = (await rawSocket(server, request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain('Content-Type: application/json');
    const json = JSON.parse(/\{.*\}/s.exec(body)?.[0] ?? '');
    expect(json).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number) }, id: null });
    expect(json.error.message).toMatch(/\.$/);
  });

  test('a connection that does not speak HTTP is told so without details', async ({ server }) => {
    for (const nonsense of [
      'hello\r\n\r\n',
      'GET /mcp HTTP/1.1\r\n\r\n',
      'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
    ]) {
      const text = await rawSocket(server, nonsense);
      expect(text).toMatch(/^HTTP\/1\.1 (400|505) /);
      expect(text).not.toMatch(/<html|\n\s+at |node:internal/);
    }
    expect((await postInitialize(server)).status).toBe(200);
  });
});

describe('a body', () => {
  const tellsNoPath = (answer: RawAnswer) => expect(answer.text).not.toMatch(/\/work\/|\/home\/|\/root\//);

  const foreignTypes = [
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text/json',
    'text/plain; application/json',
    undefined,
  ];

  test('with another content type than JSON is answered 415, as a web page may send it without asking', async ({
    server,
  }) => {
    const { headers } = await openSession(server);
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    for (const type of foreignTypes) {
      const given = { ...headers, 'Content-Type': type };
      expectRefusal(await send(server.url, { method: 'POST', headers: given, body }), 415, type);
    }
  });

  test.for([
    ['{', 'it is not valid JSON', -32700],
    ['{"a":}', 'it is not valid JSON', -32700],
    ['null', 'a message must be a JSON object', -32600],
    ['"text"', 'a message must be a JSON object', -32600],
    ['7', 'a message must be a JSON object', -32600],
    ['[]', 'the batch is empty', -32600],
    ['[7]', 'in message 1 of the batch, a message must be a JSON object', -32600],
    ['{"jsonrpc":"1.0","id":1,"method":"ping"}', '`jsonrpc` must be "2.0"', -32600, 1],
    ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', '`id` must be a string or a whole number', -32600, 1.5],
    ['{"jsonrpc":"2.0","id":"a","method":7}', '`method` must be a string', -32600, 'a'],
    ['{"jsonrpc":"2.0","id":2,"method":"ping","params":5}', '`params` must be a JSON object', -32600, 2],
  ] as const)('with the text %s is refused in our own words', async ([body, words, code, id], { server }) => {
    const headers = { ...allowed(server), 'Content-Type': 'application/json' };
    const answer = await send(server.url, { method: 'POST', headers, body });
    expect([answer.status, answer.json]).toEqual([
      400,
      {
        jsonrpc: '2.0',
        id: id ?? null,
        error: { code, message: `This message cannot be used: ${words}.` },
      },
    ]);
  });

  test('with another content type than JSON opens no session: 415 too', async ({ server }) => {
    const body = JSON.stringify(initializeRequest());
    for (const type of foreignTypes) {
      const headers = { ...allowed(server), 'Content-Type': type };
      expectRefusal(await send(server.url, { method: 'POST', headers, body }), 415, type);
    }
  });

  test('is answered alike with its length and in chunks', async ({ server }) => {
    const { headers } = await openSession(server);
    const bodies = [
      '{',
      '7',
      '[]',
      '{}',
      '{"id":1,}',
      '['.repeat(300),
      '{"jsonrpc":"2.0","id":3,"method":"ping"}',
    ];
    for (const body of [...bodies, `\ufeff${bodies.at(-1)}`]) {
      const given = { ...headers, 'Content-Type': 'application/json' };
      const whole = await send(server.url, { method: 'POST', headers: given, body });
      const chunked = { ...given, 'Transfer-Encoding': 'chunked' };
      const inChunks = await send(server.url, { method: 'POST', headers: chunked, body });
      const withoutIds = (text: string) => text.replaceAll(/^id: .*$/gm, '');
      expect([whole.status, withoutIds(whole.text)], body).toEqual([
        inChunks.status,
        withoutIds(inChunks.text),
      ]);
      expect(whole.headers['content-type'], body).toBe(inChunks.headers['content-type']);
    }
  });

  test('that is broken JSON is a parse error', async ({ server }) => {
    const { headers } = await openSession(server);
    for (const body of ['{"jsonrpc":', 'hello', '{"a":1}}', "{'a':1}", '\u0000', '{"id":1,}', '[1,2', '"']) {
      for (const session of [headers, allowed(server)]) {
        const given = { ...session, 'Content-Type': 'application/json' };
        const answer = await send(server.url, { method: 'POST', headers: given, body });
        expectRefusal(answer, 400, body);
        expect(answer.json).toMatchObject({ id: null, error: { code: -32700 } });
        tellsNoPath(answer);
      }
    }
  });

  test('that is JSON but not a JSON-RPC message is refused', async ({ server }) => {
    const { headers } = await openSession(server);
    const bodies = [
      '42',
      'null',
      'true',
      '"text"',
      '{}',
      '{"jsonrpc":"1.0","id":1,"method":"ping"}',
      '[{}]',
      '',
    ];
    for (const body of bodies) {
      const given = { ...headers, 'Content-Type': 'application/json' };
      expectRefusal(await send(server.url, { method: 'POST', headers: given, body }), 400, body);
    }
  });

  test('that is no message, or opens nothing, is refused with what is wrong with it', async ({ server }) => {
    const { headers } = await openSession(server);
    const client = { name: 'raw', version: '1' };
    const ping = (id: unknown) => ({ jsonrpc: '2.0', id, method: 'ping' });
    const initialize = (params?: object) => ({ jsonrpc: '2.0', id: 'i', method: 'initialize', params });
    const unusable = (problem: string) => ({
      code: -32600,
      message: `This message cannot be used: ${problem}.`,
    });
    const invalid = (problem: string) => ({ code: -32602, message: `initialize: ${problem}` });
    /** [body, id of the answer, its error, whether a session is named] */
    const refused: [unknown, unknown, object, boolean][] = [
      [[ping(7), ping(8), ping(7)], null, unusable('two requests of the batch have the `id` 7'), true],
      [
        [ping(7), { ...ping(8), jsonrpc: '1.0' }],
        null,
        unusable('in message 2 of the batch, `jsonrpc` must be "2.0"'),
        true,
      ],
      [
        { ...ping(9), params: { deep: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) } },
        null,
        unusable('it is nested more than 200 levels deep'),
        true,
      ],
      [initialize(), 'i', invalid('params is missing: it must be an object'), false],
      [
        initialize({ protocolVersion: 5, capabilities: {}, clientInfo: client }),
        'i',
        invalid('params.protocolVersion must be text, not a number'),
        false,
      ],
      [
        initialize({ protocolVersion: '2025-11-25', clientInfo: client }),
        'i',
        invalid('params.capabilities is missing: it must be an object'),
        false,
      ],
    ];
    for (const [body, id, error, isNamed] of refused) {
      const given = isNamed ? headers : allowed(server);
      const answer = await send(server.url, { method: 'POST', headers: given, body: body as object });
      expect([answer.status, answer.json], JSON.stringify(body)).toEqual([
        400,
        { jsonrpc: '2.0', id, error },
      ]);
    }
  });

  test('of 5 MiB is answered 413, whatever its length claims', async ({ server }) => {
    const { headers } = await openSession(server);
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'ping',
      params: { x: 'x'.repeat(5 * MIB) },
    });
    const plain = { ...headers, 'Content-Type': 'application/json' };
    expectRefusal(await send(server.url, { method: 'POST', headers: plain, body }), 413);
    const chunked = { ...plain, 'Transfer-Encoding': 'chunked' };
    expectRefusal(await send(server.url, { method: 'POST', headers: chunked, body }), 413);
    const packed = { ...plain, 'Content-Encoding': 'gzip' };
    expectRefusal(await send(server.url, { method: 'POST', headers: packed, body: gzipSync(body) }), 413);
  });

  test('of 3.9 MiB is accepted and reaches the tool', async ({ server }) => {
    const session = await openSession(server);
    const field = 'x'.repeat(3.9 * MIB);
    const call = { name: 'codex', arguments: { prompt: 'hi', [field]: 1 } };
    const { result } = await session.ask('tools/call', call);
    expect(result.isError).toBe(true);
    expect(result.content[0].text.includes(`unknown field \`${field}\``)).toBe(true);
  });

  test('nested 40,000 levels deep is refused, and the server keeps running', async ({ server }) => {
    const { headers } = await openSession(server);
    const deep = (open: string, close: string) => open.repeat(40_000) + close.repeat(40_000);
    const inCall = (args: string) =>
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"codex","arguments":${args}}}`;
    const bodies = [
      deep('[', ']'),
      deep('{"a":', '}').replace('}', '1}'),
      inCall(`{"prompt":"hi","config":${deep('[', ']')}}`),
      inCall(`{"prompt":"\\"[\\\\","config":${deep('[', ']')}}`),
      '['.repeat(40_000),
    ];
    for (const body of bodies) {
      for (const session of [headers, allowed(server)]) {
        const given = { ...session, 'Content-Type': 'application/json' };
        const answer = await send(server.url, { method: 'POST', headers: given, body });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expectRefusal(answer, answer.status);
        tellsNoPath(answer);
      }
    }
    expect(
      (await send(server.url, { method: 'POST', headers, body: { jsonrpc: '2.0', id: 1, method: 'ping' } }))
        .status,
    ).toBe(200);
  });

  test('may contain any number of brackets in its strings', async ({ server }) => {
    const session = await openSession(server);
    const field = '[{"\\'.repeat(20_000);
    const { result } = await session.ask('tools/call', {
      name: 'codex',
      arguments: { prompt: 'x', [field]: 1 },
    });
    expect(result.content[0].text).toContain('unknown field');
  });

  test('in an unknown encoding is refused', async ({ server }) => {
    const { headers } = await openSession(server);
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    const json = { ...headers, 'Content-Type': 'application/json' };
    const coded = { ...json, 'Content-Encoding': 'nope' };
    expectRefusal(await send(server.url, { method: 'POST', headers: coded, body: ping }), 415);
    const lied = { ...json, 'Content-Encoding': 'gzip' };
    expectRefusal(await send(server.url, { method: 'POST', headers: lied, body: ping }), 400);
    const worded = { ...headers, 'Content-Type': 'application/json; charset=klingon' };
    expectRefusal(await send(server.url, { method: 'POST', headers: worded, body: ping }), 415);
  });

  test('in UTF-16 has the same depth limit', async ({ server }) => {
    const { headers } = await openSession(server);
    // The letter ∀ (U+2200) holds the byte of one quotation mark.
    const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"∀","x":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`;
    const given = { ...headers, 'Content-Type': 'application/json; charset=utf-16' };
    const answer = await send(server.url, {
      method: 'POST',
      headers: given,
      body: Buffer.from(call, 'utf16le'),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expectRefusal(answer, answer.status);
  });
});

describe('the server', () => {
  test('listens on 127.0.0.1 and nowhere else', async ({ server }) => {
    const port = Number(new URL(server.url).port).toString(16).toUpperCase().padStart(4, '0');
    const listening = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => fs.readFileSync(file, 'utf8').split('\n'))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, address, , state]) => state === '0A' && address?.endsWith(`:${port}`));
    expect(listening.map(([, address]) => address)).toEqual([`0100007F:${port}`]);
  });

  test('without tokens lets everybody on this machine in, as the same principal', async ({
    http,
    httpClient,
  }) => {
    const server = await http(['--no-auth']);
    expect(server.token).toBe('');
    const { codex } = await httpClient(server);
    const { reply } = await httpClient({ url: server.url, token: 'pb_whatever' });
    const threadId = threadOf(await codex({ prompt: 'hello', cwd: '/tmp' }));
    expect(textOf(await reply({ threadId, prompt: 'go on' }))).toBe('Hello from the fake model.');
    expectRefusal(await send(server.url, { headers: { Host: 'evil.example' } }), 403);
    expectRefusal(await send(server.url, { headers: { Origin: 'http://localhost:1' } }), 403);
  });
});

async function rawSocket(server: HttpPatchbay, text: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = net.connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(text);
  await eventually(() => socket.closed || socket.readableEnded);
  socket.destroy();
  return received;
}

/** Sends these lines as they are, which no HTTP client does, and reads until the other side hangs up. */
async function sendLines(port: number, lines: readonly string[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  socket.end(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  return await text(socket);
}
