// `patchbay mcp add/get/list/remove`: the words and outcomes of `codex mcp`, with our name and without secrets.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { everythingTable } from '../support/remotes.ts';

const mcp = (home: TestHome, ...words: string[]) => runPatchbay(home, ['mcp', ...words]);
const configOf = (home: TestHome) => fs.readFileSync(path.join(home.codexHome, 'config.toml'), 'utf8');

test('a server is added, listed, shown and removed, and comments in config.toml stay', async ({
  home,
  model,
}) => {
  home.writeConfig({ baseUrl: model.baseUrl, extra: '# keep me' });
  expect((await mcp(home, 'list')).stdout).toContain('patchbay mcp add my-tool');
  const added = await mcp(
    home,
    'add',
    'docs',
    '--env',
    'TOKEN=secret',
    '--',
    'docs-server',
    '--port',
    '4000',
  );
  expect(added).toMatchObject({ code: 0 });
  expect(added.stdout).toContain("Added global MCP server 'docs'.");
  expect(configOf(home)).toMatch(/# keep me/);
  expect(configOf(home)).toMatch(/args = \["--port", "4000"\]/);

  const listed = await mcp(home, 'list');
  expect(listed.stdout).toMatch(/docs\s+docs-server\s+--port 4000\s+TOKEN=\*+/);
  const shown = await mcp(home, 'get', 'docs');
  expect(shown.stdout).toContain('patchbay mcp remove docs');

  const removed = await mcp(home, 'remove', 'docs');
  expect(removed).toMatchObject({ code: 0, stdout: "Removed global MCP server 'docs'.\n" });
  expect((await mcp(home, 'remove', 'docs')).stdout).toContain("No MCP server named 'docs' found.");
});

test('list says what the tools of each server cost a model, once a server was connected', async ({
  home,
  model,
}) => {
  const never = '[mcp_servers.never]\ncommand = "/bin/false"\nenabled = false\n';
  home.writeConfig({ baseUrl: model.baseUrl, extra: `${everythingTable('all')}\n${never}` });
  expect(JSON.parse((await mcp(home, 'list', '--json')).stdout)).toMatchObject([
    { tokens: null },
    { tokens: null },
  ]);
  await runPatchbay(home, ['doctor']);
  const [all, other] = JSON.parse((await mcp(home, 'list', '--json')).stdout);
  expect([all.name, other.name, other.tokens]).toEqual(['all', 'never', null]);
  const counts: number[] = Object.values(all.tokens.tools);
  expect(all.tokens.tools.echo).toBeGreaterThan(20);
  expect(all.tokens.tools.echo).toBeLessThan(120);
  expect(all.tokens.total).toBe(counts.reduce((sum, count) => sum + count, 0));
  const { stdout } = await mcp(home, 'list');
  expect(stdout).toMatch(/^Name .*Auth +Tokens \(estimate\)$/m);
  expect(stdout).toMatch(new RegExp(`^all .* ${all.tokens.total}$`, 'm'));
  expect(stdout).toMatch(/^never .* -$/m);
});

test('no secret is printed, not even as JSON', async ({ home, model }) => {
  home.writeConfig({
    baseUrl: model.baseUrl,
    extra: `[mcp_servers.far]
url = "https://example.com/mcp"
http_headers = { "X-Key" = "header-secret" }
[mcp_servers.near]
command = "near"
args = ["--password=argument-secret1", "https://user:address-secret@example.com/x"]
env = { TOKEN = "env-secret" }`,
  });
  for (const words of [
    ['list'],
    ['list', '--json'],
    ['get', 'far', '--json'],
    ['get', 'near'],
    ['get', 'near', '--json'],
  ]) {
    const { code, stdout, stderr } = await mcp(home, ...words);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(/header-secret|env-secret|argument-secret|address-secret/);
  }
  const { stdout } = await mcp(home, 'get', 'near', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'near',
    transport: { command: 'near', env: { TOKEN: '*****' } },
  });
});

test('what Codex refuses is refused with its messages and exit codes', async ({ home, model }) => {
  home.writeConfig({ baseUrl: model.baseUrl });
  expect(await mcp(home, 'get', 'nope')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("No MCP server named 'nope' found."),
  });
  expect(await mcp(home, 'add', 'bad name', '--', 'x')).toMatchObject({ code: 1 });
  expect(await mcp(home, 'add', 'both', '--url', 'http://x', '--', 'y')).toMatchObject({ code: 2 });
  expect(await mcp(home, 'add', 'none')).toMatchObject({ code: 2 });
  expect(await mcp(home, 'add', 'env', '--env', 'BAD', '--', 'x')).toMatchObject({ code: 2 });
});

test('if Codex only fails, the broken table is named with its line', async ({ home, model }) => {
  home.writeConfig({ baseUrl: model.baseUrl, extra: '[mcp_servers.wrong]\nargs = ["no command"]' });
  const { code, stderr } = await mcp(home, 'list');
  expect(code).toBe(1);
  const line = configOf(home).split('\n').indexOf('[mcp_servers.wrong]') + 1;
  expect(stderr).toContain(
    `config.toml line ${line}: [mcp_servers.wrong]: neither \`command\` nor \`url\` is set.`,
  );
});

test('an unknown subcommand is refused', async ({ home, model }) => {
  home.writeConfig({ baseUrl: model.baseUrl });
  expect(await mcp(home, 'polish')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no `patchbay mcp polish`'),
  });
  expect((await mcp(home, '--help')).stdout).toMatch(/Usage: patchbay mcp/);
});

test('--codex-home selects the config.toml', async ({ home, model }) => {
  home.writeConfig({ baseUrl: model.baseUrl });
  const other = home.makeFolder('other-codex-home');
  await mcp(home, '--codex-home', other, 'add', 'there', '--', 'there');
  expect(fs.readFileSync(path.join(other, 'config.toml'), 'utf8')).toContain('[mcp_servers.there]');
});

test('get says which credential applies and why, in order of precedence', async ({ home, model }) => {
  const settings = { version: 1, remotes: { scoped: { azureScope: 'api://own/.default' } } };
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify(settings));
  const azure = 'url = "https://my-resource.openai.azure.com/mcp"\n';
  home.writeConfig({
    baseUrl: model.baseUrl,
    extra: `
[mcp_servers.headed]
${azure}http_headers = { authorization = "Bearer of-header" }
bearer_token_env_var = "TOKEN"
[mcp_servers.helped]
${azure}http_headers_helper = "print-headers"
[mcp_servers.bearer]
${azure}bearer_token_env_var = "TOKEN"
[mcp_servers.scoped]
url = "https://apim.example.com/mcp"
[mcp_servers.host]
${azure}
[mcp_servers.open]
url = "https://example.com/mcp"
[mcp_servers.near]
command = "near"
`,
  });
  const expected = {
    headed: ['authorization', 'The Authorization of `http_headers`.'],
    helped: [
      'authorization',
      'The Authorization that `http_headers_helper` prints. If it prints none: An Azure token',
    ],
    bearer: ['bearer-token', 'The bearer token in TOKEN'],
    scoped: ['azure-scope', 'An Azure token for api://own/.default, which settings.json says.'],
    host: ['azure-host', 'because my-resource.openai.azure.com belongs to Azure.'],
    open: ['none', 'None: nothing is configured or stored for it.'],
  };
  for (const [name, [kind, why]] of Object.entries(expected)) {
    const shown = await mcp(home, 'get', name);
    expect(shown.stdout).toContain('credential: ');
    expect(shown.stdout).toContain(why);
    expect(shown.stdout).not.toContain('of-header');
    const { credential } = JSON.parse((await mcp(home, 'get', '--json', name)).stdout);
    expect(credential).toMatchObject({ kind });
  }
  expect((await mcp(home, 'get', 'near')).stdout).not.toContain('credential');
});
