// Signing in to remotes with OAuth: `patchbay mcp login` and `logout` against an authorization server on loopback, and
// what a running Patchbay makes of it.
import fs from 'node:fs';
import path from 'node:path';
import { type OAuthLab, startOAuthLab } from '../support/authorization-server.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { runPatchbay, type TestClient, textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';
import { signIn, writeSettings } from '../support/sign-in.ts';

const test = base.extend<{ lab: OAuthLab }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  lab: async ({}, use) => {
    const lab = await startOAuthLab();
    await use(lab);
    await lab.close();
  },
});

const secretsFileOf = ({ patchbayHome }: TestHome) => path.join(patchbayHome, 'secrets.json');
const callEcho = ({ client }: TestClient) => client.callTool({ name: 'mcp__lab__echo', arguments: {} });

function useLab(home: TestHome, lab: OAuthLab, settings: Record<string, unknown> = {}): void {
  writeSettings(home, settings);
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('lab', lab.url));
}

/** Every file of the home, joined. */
function everythingIn(folder: string): string {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

test('whoever signs in while Patchbay runs gets the tools of the remote, and loses them by signing out', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  useLab(home, lab);
  const server = await http();
  const client = await httpClient(server);
  const names = async () => (await client.client.listTools()).tools.map(({ name }) => name);
  expect(await names()).not.toContain('mcp__lab__echo');

  const { code, stdout } = await signIn(home, 'lab');
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Successfully logged in to MCP server 'lab'."),
  });
  await eventually(async () => (await names()).includes('mcp__lab__echo'));
  expect(textOf((await callEcho(client)) as never)).toBe('hello');

  const out = await runPatchbay(home, ['mcp', 'logout', 'lab']);
  expect(out).toMatchObject({ code: 0, stdout: "Removed OAuth credentials for 'lab'.\n", stderr: '' });
  expect(lab.valid.size).toBe(0);
  await eventually(async () => !(await names()).includes('mcp__lab__echo'));
  expect((await runPatchbay(home, ['mcp', 'logout', 'lab'])).stdout).toBe(
    "No OAuth credentials stored for 'lab'.\n",
  );
});

test('no token, code or verifier is in any file but the store, nor in what is printed', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  useLab(home, lab);
  const server = await http(['--log-level', 'debug']);
  const { stdout, stderr } = await signIn(home, 'lab');
  const client = await httpClient(server);
  lab.expireAll();
  await eventually(async () => (await callEcho(client)).isError !== true);
  await client.close();
  await server.stop();
  expect(fs.statSync(secretsFileOf(home)).mode & 0o777).toBe(0o600);
  fs.rmSync(secretsFileOf(home));
  const texts = [everythingIn(home.root), stdout, stderr, server.stderr()].join('\n');
  expect(lab.secrets.length).toBeGreaterThan(4);
  for (const secret of lab.secrets) expect(texts.includes(secret), secret).toBe(false);
});

test('50 calls at once with an expired token make one renewal', async ({ home, lab, http, httpClient }) => {
  useLab(home, lab);
  const server = await http();
  await signIn(home, 'lab');
  const client = await httpClient(server);
  await eventually(async () => (await callEcho(client)).isError !== true);
  lab.expireAll();
  const results = await Promise.all(Array.from({ length: 50 }, () => callEcho(client)));
  expect(results.filter(({ isError }) => isError)).toEqual([]);
  expect(lab.hits['token:refresh_token']).toBe(1);
});

test('a token is renewed before it ends, and 50 calls at once make one renewal of that', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  useLab(home, lab);
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

test('when the authorization server renews no more, the call says so and a new sign-in mends it', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  useLab(home, lab);
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

test('an authorization server that is away forgets nobody', async ({ home, lab, http, httpClient }) => {
  useLab(home, lab);
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

test('a changed address never gets the token of the old one', async ({ home, lab, http, httpClient }) => {
  useLab(home, lab);
  const other = await startOAuthLab();
  try {
    await signIn(home, 'lab');
    fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('lab', other.url));
    const client = await httpClient(await http());
    expect((await callEcho(client).catch((error) => ({ isError: true, error }))).isError).toBe(true);
    expect(other.hits['mcp:401']).toBeGreaterThan(0);
    expect(Object.keys(other.hits)).toEqual(['mcp:401']);
  } finally {
    await other.close();
  }
});

test('a tool that wants more than was granted is allowed after a sign-in that asks for both', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  useLab(home, lab, { remotes: { lab: { oauth: { scopes: ['read'] } } } });
  lab.scope = 'write';
  const server = await http();
  await signIn(home, 'lab');
  const client = await httpClient(server);
  await eventually(async () =>
    (await client.client.listTools()).tools.some(({ name }) => name === 'mcp__lab__echo'),
  );
  expect((await callEcho(client)).isError).toBe(true);
  const { url } = await signIn(home, 'lab');
  expect(new URL(url ?? '').searchParams.get('scope')).toBe('read write');
  await eventually(async () => (await callEcho(client)).isError !== true);
});

test('without a browser here, the address it was sent back to can be pasted', async ({ home, lab }) => {
  useLab(home, lab);
  const end = await signIn(home, 'lab', {
    browse: async (url, paste) => {
      const response = await fetch(url, { redirect: 'manual' });
      const back = response.headers.get('location') ?? '';
      paste('http://127.0.0.1:1/callback?code=other&state=other');
      paste(back);
    },
  });
  expect(end).toMatchObject({ code: 0 });
});

test('an answer of another sign-in is turned away, and the right one is still taken', async ({
  home,
  lab,
}) => {
  useLab(home, lab);
  const statuses: number[] = [];
  const end = await signIn(home, 'lab', {
    browse: async (url) => {
      const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
      const forged = new URL(back);
      forged.searchParams.set('state', 'x'.repeat(43));
      forged.searchParams.set('code', 'stolen');
      statuses.push((await fetch(forged)).status);
      const answer = await fetch(back);
      statuses.push(answer.status);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  });
  expect(end).toMatchObject({ code: 0 });
  expect(statuses).toEqual([400, 200]);
});

test('where nothing can be kept nobody is sent to a browser, and it is said what to do', async ({
  home,
  lab,
}) => {
  // No keychain: the home has no session bus.
  useLab(home, lab, { secrets: {} });
  const { code, url, stderr } = await signIn(home, 'lab');
  expect({ code, url }).toEqual({ code: 1, url: undefined });
  expect(stderr).toMatch(/keychain cannot be used.*no Patchbay runs.*"store": "file"/s);
});

test('without a keychain a running Patchbay keeps the sign-in in memory and says so', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  useLab(home, lab, { secrets: {} });
  const server = await http();
  const { code, stderr } = await signIn(home, 'lab');
  expect(code).toBe(0);
  expect(stderr).toContain('kept in memory');
  const client = await httpClient(server);
  await eventually(async () => (await callEcho(client)).isError !== true);
  expect(fs.existsSync(secretsFileOf(home))).toBe(false);
  // The person lets them be kept in a file after all: nobody has to sign in again.
  writeSettings(home, {});
  expect((await callEcho(client)).isError).not.toBe(true);
  expect(fs.readFileSync(secretsFileOf(home), 'utf8')).toContain(
    lab.secrets.find((one) => one.startsWith('access')),
  );
});

test('the words and exit codes are those of codex mcp login', async ({ home, lab }) => {
  useLab(home, lab);
  fs.appendFileSync(path.join(home.codexHome, 'config.toml'), '[mcp_servers.near]\ncommand = "true"\n');
  const unknown = await signIn(home, 'nope');
  expect(unknown).toMatchObject({ code: 1, stderr: "Error: No MCP server named 'nope' found.\n" });
  const near = await signIn(home, 'near');
  expect(near.code).toBe(1);
  expect(near.stderr).toContain('OAuth login is only supported for streamable HTTP servers');
  expect((await signIn(home, 'lab', { args: ['--bogus'] })).code).toBe(2);
  const { code, url } = await signIn(home, 'lab', { args: ['--scopes', 'a,b'] });
  expect(code).toBe(0);
  expect(new URL(url ?? '').searchParams.get('scope')).toBe('a b');
});

test('removing a server says that its sign-in is still there, and it can still be revoked', async ({
  home,
  lab,
}) => {
  useLab(home, lab);
  await signIn(home, 'lab');
  expect((await runPatchbay(home, ['mcp', 'remove', 'lab'])).stderr).toContain('patchbay mcp logout lab');
  expect(lab.valid.size).toBeGreaterThan(0);
  await runPatchbay(home, ['mcp', 'logout', 'lab']);
  expect(lab.valid.size).toBe(0);
});

test('doctor says where tokens are kept, and which server wants a new sign-in', async ({ home, lab }) => {
  useLab(home, lab);
  const findings = async () => {
    const { stdout } = await runPatchbay(home, ['doctor', '--json']);
    const checks = JSON.parse(stdout) as { name: string; outcome: string; text: string }[];
    return checks.find(({ name }) => name === 'Sign-ins');
  };
  await signIn(home, 'lab');
  expect(await findings()).toMatchObject({ outcome: 'ok', text: '1 stored, in clear for you alone' });
  writeSettings(home, { secrets: {} });
  expect(await findings()).toMatchObject({ outcome: 'warning', text: expect.stringContaining('keychain') });
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
