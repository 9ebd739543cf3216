// `patchbay import` as a person or a script runs it: servers of clients become servers of config.toml, and secrets stay
// out of it.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { clientHome, patchbay } from '../support/client-home.ts';
import { createGuardedRemote, serveGuarded } from '../support/guarded-remote.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { patchbayFile, runPatchbay } from '../support/patchbay.ts';
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
  expect(patchbay(['import', '--yes'], codexEnv).stderr).toContain('There is nothing to add.');
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
  expect(imported.stderr).toContain(
    'Authorization of guarded is copied from the settings of Cursor and kept',
  );
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
  const tooLong = spawnSync(process.execPath, [patchbayFile, 'mcp', 'login', 'guarded', '--token'], {
    env,
    input: `${'x'.repeat(20_000)}\n`,
    encoding: 'utf8',
  });
  expect([tooLong.status, tooLong.stderr]).toEqual([1, expect.stringContaining('it has 20000 characters')]);
  await eventually(async () => (await call()).includes('echo: hi'), {
    describe: () => 'the new one is not used',
  });

  expect(patchbay(['mcp', 'logout', 'guarded'], env).code).toBe(0);
  await eventually(async () => (await call()).includes('patchbay mcp login guarded'));
  expect(fs.readFileSync(secretsFile, 'utf8')).not.toContain(accepted);
});

/** As the registry keeps it. */
const docsServer = {
  name: 'io.github.someone/docs',
  description: 'Reads docs\u202e\n and more',
  version: '1.2.3',
  packages: [
    { registryType: 'mcpb', identifier: 'https://e.example/docs.mcpb', transport: { type: 'stdio' } },
    {
      registryType: 'npm',
      identifier: '@someone/docs',
      version: '1.2.3',
      transport: { type: 'stdio' },
      packageArguments: [
        { type: 'positional', valueHint: 'target_dir', isRequired: true, description: 'What to read' },
      ],
      environmentVariables: [{ name: 'DOCS_KEY', isSecret: true, isRequired: true }],
    },
  ],
};

test('a published server of a registry, a file or an address becomes a table after it was shown', async ({
  home,
}) => {
  const asked: string[] = [];
  const registry = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    const isKnown = request.url?.includes('io.github.someone%2Fdocs') ?? false;
    const isSearch = request.url?.startsWith('/v0.1/servers?') ?? false;
    const answer = isSearch
      ? { servers: [{ server: docsServer, _meta: {} }] }
      : { server: docsServer, _meta: {} };
    response.writeHead(isKnown || isSearch ? 200 : 404).end(JSON.stringify(answer));
  });
  registry.listen(0, '127.0.0.1');
  await once(registry, 'listening');
  onTestFinished(() => void registry.close());
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  const { file, env: homeEnv } = clientHome(home, {
    'own/settings.json': JSON.stringify({ version: 1, secrets: { store: 'file' }, registry: { url } }),
    'codex/config.toml': '# mine\n',
    'web.json': JSON.stringify({
      name: 'com.example/web',
      remotes: [
        { type: 'sse', url: 'https://old.example/sse' },
        {
          type: 'streamable-http',
          url: 'https://{tenant}.example/mcp',
          variables: { tenant: { isRequired: true, choices: ['red', 'blue'] } },
          headers: [{ name: 'X-Api-Key', isSecret: true, isRequired: true }],
        },
      ],
    }),
    'broken.json': '{ oops',
  });
  const env = { ...homeEnv, CODEX_HOME: file('codex'), PATCHBAY_HOME: file('own') };
  const config = file('codex/config.toml');
  const run = (...words: string[]) => runPatchbay({ ...home, env }, words);

  expect(await run('import', '--search', 'docs')).toMatchObject({
    code: 0,
    stdout: 'io.github.someone/docs\t1.2.3\tReads docs⟨U+202E⟩ and more\n',
  });
  const shown = await run('import', 'io.github.someone/docs');
  expect(shown.code).toBe(2);
  expect(shown.stdout).toContain('+[mcp_servers.docs]');
  expect(shown.stderr).toContain(
    '1. mcpb package https://e.example/docs.mcpb (cannot be used: it is a bundle',
  );
  expect(shown.stderr).toContain('will start: npx -y @someone/docs@1.2.3 FILL-IN-target_dir\n');
  expect(shown.stderr).toContain('It needs the variable DOCS_KEY');
  expect(shown.stderr).toContain('To be filled in: target_dir (What to read).');
  expect(shown.stdout).toContain('+enabled = false');
  expect(fs.readFileSync(config, 'utf8')).toBe('# mine\n');

  const set = await run('import', 'io.github.someone/docs@1.2.3', '--set', 'target_dir=/srv/docs', '--yes');
  expect(set.code).toBe(0);
  expect(asked.at(-1)).toBe('/v0.1/servers/io.github.someone%2Fdocs/versions/1.2.3');
  expect(JSON.parse((await run('mcp', 'get', 'docs', '--json')).stdout)).toMatchObject({
    enabled: true,
    transport: { command: 'npx', args: ['-y', '@someone/docs@1.2.3', '/srv/docs'], env_vars: ['DOCS_KEY'] },
  });
  const again = await run(
    'import',
    `${url}/v0.1/servers/io.github.someone%2Fdocs/versions/latest`,
    '--set',
    'target_dir=/srv/docs',
  );
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('it is there already, as docs') });

  // From a program that takes its time.
  const late = spawnSync(
    'sh',
    ['-c', '(sleep 0.3; cat web.json) | "$0" "$1" import - --way 2', process.execPath, patchbayFile],
    { env, cwd: path.dirname(file('web.json')), encoding: 'utf8' },
  );
  expect(late.stdout).toContain('+[mcp_servers.web]');

  // At a terminal it asks, again where an answer cannot be used, and hides the secret.
  const terminal = spawnSync(
    'script',
    ['-qec', `'${process.execPath}' '${patchbayFile}' import web.json`, '/dev/null'],
    { env, cwd: path.dirname(file('web.json')), input: `2\ngreen\nred\n${SECRET}\ny\n`, encoding: 'utf8' },
  );
  expect(terminal).toMatchObject({ status: 0, stdout: expect.stringContaining('must be one of red, blue') });
  expect(fs.readFileSync(config, 'utf8')).toContain('[mcp_servers.web]\nurl = "https://red.example/mcp"\n');
  expect(fs.readFileSync(config, 'utf8')).not.toContain(SECRET);
  expect(fs.readFileSync(file('own/secrets.json'), 'utf8')).toContain(SECRET);

  for (const [words, message] of [
    [['import', 'io.github.someone/other'], 'has no server "io.github.someone/other"'],
    [['import', file('broken.json')], 'broken.json could not be used: it is not JSON'],
    [['import', 'http://servers.example/x'], 'is no https address'],
    [['import', './typo.json'], './typo.json could not be used: there is no such file'],
    [['import', file('web.json'), '--way', '2', '--set', 'X-Api-Key=k'], 'it is a secret'],
    [['import', file('web.json'), '--set', 'other=k'], 'it knows'],
  ] as const) {
    expect(await run(...words)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  }

  const askedBefore = asked.length;
  const aToken = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  for (const text of [aToken, 'my password is hunter2', 'hunter2']) {
    const added = await runPatchbay({ ...home, env }, ['mcp', 'add', '-', '--yes'], { input: text });
    expect(added).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was added') });
    const imported = await run('import', text);
    expect(imported).toMatchObject({ code: 1, stderr: expect.stringContaining('could not be used') });
    expect(added.stderr + imported.stderr).not.toContain(aToken);
  }
  expect(asked).toHaveLength(askedBefore);

  registry.closeAllConnections();
  registry.close();
  await once(registry, 'close');
  expect(await run('import', '--search', 'docs')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/could not be asked: nothing listens there\. Give the server.json itself/),
  });
});
