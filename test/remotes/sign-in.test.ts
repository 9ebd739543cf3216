// Signing in to remotes with OAuth against an authorization server on loopback, and what a running Patchbay makes of it.
import fs from 'node:fs';
import path from 'node:path';
import { startOAuthLab } from '../support/authorization-server.ts';
import { callEcho, expect, prepareLab, secretsFileOf, test } from '../support/oauth-fixtures.ts';
import { runPatchbay, textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';
import { signIn, writeSettings } from '../support/sign-in.ts';

/** Every file of the home, joined. */
function everythingIn(folder: string): string {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

test('signing in while Patchbay runs adds the tools of the remote, and signing out removes them', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab);
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

test('no token, code or verifier is in any file but the store, nor in the output', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab);
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

test('a changed address never gets the token of the old one', async ({ home, lab, http, httpClient }) => {
  prepareLab(home, lab);
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

test('a tool that needs more scope works after a sign-in that asks for both scopes', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab, { remotes: { lab: { oauth: { scopes: ['read'] } } } });
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

test('without a keychain a running Patchbay keeps the sign-in in memory and says so', async ({
  home,
  lab,
  http,
  httpClient,
}) => {
  prepareLab(home, lab, { secrets: {} });
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
