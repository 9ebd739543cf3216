// Tokens of a sign-in that end: renewed in time and once, and given up only when the authorization server says so.
import fs from 'node:fs';
import type { TestHome } from '../support/home.ts';
import { callEcho, expect, prepareLab, secretsFileOf, test } from '../support/oauth-fixtures.ts';
import { type TestClient, textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { signIn } from '../support/sign-in.ts';

test('50 simultaneous calls with an expired token cause one renewal', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab);
  const server = await http();
  await signIn(home, 'lab');
  const client = await httpClient(server);
  await eventually(async () => (await callEcho(client)).isError !== true);
  lab.expireAll();
  const results = await Promise.all(Array.from({ length: 50 }, () => callEcho(client)));
  expect(results.filter(({ isError }) => isError)).toEqual([]);
  expect(lab.hits['token:refresh_token']).toBe(1);
});

test('a token is renewed before it expires, and 50 simultaneous calls cause one renewal', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab);
  const server = await http();
  await signIn(home, 'lab');
  const client = await httpClient(server);
  await eventually(async () => (await callEcho(client)).isError !== true);
  const refusedBefore = lab.hits['mcp:401'];
  backdate(home, 3600_000 - 30_000);
  const results = await Promise.all(Array.from({ length: 50 }, () => callEcho(client)));
  expect(results.filter(({ isError }) => isError)).toEqual([]);
  expect(lab.hits).toMatchObject({ 'token:refresh_token': 1, 'mcp:401': refusedBefore });
});

test('when the authorization server refuses to renew, the call says so and a new sign-in fixes it', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab);
  const server = await http();
  await signIn(home, 'lab');
  const client = await httpClient(server);
  await eventually(async () => (await callEcho(client)).isError !== true);
  lab.expireAll();
  lab.tokenError = { status: 400, body: { error: 'invalid_grant' } };
  const refused = await callEcho(client);
  expect(refused.isError).toBe(true);
  expect(textOf(refused as never)).toContain('patchbay mcp login lab');
  // It is not asked again and again.
  await callEcho(client);
  expect(lab.hits['token:refresh_token']).toBe(1);

  lab.tokenError = undefined;
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0 });
  await eventually(async () => (await callEcho(client)).isError !== true);
  // The client it had registered is used again.
  expect(lab.hits['register']).toBe(1);
});

test('a redirect instead of a renewal is a refusal: retried once after a pause, then given up', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab);
  const server = await http();
  await signIn(home, 'lab');
  const client = await httpClient(server);
  await eventually(async () => (await callEcho(client)).isError !== true);
  lab.expireAll();
  lab.odd['/token'] = () => ({ status: 302, location: '/login' });
  const refused = textOf((await callEcho(client)) as never);
  expect(refused).toContain('does not renew it any more (302)');
  // In the pause nobody is asked.
  await callEcho(client);
  expect(lab.hits['token:refresh_token']).toBe(1);
  await eventually(async () => textOf((await callEcho(client)) as never).includes('patchbay mcp login lab'));
  await callEcho(client);
  expect(lab.hits['token:refresh_token']).toBe(2);
});

test('an authorization server that is down ends no sign-in', async ({ home, lab, http, httpClient }) => {
  prepareLab(home, lab);
  const server = await http();
  await signIn(home, 'lab');
  const client = await httpClient(server);
  await eventually(async () => (await callEcho(client)).isError !== true);
  lab.expireAll();
  lab.tokenError = { status: 503, body: { error: 'temporarily_unavailable' } };
  expect((await callEcho(client)).isError).toBe(true);
  lab.tokenError = undefined;
  await eventually(async () => (await callEcho(client)).isError !== true);
});

test('two Patchbays with a shared store renew a token once', async ({ home, lab, stdio }) => {
  prepareLab(home, lab);
  const clients = await Promise.all([stdio(), stdio()]);
  const call = (client: TestClient) => callEcho(client);
  for (const client of clients) expect((await call(client)).isError).toBe(true);
  // Neither is a host: the command signs in by itself, and both notice.
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0 });
  for (const client of clients) await eventually(async () => (await call(client)).isError !== true);
  lab.expireAll();
  const results = await Promise.all(clients.flatMap((client) => [1, 2, 3, 4, 5].map(() => call(client))));
  expect(results.filter(({ isError }) => isError)).toEqual([]);
  expect(lab.hits['token:refresh_token']).toBe(1);
});

/** Makes what is stored look older, as if time had passed. */
function backdate(home: TestHome, ms: number): void {
  const file = JSON.parse(fs.readFileSync(secretsFileOf(home), 'utf8'));
  for (const entry of Object.values(file.entries) as { plain: string }[]) {
    const stored = JSON.parse(entry.plain);
    stored.tokens.obtainedAt -= ms;
    stored.tokens.expiresAt -= ms;
    entry.plain = JSON.stringify(stored);
  }
  fs.writeFileSync(secretsFileOf(home), JSON.stringify(file));
}
