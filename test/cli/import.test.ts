// `patchbay import` as a person or a script runs it: servers of clients become servers of config.toml, and secrets stay
// out of it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { clientHome, patchbay } from '../support/client-home.ts';
import { createGuardedRemote, serveGuarded } from '../support/guarded-remote.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const test = hostTest();
const SECRET = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

test('servers of other clients become servers of config.toml, without their secrets and once', ({ home }) => {
  const { file, env } = clientHome(home, {
    '.cursor/mcp.json': JSON.stringify({
      mcpServers: {
        github: { command: 'github-mcp', env: { GITHUB_TOKEN: SECRET } },
        patchbay: { command: 'patchbay', args: ['mcp-server'] },
      },
    }),
    '.config/zed/settings.json': '{ oops',
    '.config/goose/config.yaml':
      'extensions:\n  docs: {type: streamable_http, uri: "https://docs.example/mcp"}\n  gh: {cmd: github-mcp, envs: {LEVEL: "1"}}\n',
    'codex/config.toml': '# mine\nmodel = "m"\n',
  });
  const codexEnv = { ...env, CODEX_HOME: file('codex') };
  const config = file('codex/config.toml');
  const shown = patchbay(['import'], codexEnv);
  expect(shown).toMatchObject({ code: 2, stdout: expect.stringContaining('+[mcp_servers.github]') });
  expect(shown.stderr).toContain(`${file('.config/zed/settings.json')} line 1`);
  expect(shown.stderr).toContain('github needs the variable GITHUB_TOKEN');
  expect(shown.stderr).toContain(
    'gh of Goose leads to the same place as github, but differs in GITHUB_TOKEN, LEVEL',
  );
  expect(fs.readFileSync(config, 'utf8')).toBe('# mine\nmodel = "m"\n');

  expect(patchbay(['import', '--yes'], codexEnv)).toMatchObject({ code: 0 });
  const written = fs.readFileSync(config, 'utf8');
  expect(written.startsWith('# mine\nmodel = "m"\n')).toBe(true);
  expect(written).not.toContain(SECRET);
  // Codex itself reads it.
  const listed = JSON.parse(patchbay(['mcp', 'list', '--json'], codexEnv).stdout);
  expect(listed.map(({ name }: { name: string }) => name).sort()).toEqual(['docs', 'gh', 'github']);
  expect(patchbay(['import', '--yes'], codexEnv).stderr).toContain('There is nothing to import.');
});

test('a token of another client is kept, sent to its server alone, replaced and forgotten', async ({
  home,
  connect,
}) => {
  let accepted = SECRET;
  const guarded = createGuardedRemote(({ token }) => ({ status: token === accepted ? 200 : 401 }));
  const { url, close } = await serveGuarded(guarded);
  onTestFinished(close);
  const { env } = clientHome(home, {
    '.cursor/mcp.json': JSON.stringify({
      mcpServers: { guarded: { url, headers: { Authorization: `Bearer ${SECRET}` } } },
    }),
  });
  const config = path.join(home.codexHome, 'config.toml');
  const secretsFile = path.join(home.patchbayHome, 'secrets.json');
  const settings = path.join(home.patchbayHome, 'settings.json');

  // There is no keychain here: a variable has to do.
  expect(patchbay(['import'], env)).toMatchObject({
    stdout: expect.stringContaining('+bearer_token_env_var = "GUARDED_TOKEN"'),
    stderr: expect.stringMatching(/Secrets become variables: .*keychain cannot be used/),
  });
  expect(fs.existsSync(secretsFile)).toBe(false);

  fs.writeFileSync(settings, JSON.stringify({ version: 1, secrets: { store: 'file' } }));
  expect(patchbay(['import', '--variables'], env).stdout).toContain('bearer_token_env_var');
  const imported = patchbay(['import', '--yes'], env);
  expect(imported.stderr).toContain('Authorization of guarded is taken from the settings of Cursor and kept');
  expect(imported.stdout + imported.stderr + fs.readFileSync(config, 'utf8')).not.toContain(SECRET);
  expect(fs.statSync(secretsFile).mode & 0o777).toBe(0o600);
  expect(patchbay(['import', '--yes'], env).stderr).toContain('it is there already, as guarded');
  expect(patchbay(['mcp', 'get', 'guarded'], env).stdout).toContain(
    'credential: Authorization, kept with the secrets of Patchbay.',
  );

  const call = async () => {
    const { client } = await connect();
    return JSON.stringify(
      await client.callTool({ name: 'mcp__guarded__echo', arguments: { text: 'hi' } }).catch(String),
    );
  };
  await eventually(async () => (await call()).includes('echo: hi'), {
    describe: () => 'the tool is not there',
  });

  // The server wants another one now.
  accepted = 'another-token-of-the-person';
  const refused = await call();
  expect(refused).toContain('patchbay mcp login guarded --token');
  expect(refused).not.toContain(SECRET);
  const given = spawnSync(process.execPath, [patchbayFile, 'mcp', 'login', 'guarded', '--token'], {
    env,
    input: `${accepted}\n`,
    encoding: 'utf8',
  });
  expect(given).toMatchObject({
    status: 0,
    stdout: `The token for 'guarded' is kept, and sent to ${url} alone.\n`,
  });
  await eventually(async () => (await call()).includes('echo: hi'), {
    describe: () => 'the new one is not used',
  });

  expect(patchbay(['mcp', 'logout', 'guarded'], env).code).toBe(0);
  await eventually(async () => (await call()).includes('patchbay mcp login guarded'));
  expect(fs.readFileSync(secretsFile, 'utf8')).not.toContain(accepted);
});
