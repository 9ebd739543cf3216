// `patchbay mcp add/get/list/remove`: the words and outcomes of `codex mcp`, with our name and without secrets.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { patchbayFile, runPatchbay } from '../support/patchbay.ts';
import { allGone, eventually, processesOf } from '../support/processes.ts';
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
  // What was counted is kept; a file that cannot be read is counted again.
  fs.writeFileSync(path.join(home.patchbayHome, 'cache/tool-tokens.json'), 'no JSON');
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

test('what is not there is refused as Codex refuses it, and what cannot work before anything is written', async ({
  home,
  model,
}) => {
  home.writeConfig({ baseUrl: model.baseUrl, extra: '[mcp_servers.there]\ncommand = "x"' });
  const before = configOf(home);
  expect(await mcp(home, 'get', 'nope')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("No MCP server named 'nope' found."),
  });
  const refusals: readonly (readonly [code: number, why: string, ...words: string[]])[] = [
    [2, 'letters, digits, dashes', 'bad name', '--', 'x'],
    [2, 'reserved', 'constructor', '--', 'x'],
    [1, 'patchbay mcp remove there', 'there', '--', 'y'],
    [2, 'http or https', 'far', '--url', 'ftp://example.com'],
    [2, 'a user or a password', 'far', '--url', 'https://mira:address-secret@example.com/mcp'],
    [2, '--env <name=value> cannot be BAD', 'env', '--env', 'BAD', '--', 'x'],
    [2, 'add one of them', 'both', '--url', 'http://x', '--', 'y'],
  ];
  const runs = await Promise.all(refusals.map(([, , ...words]) => mcp(home, 'add', ...words)));
  for (const [at, { code, stdout, stderr }] of runs.entries()) {
    expect([code, stdout], stderr).toEqual([refusals[at]?.[0], '']);
    expect(stderr).toContain(refusals[at]?.[1]);
    expect(stderr).not.toContain('address-secret');
  }
  expect(configOf(home)).toBe(before);
});

test('a broken table is shown with its line and its cause, can be removed, and leaves the others alone', async ({
  home,
  model,
}) => {
  const extra = `[mcp_servers.works] # mine
command = "/bin/true"

[mcp_servers.nothing]
args = ["no command"]

[mcp_servers]
short = 5
lines = { args = [
  "no command",
] }

[mcp_servers.both]
command = "x"
url = "https://example.com"
`;
  home.writeConfig({ baseUrl: model.baseUrl, extra });
  const lineOf = (text: string) => configOf(home).split('\n').indexOf(text) + 1;
  const listed = await mcp(home, 'list');
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  expect(listed.stdout).toMatch(/^works .*\/bin\/true.* enabled/m);
  const nothing = lineOf('[mcp_servers.nothing]');
  expect(listed.stdout).toMatch(
    new RegExp(`^nothing  ${nothing} +neither \`command\` nor \`url\` is set$`, 'm'),
  );
  const json = JSON.parse((await mcp(home, 'list', '--json')).stdout);
  expect(json).toMatchObject([
    { name: 'works', enabled: true },
    { name: 'nothing', enabled: false, broken: { line: nothing } },
    { name: 'short', broken: { line: lineOf('short = 5') } },
    { name: 'lines' },
    { name: 'both', broken: { line: lineOf('url = "https://example.com"'), reason: expect.any(String) } },
  ]);
  expect((await mcp(home, 'get', 'both')).stdout).toContain(json[4].broken.reason);
  expect((await mcp(home, 'get', 'works')).stdout).toContain('command: /bin/true');

  expect(await mcp(home, 'add', 'later', '--env', 'A=b', '--', 'x', '-y')).toMatchObject({ code: 0 });
  for (const name of ['nothing', 'short', 'lines', 'both']) {
    expect(await mcp(home, 'remove', name)).toMatchObject({
      code: 0,
      stdout: `Removed global MCP server '${name}'.\n`,
    });
  }
  const { stdout } = await mcp(home, 'list');
  expect(stdout.match(/^\w+/gm)).toEqual(['Name', 'later', 'works']);
  expect(stdout).toMatch(/later +x +-y +A=\*+/);
  expect(configOf(home)).toContain('[mcp_servers.works] # mine');
  expect(fs.readdirSync(home.patchbayHome).filter((name) => name.startsWith('sound-'))).toEqual([]);
});

test.for(['SIGINT', 'SIGTERM'] as const)(
  '%s leaves no copy of config.toml behind, nor does a kill',
  async (signal, { home }) => {
    const copies = () => fs.readdirSync(home.patchbayHome).filter((name) => name.startsWith('sound-config-'));
    const engine = path.join(home.root, 'engine');
    fs.writeFileSync(engine, '#!/bin/sh\nexec cat\n', { mode: 0o755 });
    fs.writeFileSync(path.join(home.codexHome, 'config.toml'), '[mcp_servers.broken]\nargs = []\n');
    const killed = path.join(home.patchbayHome, 'sound-config-killed');
    fs.mkdirSync(killed, { recursive: true });
    fs.utimesSync(killed, 0, 0);
    fs.writeFileSync(
      path.join(home.patchbayHome, 'settings.json'),
      JSON.stringify({ version: 1, engine: { path: engine } }),
    );

    const child = spawn(process.execPath, [patchbayFile, 'mcp', 'list'], { env: home.env, cwd: home.folder });
    await eventually(() => processesOf(home.root).some(({ command }) => command === 'cat'));
    expect(copies()).toEqual([expect.not.stringContaining('killed')]);
    child.kill(signal);
    await once(child, 'exit');
    expect([child.signalCode, copies()]).toEqual([signal, []]);
    child.stdin.end();
    await allGone(home.root);
  },
);

test('check says what a server can do, and with a tool what shows only in a call', async ({
  home,
  model,
}) => {
  home.writeConfig({
    baseUrl: model.baseUrl,
    extra: `${everythingTable('all')}\n[mcp_servers.gone]\ncommand = "/bin/false"\n`,
  });
  const [plain, tried, slow, gone, unknown] = await Promise.all([
    mcp(home, 'check', 'all'),
    mcp(home, 'check', 'all', '--tool', 'trigger-elicitation-request', '--json'),
    mcp(
      home,
      'check',
      'all',
      '--tool',
      'trigger-long-running-operation',
      '--arguments',
      '{"duration": 60, "steps": 60}',
    ),
    mcp(home, 'check', 'gone', '--json'),
    mcp(home, 'check', 'nope'),
  ]);
  expect(plain).toMatchObject({ code: 0, stderr: expect.stringContaining('--tool TOOL') });
  expect(plain.stdout).toMatch(/^Ping: works \(\d+ ms\)\nTells when its lists change: offered \(tools, /);
  expect(plain.stdout).toContain('Questions (elicitation): only a call shows it\n');
  expect(tried.code).toBe(0);
  expect(JSON.parse(tried.stdout)).toMatchObject({
    name: 'all',
    works: true,
    problem: null,
    checks: expect.arrayContaining([expect.objectContaining({ what: 'elicitation', outcome: 'works' })]),
  });
  // This server goes on with the operation.
  expect(slow.stdout).toContain(
    'Cancellation: not seen in this call (the server still answers after a cancelled call; whether it stopped that call cannot be seen)\n',
  );
  expect(gone.code).toBe(1);
  expect(JSON.parse(gone.stdout)).toMatchObject({
    works: false,
    problem: expect.stringContaining('gone'),
    checks: [],
  });
  expect(unknown).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('patchbay mcp list'),
  });
});

test('what a server wrote before it ended is checked for secrets before it is shown', async ({
  home,
  model,
}) => {
  const writes = 'printf "password=hunter%dsecret" 2 >&2; exit 3';
  const extra = `[mcp_servers.gone]\ncommand = "sh"\nargs = ["-c", ${JSON.stringify(writes)}]`;
  home.writeConfig({ baseUrl: model.baseUrl, extra });
  const { code, stderr } = await mcp(home, 'check', 'gone');
  expect(code).toBe(1);
  expect(stderr).toContain('It wrote last:\npassword=[REDACTED:password]\nFix the problem');
});

test.for<[string, string, number]>([
  ['is not TOML', '[broken', 1],
  ['has a table of servers that is none', 'mcp_servers = 1', 1],
  ['has a value that Codex does not know', 'model = "x"\napproval_policy = "sometimes"', 2],
])('a config.toml that %s is named with its line', async ([, text, line], { home }) => {
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), text);
  const said = {
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(`^patchbay: \\S+config\\.toml line ${line}: .*\\. Correct that place .*\n$`),
    ),
  };
  const words = [['list'], ['get', 'docs'], ['add', 'docs', '--', 'docs-server']];
  // What only the engine refuses does not keep it from being looked at and taken out by us.
  if (line === 1) words.push(['check', 'docs'], ['remove', 'docs']);
  for (const run of await Promise.all(words.map((one) => mcp(home, ...one)))) expect(run).toMatchObject(said);
  expect(configOf(home)).toBe(text);
});

test('add - takes what was copied from elsewhere, shows it, and writes nothing without a yes', async ({
  home,
  model,
}) => {
  home.writeConfig({ baseUrl: model.baseUrl, extra: '[mcp_servers.wrong]\nargs = ["no command"]' });
  const before = configOf(home);
  const paste = (text: string, ...words: string[]) =>
    runPatchbay(home, ['mcp', 'add', '-', ...words], { input: text, hasNoTerminal: true });
  const copied = JSON.stringify({
    mcpServers: {
      docs: { command: 'npx', args: ['-y', 'docs'], env: { API_KEY: 'env-secret' }, alwaysAllow: ['x'] },
    },
  });
  const shown = await paste(copied);
  expect(shown).toMatchObject({ code: 2, stdout: expect.stringContaining('+[mcp_servers.docs]') });
  for (const words of ['docs starts: npx -y docs', 'API_KEY', 'alwaysAllow', '--yes']) {
    expect(shown.stderr).toContain(words);
  }
  expect(shown.stdout + shown.stderr).not.toContain('env-secret');
  expect(configOf(home)).toBe(before);
  expect(await paste(copied, '--yes')).toMatchObject({ code: 0 });
  expect(configOf(home)).toMatch(/\[mcp_servers\.docs\]\ncommand = "npx"/);
  expect(await paste('one\ntwo')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('a command line'),
  });
  const described = {
    name: 'io.example/far',
    remotes: [{ type: 'streamable-http', url: 'https://far.example/mcp' }],
  };
  expect(await paste(JSON.stringify(described), '--yes')).toMatchObject({ code: 0 });
  expect(configOf(home)).toContain('url = "https://far.example/mcp"');
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
