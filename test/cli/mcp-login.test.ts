// `patchbay mcp login` and `logout`: words, exit codes, the browser, and what is said when it cannot be.
import fs from 'node:fs';
import path from 'node:path';
import { expect, prepareLab, test } from '../support/oauth-fixtures.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { httpTable } from '../support/remotes.ts';
import { signIn, writeSettings } from '../support/sign-in.ts';

test('without a local browser, the redirect address can be pasted', async ({ home, lab }) => {
  prepareLab(home, lab);
  const end = await signIn(home, 'lab', {
    browse: async (url, { paste }) => {
      const response = await fetch(url, { redirect: 'manual' });
      const back = response.headers.get('location') ?? '';
      paste('http://127.0.0.1:1/callback?code=other&state=other');
      paste(back);
    },
  });
  expect(end).toMatchObject({ code: 0 });
});

test('the answer of another sign-in is refused, and the right one is still accepted', async ({
  home,
  lab,
}) => {
  prepareLab(home, lab);
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

test('without a place to store tokens no browser is opened, and the message says what to do', async ({
  home,
  lab,
}) => {
  // No keychain: the home has no session bus.
  prepareLab(home, lab, { secrets: {} });
  const { code, url, stderr } = await signIn(home, 'lab');
  expect({ code, url }).toEqual({ code: 1, url: undefined });
  expect(stderr).toMatch(/no Patchbay runs.*keychain cannot be used.*"store": "file"/s);
  const unknown = await signIn(home, 'nope');
  expect(unknown).toMatchObject({ code: 1, stderr: "Error: No MCP server named 'nope' found.\n" });
});

test('the messages and exit codes are those of codex mcp login', async ({ home, lab }) => {
  prepareLab(home, lab);
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

test('a client that was registered by hand is used, and its secret is typed once', async ({ home, lab }) => {
  prepareLab(home, lab, { remotes: { lab: { oauth: { clientId: 'ours', callbackPort: 0 } } } });
  expect(
    await signIn(home, 'lab', { args: ['--client-secret'], input: 'a-secret-of-the-test' }),
  ).toMatchObject({
    code: 0,
  });
  expect(await signIn(home, 'lab')).toMatchObject({ code: 0 });
  const expected = `Basic ${Buffer.from('ours:a-secret-of-the-test').toString('base64')}`;
  expect(lab.clientWords).toEqual([expected, expected]);
  expect(lab.hits['register']).toBeUndefined();
  expect(fs.readFileSync(path.join(home.patchbayHome, 'settings.json'), 'utf8')).not.toContain('a-secret');
});

test('a configured port that is taken is named before a browser is opened', async ({ home, lab }) => {
  const taken = Number(new URL(lab.url).port);
  prepareLab(home, lab, { remotes: { lab: { oauth: { callbackPort: taken } } } });
  const { code, url, stderr } = await signIn(home, 'lab');
  expect({ code, url }).toEqual({ code: 1, url: undefined });
  expect(stderr).toContain(`needs port ${taken}`);
});

test('the browser gets the address as one argument, and no shell sees it', async ({ home, lab }) => {
  prepareLab(home, lab);
  const programs = home.makeFolder('programs');
  const seen = path.join(home.root, 'seen');
  const browser = `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > '${seen}'\n'${process.execPath}' -e 'fetch(process.argv[1])' "$1"\n`;
  fs.writeFileSync(path.join(programs, 'xdg-open'), browser, { mode: 0o755 });
  const env = { ...home.env, DISPLAY: ':9', PATH: `${programs}:${home.env['PATH']}` };
  const words = ['mcp', 'login', 'lab', '--scopes', `$(touch ${home.root}/run),\`touch ${home.root}/run\``];
  const { code, stdout } = await runPatchbay({ ...home, env }, words);
  expect(code).toBe(0);
  const [count, address] = fs.readFileSync(seen, 'utf8').split('\n');
  expect({ count, address }).toEqual({ count: '1', address: /^http\S+$/m.exec(stdout)?.[0] });
  expect(address).not.toMatch(/[$`'"]/);
  expect(fs.existsSync(path.join(home.root, 'run'))).toBe(false);
});

test('with another credential in config.toml, the command says that a sign-in would not be used', async ({
  home,
  lab,
}) => {
  writeSettings(home, {});
  const table = httpTable('lab', lab.url, 'bearer_token_env_var = "LAB_TOKEN"');
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), table);
  const { code, url, stderr } = await signIn(home, 'lab');
  expect({ code, url }).toEqual({ code: 1, url: undefined });
  expect(stderr).toContain('`bearer_token_env_var`');
});

test('removing a server says that its sign-in still exists, and it can still be revoked', async ({
  home,
  lab,
}) => {
  prepareLab(home, lab);
  await signIn(home, 'lab');
  expect((await runPatchbay(home, ['mcp', 'remove', 'lab'])).stderr).toContain('patchbay mcp logout lab');
  expect(lab.valid.size).toBeGreaterThan(0);
  await runPatchbay(home, ['mcp', 'logout', 'lab']);
  expect(lab.valid.size).toBe(0);
});

test('doctor says where tokens are stored, and which server needs a new sign-in', async ({ home, lab }) => {
  prepareLab(home, lab);
  const findings = async () => {
    const { stdout } = await runPatchbay(home, ['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; outcome: string; text: string }[] };
    return checks.find(({ name }) => name === 'Sign-ins');
  };
  await signIn(home, 'lab');
  expect(await findings()).toMatchObject({
    outcome: 'ok',
    text: '1 stored, unencrypted, readable by you alone',
  });
  writeSettings(home, { secrets: {} });
  expect(await findings()).toMatchObject({ outcome: 'warning', text: expect.stringContaining('keychain') });
});
