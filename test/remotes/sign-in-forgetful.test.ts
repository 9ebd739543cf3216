// Authorization servers that forget: the client that was registered, or how to renew. Nobody is sent to a page that leads
// nowhere for ever, and no call hammers the token endpoint.
import type { OAuthLab } from '../support/authorization-server.ts';
import { expect, prepareLab, test } from '../support/oauth-fixtures.ts';
import { type HttpPatchbay, type TestClient, textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { signIn } from '../support/sign-in.ts';

type Connect = (server: Pick<HttpPatchbay, 'url' | 'token'>) => Promise<TestClient>;

/** Calls through the remote's own address. */
async function connectToLab(server: HttpPatchbay, connect: Connect): Promise<() => Promise<string>> {
  const { client } = await connect({ ...server, url: `${server.url}/lab` });
  return async () => textOf((await client.callTool({ name: 'echo', arguments: {} })) as never);
}

const registeredWith =
  (more: object): OAuthLab['odd'][string] =>
  (value) => ({
    text: JSON.stringify({ ...value, ...more }),
  });

test('a client that the server has forgotten is not reused after a refused renewal', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab);
  const server = await http();
  await signIn(home, 'lab');
  const call = await connectToLab(server, httpClient);
  expect(await call()).toBe('hello');
  lab.expireAll();
  lab.forgetClients();
  expect(await call()).toContain('patchbay mcp login lab');
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0, stderr: '' });
  expect(lab.hits).toMatchObject({ register: 2 });
  expect(lab.hits['authorize:unknown']).toBeUndefined();
  let last = '';
  await eventually(
    async () => {
      last = await call();
      return last === 'hello';
    },
    { describe: () => last },
  );
});

test('after a sign-in that never returned, the next one uses a new client', async ({ home, lab }) => {
  prepareLab(home, lab);
  await signIn(home, 'lab');
  lab.forgetClients();
  const pages: string[] = [];
  const lost = await signIn(home, 'lab', {
    async browse(url, { end }) {
      pages.push(await (await fetch(url)).text());
      // Who sees that page gives up.
      end();
    },
  });
  expect(pages).toEqual(['<h1>Unknown client</h1>']);
  expect(lost.code).not.toBe(0);
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0, stderr: '' });
  expect(lab.hits['register']).toBe(2);
  // That one is known there: it is used again.
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0, stderr: '' });
  expect(lab.hits['register']).toBe(2);
});

test('a client refused at the token endpoint is not reused', async ({ home, lab }) => {
  prepareLab(home, lab);
  await signIn(home, 'lab');
  lab.tokenError = { status: 401, body: { error: 'invalid_client' } };
  const { code, stderr } = await signIn(home, 'lab');
  expect(code).toBe(1);
  expect(stderr).toContain('does not take the client that Patchbay has there (invalid_client)');
  expect(stderr).toContain('Start again: Patchbay then registers anew.');
  lab.tokenError = undefined;
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0, stderr: '' });
  expect(lab.hits['register']).toBe(2);
});

test('a client that was registered by hand is never forgotten', async ({ home, lab, http, httpClient }) => {
  prepareLab(home, lab, { remotes: { lab: { oauth: { clientId: 'ours' } } } });
  const server = await http();
  await signIn(home, 'lab', { args: ['--client-secret'], input: 'a-secret-of-the-test' });
  const call = await connectToLab(server, httpClient);
  expect(await call()).toBe('hello');
  lab.expireAll();
  lab.tokenError = { status: 401, body: { error: 'invalid_client' } };
  expect(await call()).toContain('patchbay mcp login lab');
  lab.tokenError = undefined;
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0 });
  expect(lab.hits['register']).toBeUndefined();
  // Its secret is still there.
  expect(lab.clientWords.at(-1)).toBe(`Basic ${Buffer.from('ours:a-secret-of-the-test').toString('base64')}`);
});

test('a client whose secret has expired is not reused', async ({ home, lab }) => {
  const endsAt = Math.floor(Date.now() / 1000) - 1;
  lab.odd['/register'] = registeredWith({ client_secret: 'of-the-test', client_secret_expires_at: endsAt });
  prepareLab(home, lab);
  await signIn(home, 'lab');
  await signIn(home, 'lab');
  expect(lab.hits['register']).toBe(2);
});

test('after a denial in the browser the client is kept', async ({ home, lab }) => {
  prepareLab(home, lab);
  await signIn(home, 'lab');
  Object.assign(lab.callback, { code: undefined, error: 'access_denied' });
  expect(await signIn(home, 'lab')).toMatchObject({ code: 1 });
  for (const name of ['code', 'error']) delete lab.callback[name];
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0 });
  expect(lab.hits['register']).toBe(1);
});

for (const { what, answer } of [
  { what: '400 invalid_request', answer: { status: 400, text: '{"error":"invalid_request"}' } },
  { what: '401 as text', answer: { status: 401, type: 'text/plain', text: 'Unauthorized' } },
  { what: '404 without JSON', answer: { status: 404, type: 'text/html', text: '<h1>Not found' } },
  { what: '200 with an error', answer: { status: 200, text: '{"error":"something","ok":false}' } },
  { what: '200 with nothing', answer: { status: 200, text: '{}' } },
]) {
  test(`a renewal answered with ${what} is tried twice, and then a person must sign in`, async ({
    home,
    lab,
    http,
    httpClient,
  }) => {
    prepareLab(home, lab);
    const server = await http();
    await signIn(home, 'lab');
    const call = await connectToLab(server, httpClient);
    expect(await call()).toBe('hello');
    lab.expireAll();
    lab.odd['/token'] = () => answer;
    const said = await Promise.all(Array.from({ length: 20 }, call));
    expect(said.filter((text) => !/could not be renewed|patchbay mcp login lab/.test(text))).toEqual([]);
    expect(lab.hits['token:refresh_token']).toBeLessThanOrEqual(2);
    const last = await eventually(async () => {
      const text = await call();
      return text.includes('does not hold any more') && text;
    });
    expect(last).toContain('patchbay mcp login lab');
    for (const raw of ['<h1>', 'Unauthorized', 'Invalid OAuth', 'SyntaxError', '[']) {
      expect(last).not.toContain(raw);
    }
    for (let count = 0; count < 10; count += 1) await call();
    expect(lab.hits['token:refresh_token']).toBe(2);
  });
}

test('while the authorization server is down, 50 calls do not ask it 50 times, and the sign-in is kept', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab);
  const server = await http();
  await signIn(home, 'lab');
  const call = await connectToLab(server, httpClient);
  expect(await call()).toBe('hello');
  lab.expireAll();
  // Not looked at: a refresh token that was used would be stolen the second time.
  lab.tokenError = { status: 502, body: {} };
  const said = await Promise.all(Array.from({ length: 50 }, call));
  expect(said.filter((text) => !text.includes('could not be renewed'))).toEqual([]);
  const asked = lab.hits['token:refresh_token'] ?? 0;
  expect(asked).toBeGreaterThan(0);
  // Each pause is longer than the one before, and a busy machine needs some of them.
  expect(asked).toBeLessThan(8);
  lab.tokenError = undefined;
  let last = '';
  await eventually(
    async () => {
      last = await call();
      return last === 'hello';
    },
    { describe: () => last },
  );
});
