import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, onTestFinished } from 'vitest';
import { startFakeAzure } from '../support/fake-azure.ts';
import { expect, test } from '../support/fixtures.ts';
import { createGuardedRemote, serveGuarded } from '../support/guarded-remote.ts';
import type { TestHome } from '../support/home.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { httpTable } from '../support/remotes.ts';
import { addToken } from '../support/shared-http.ts';

interface Check {
  readonly name: string;
  readonly outcome: string;
  readonly text: string;
  readonly need?: string;
}

async function doctor(
  home: TestHome,
): Promise<{ code: number | null; state: string; check(name: string): Check | undefined }> {
  const { code, stdout } = await runPatchbay(home, ['doctor', '--json']);
  const { state, checks }: { state: string; checks: Check[] } = JSON.parse(stdout);
  return { code, state, check: (name) => checks.find((candidate) => candidate.name === name) };
}

describe('patchbay doctor', () => {
  test('finds nothing to fix in a good home', async ({ home }) => {
    const { stdout, code } = await runPatchbay(home, ['doctor']);
    expect(stdout).toMatch(/^ok {7}Engine: \d+\.\d+\.\d+, /m);
    expect(stdout).not.toMatch(/^failed/m);
    expect(code).toBe(0);
  });

  test('advises no change of the null device, where a link to it is one of its files', async ({ home }) => {
    fs.mkdirSync(home.patchbayHome, { mode: 0o700 });
    fs.symlinkSync('/dev/null', path.join(home.patchbayHome, 'audit.jsonl'));
    expect((await doctor(home)).check('File modes')?.outcome).toBe('ok');
  });

  test('names the clients that still call codex mcp-server, and the command that helps', async ({ home }) => {
    const settings = path.join(home.env['HOME'] ?? '', '.cursor', 'mcp.json');
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, '{"mcpServers": {"codex": {"command": "codex", "args": ["mcp-server"]}}}');
    expect((await doctor(home)).check('Clients')).toEqual({
      name: 'Clients',
      outcome: 'warning',
      text: expect.stringMatching(/^Cursor calls `codex mcp-server`.*`patchbay connect cursor`/),
    });
  });

  test('says which files others can read, and the command that fixes it', async ({ home }) => {
    await addToken(home, 'cursor');
    const file = path.join(home.patchbayHome, 'tokens.json');
    fs.chmodSync(file, 0o644);
    const { code, check } = await doctor(home);
    expect(code).toBe(11);
    expect(check('File modes')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining(`chmod go= '${file}'`),
    });
  });

  test('reports a broken config.toml and broken settings', async ({ home }) => {
    fs.writeFileSync(path.join(home.codexHome, 'config.toml'), 'model = "x"\nbroken = = 1\n');
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), '{"version": 2}');
    const { code, check } = await doctor(home);
    expect(code).toBe(11);
    expect(check('config.toml')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining('config.toml'),
    });
    expect(check('Settings')?.outcome).toBe('failed');
  });

  test("names the engine's errors in config.toml, a profile and a trusted folder, with file and line", async ({
    home,
    model,
  }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: '[model_providers.x]\nname = "x"\nbase_url = 1\n' });
    const config = path.join(home.codexHome, 'config.toml');
    const lineOf = (mistake: string) => {
      const text = fs.readFileSync(config, 'utf8');
      return text.slice(0, text.indexOf(mistake)).split('\n').length;
    };
    const broken = await doctor(home);
    expect(broken.code).toBe(11);
    const text = `${config} line ${lineOf('base_url = 1')}: invalid type: integer \`1\`, expected a string. Correct that place in config.toml`;
    expect(broken.check('config.toml')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining(text),
    });
    // It says nothing about what it could not ask.
    expect(broken.check('Signed in')?.text).toMatch(/^Not looked at: .*config\.toml is broken/);
    expect(broken.check('Sandbox')?.text).toMatch(/^Not looked at: .*config\.toml is broken/);

    home.writeConfig({ baseUrl: model.baseUrl });
    const profile = path.join(home.codexHome, 'careful.config.toml');
    fs.writeFileSync(profile, '\nmodel = 3\n');
    const folder = path.join(home.folder, '.codex');
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'config.toml'), '\n\nmodel = 3\n');
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    const decided = { isTrusted: true, digest: 'x', decidedAt: new Date().toISOString() };
    const folders = JSON.stringify({ version: 1, folders: { [home.folder]: decided } });
    fs.writeFileSync(path.join(home.patchbayHome, 'folders.json'), folders);
    const { code, check } = await doctor(home);
    expect(code).toBe(11);
    expect(check('config.toml')?.outcome).toBe('ok');
    expect(check('Profile careful')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining(`${profile} line 2: `),
    });
    expect(check(`Folder ${home.folder}`)).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining(`${path.join(folder, 'config.toml')} line 3: `),
    });
  });

  test('names a bad table of an MCP server with its line, and still checks the rest', async ({
    home,
    model,
  }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: '[mcp_servers.broken]\ncommand = 3\n' });
    const config = path.join(home.codexHome, 'config.toml');
    const lines = fs.readFileSync(config, 'utf8').split('\n');
    const { code, check } = await doctor(home);
    expect(code).toBe(11);
    expect(check('config.toml')).toMatchObject({
      outcome: 'warning',
      text: expect.stringContaining('without [mcp_servers.broken]'),
    });
    expect(check('Remote broken')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining(`${config} line ${lines.indexOf('command = 3') + 1}:`),
    });
    expect(check('Signed in')?.outcome).toBe('ok');
    expect(check('Sandbox')?.outcome).toBe('ok');
  });

  test('reports a missing engine', async ({ home }) => {
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    const settings = { version: 1, engine: { path: path.join(home.root, 'no-codex') } };
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify(settings));
    const { code, state, check } = await doctor(home);
    expect({ code, state }).toEqual({ code: 1, state: 'broken' });
    expect(check('Engine')?.outcome).toBe('failed');
  });

  test('ends with a code that says whether it is ready, or what it needs first', async ({ home, model }) => {
    const ready = await doctor(home);
    expect({ code: ready.code, state: ready.state }).toEqual({ code: 0, state: 'ready' });

    const remote = await serveGuarded(createGuardedRemote(() => ({ status: 401 })));
    onTestFinished(remote.close);
    home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('guarded', remote.url) });
    const signIn = await doctor(home);
    expect({ code: signIn.code, state: signIn.state }).toEqual({ code: 10, state: 'needs-sign-in' });
    expect(signIn.check('Remote guarded')).toMatchObject({ outcome: 'failed', need: 'sign-in' });

    // What has to be set goes first: a sign-in may be different afterwards.
    fs.appendFileSync(
      path.join(home.codexHome, 'config.toml'),
      httpTable('tokenless', remote.url, 'bearer_token_env_var = "NOT_SET"'),
    );
    const configuration = await doctor(home);
    expect({ code: configuration.code, state: configuration.state }).toEqual({
      code: 11,
      state: 'needs-configuration',
    });

    fs.appendFileSync(
      path.join(home.codexHome, 'config.toml'),
      '[mcp_servers.gone]\ncommand = "no-such-program"\n',
    );
    const broken = await doctor(home);
    expect({ code: broken.code, state: broken.state }).toEqual({ code: 1, state: 'broken' });
  });

  test('says what is wrong with each remote, and which ones can be connected', async ({ home, http }) => {
    const server = await http(['--no-auth']);
    const closed = `${server.url}/nothing-here`;
    fs.appendFileSync(
      path.join(home.codexHome, 'config.toml'),
      `
[mcp_servers.absent]
command = "no-such-program-here"
[mcp_servers.tokenless]
url = "https://b.example/mcp"
bearer_token_env_var = "B_TOKEN"
[mcp_servers.closed]
url = "${closed}"
[mcp_servers.off]
command = "x"
enabled = false
[mcp_servers.broken]
args = ["x"]
[mcp_servers.probe]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(path.resolve(import.meta.dirname, '../../node_modules/@modelcontextprotocol/server-memory/dist/index.js'))}]
`,
    );
    const { code, check } = await doctor(home);
    expect(check('Remote absent')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining('no-such-program-here'),
    });
    expect(check('Remote tokenless')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining('B_TOKEN'),
    });
    expect(check('Remote closed')?.outcome).toBe('failed');
    expect(check('Remote off')?.outcome).toBe('ok');
    expect(check('Remote broken')?.text).toContain('config.toml');
    expect(check('Remote probe')).toMatchObject({
      outcome: 'ok',
      text: expect.stringMatching(/^connected, \d+ tools$/),
    });
    expect(code).toBe(1);
  });

  test('knows Patchbay itself among the remotes, at the port of its settings and at the usual one', async ({
    home,
  }) => {
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(
      path.join(home.patchbayHome, 'settings.json'),
      JSON.stringify({ version: 1, port: 7999 }),
    );
    fs.appendFileSync(
      path.join(home.codexHome, 'config.toml'),
      `
[mcp_servers.chosen]
url = "http://localhost:7999/mcp"
[mcp_servers.usual]
url = "http://127.0.0.1:7345/mcp"
[mcp_servers.other]
url = "http://127.0.0.1:1/mcp"
`,
    );
    const { check } = await doctor(home);
    expect(check('Remote chosen')?.text).toMatch(/leads back to Patchbay/);
    expect(check('Remote usual')?.text).toMatch(/leads back to Patchbay/);
    expect(check('Remote other')?.text).not.toMatch(/leads back to Patchbay/);
  });

  test('says whether Azure issues a token, if a remote needs one', async ({ home }) => {
    const azure = await startFakeAzure(home);
    const remotes = { cloud: { azureScope: 'api://11111111-2222-3333-4444-555555555555/.default' } };
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify({ version: 1, remotes }));
    expect((await doctor(home)).check('Azure')).toBeUndefined();
    fs.appendFileSync(
      path.join(home.codexHome, 'config.toml'),
      '\n[mcp_servers.cloud]\nurl = "http://127.0.0.1:1/mcp"\n',
    );
    Object.assign(home.env, azure.env.common, azure.env.appService);
    expect((await doctor(home)).check('Azure')).toMatchObject({ outcome: 'ok' });
    Object.assign(home.env, { AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential' });
    const { code, check } = await doctor(home);
    expect(check('Azure')).toMatchObject({ outcome: 'failed' });
    expect(code).toBe(10);
    await azure.close();
  });

  test('checks that the sandbox works, and who serves the port', async ({ home, http }) => {
    expect((await doctor(home)).check('Sandbox')).toMatchObject({ outcome: 'ok' });
    const server = await http();
    expect((await doctor(home)).check('Port')?.text).toBe(`Patchbay serves ${server.url}`);
  });

  test('warns of a port that another program uses', async ({ home }) => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as net.AddressInfo;
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify({ version: 1, port }));
    expect((await doctor(home)).check('Port')).toMatchObject({
      outcome: 'warning',
      text: expect.stringContaining(String(port)),
    });
    other.close();
  });
});

describe('the diagnostics bundle', () => {
  test('contains logs, versions, checks and the configuration, and no secret', async ({ home, stdio }) => {
    const secret = `Zq${'7rT'.repeat(9)}`;
    fs.appendFileSync(
      path.join(home.codexHome, 'config.toml'),
      `# note to self: ${secret}
[mcp_servers.a]
command = "no-such-program-here"
env = { PLAIN_NAME = "${secret}" }
[mcp_servers.b]
url = "http://127.0.0.1:1/mcp"
http_headers = { "X-Plain" = "${secret}" }
bearer_token_env_var = "KEPT_NAME"
`,
    );
    const client = await stdio();
    await client.client.listTools();
    await client.close();
    const file = path.join(home.folder, 'bundle.zip');
    const { stderr } = await runPatchbay(home, ['doctor', '--bundle', file]);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    const saved = fs.readFileSync(file);
    expect((await runPatchbay(home, ['doctor', '--bundle', file])).stderr).toContain('it is there already');
    expect(fs.readFileSync(file)).toEqual(saved);
    expect((await runPatchbay(home, ['doctor', '--bundle', '-'])).stdout).toMatch(/^PK/);
    const files = Object.entries(unzipSync(fs.readFileSync(file))).map(
      ([name, bytes]) => [name.replace('patchbay-diagnostics/', ''), strFromU8(bytes)] as const,
    );
    const texts = Object.fromEntries(files);
    for (const name of Object.keys(texts)) expect(stderr).toContain(name);
    expect(texts['config.toml']).toContain('bearer_token_env_var = "KEPT_NAME"');
    expect(texts['doctor.txt']).toMatch(/^ok\s+Engine/m);
    expect(JSON.parse(texts['versions.json'] ?? '')).toMatchObject({ patchbay: expect.any(String) });
    const logs = files.filter(([name]) => name.startsWith('logs/'));
    expect(logs.length).toBeGreaterThan(0);
    expect(files.filter(([, text]) => text.includes(secret.slice(0, 12)))).toEqual([]);
  });
});
