// What is wrong in config.toml and whom it harms: a bad table of an MCP server nobody else, everything else is named with
// file and line.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { configToml, script } from '../support/fake-model.ts';
import { test as ownHostTest } from '../support/fixtures.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const test = hostTest();

const HELLO = 'Hello from the fake model.';

const badTables: readonly [name: string, table: string][] = [
  ['a number as command', '[mcp_servers.broken]\ncommand = 3\n'],
  ['a text as arguments', '[mcp_servers.broken]\ncommand = "node"\nargs = "-y server"\n'],
  ['a number in its environment', '[mcp_servers.broken]\ncommand = "node"\nenv = { PORT = 80, A = "b" }\n'],
  ['a list as environment', '[mcp_servers.broken]\ncommand = "node"\nenv = ["A=b"]\n'],
  ['neither command nor address', '[mcp_servers.broken]\nenabled = true\n'],
  [
    'an unknown approval mode',
    '[mcp_servers.broken]\ncommand = "node"\ndefault_tools_approval_mode = "maybe"\n',
  ],
  ['a text as time-out', '[mcp_servers.broken]\nurl = "http://127.0.0.1:9/"\nstartup_timeout_sec = "10"\n'],
  ['a negative time-out', '[mcp_servers.broken]\ncommand = "node"\ntool_timeout_sec = -1\n'],
  ['a number as address', '[mcp_servers.broken]\nurl = 80\n'],
  ['a number as header', '[mcp_servers.broken]\nurl = "http://127.0.0.1:9/"\nhttp_headers = { A = 1 }\n'],
  ['a number as tool', '[mcp_servers.broken]\ncommand = "node"\n[mcp_servers.broken.tools]\nx = 3\n'],
  ['a text as switch', '[mcp_servers.broken]\ncommand = "node"\nenabled = "no"\n'],
  ['an unknown way to sign in', '[mcp_servers.broken]\nurl = "http://127.0.0.1:9/"\nauth = "magic"\n'],
  ['an empty command', '[mcp_servers.broken]\ncommand = ""\n'],
  ['a time-out beyond all counting', '[mcp_servers.broken]\ncommand = "node"\nstartup_timeout_sec = 1e300\n'],
  [
    'a number as helper command',
    '[mcp_servers.broken]\nurl = "http://127.0.0.1:9/"\nhttp_headers_helper = 5\n',
  ],
  ['headers without an address', '[mcp_servers.broken]\nhttp_headers = { A = "b" }\n'],
  ['no table', '[mcp_servers]\nbroken = 3\n'],
  ['a list of tables', '[[mcp_servers.broken]]\ncommand = "node"\n'],
  ['a quoted name', '[mcp_servers."bro ken.x"]\ncommand = 3\n'],
];

describe('a bad table of an MCP server', () => {
  ownHostTest(
    'affects no call to Codex and no other remote when it exists at the start',
    async ({ stdio, home, model }) => {
      home.writeConfig({ baseUrl: model.baseUrl, extra: `[mcp_servers.broken]\ncommand = 3\n${probe}` });
      const { codex, client } = await stdio();
      expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toContain('mcp__probe__read_graph');
    },
  );

  test('affects no call to Codex, whatever is wrong in it', async ({ connect, home, model }) => {
    const { codex } = await connect();
    const answers: string[] = [];
    for (const [name, table] of badTables) {
      home.writeConfig({ baseUrl: model.baseUrl, extra: table });
      answers.push(`${name}: ${textOf(await codex({ prompt: 'hello', cwd: home.folder }))}`);
    }
    expect(answers).toEqual(badTables.map(([name]) => `${name}: ${HELLO}`));
  });

  test('affects nothing when it appears during a turn, and applies once it is fixed', async ({
    connect,
    home,
    model,
  }) => {
    const { codex, reply, client } = await connect();
    const running = codex({ prompt: script({ text: 'slow', firstMs: 1500 }), cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);
    home.writeConfig({ baseUrl: model.baseUrl, extra: '[mcp_servers.probe]\ncommand = 3\n' });
    const second = await codex({ prompt: 'hello', cwd: home.folder });
    expect(textOf(second)).toBe(HELLO);
    expect(textOf(await running)).toBe('slow');
    expect(textOf(await reply({ prompt: 'on', threadId: threadOf(second) }))).toBe(HELLO);

    home.writeConfig({ baseUrl: model.baseUrl, extra: probe });
    await eventually(async () =>
      (await client.listTools()).tools.some(({ name }) => name === 'mcp__probe__read_graph'),
    );
    const call = script({ mcp: { server: 'probe', tool: 'read_graph', args: {} } }, { text: '$LAST_OUTPUT' });
    const result = await codex({ prompt: call, cwd: home.folder });
    expect(textOf(result)).toContain('entities');
  });

  ownHostTest(
    'that cannot be neutralised is named with its line, also in the log',
    async ({ stdio, home, model }) => {
      // Keys that exclude each other cannot be made harmless.
      const extra = '[mcp_servers.broken]\ncommand = "node"\nurl = "http://127.0.0.1:9/"\n';
      home.writeConfig({ baseUrl: model.baseUrl, extra });
      const { codex } = await stdio();
      const result = await codex({ prompt: 'hello', cwd: home.folder });
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/config\.toml line \d+: url is not supported for stdio\. /);
      const logs = path.join(home.patchbayHome, 'logs');
      const failed = await eventually(() =>
        fs
          .readdirSync(logs)
          .flatMap((name) => fs.readFileSync(path.join(logs, name), 'utf8').trim().split('\n'))
          .map((line) => JSON.parse(line) as Record<string, unknown>)
          .find(({ event, level }) => event === 'call-ended' && level === 'warn'),
      );
      expect(failed['message']).toBe(textOf(result));
    },
  );
});

describe('keys of a table that exclude each other', () => {
  const program = 'command = "node"';
  const address = 'url = "http://127.0.0.1:9/"';
  const excluded: readonly [own: string, foreign: string][] = [
    [program, 'http_headers = { A = "b" }'],
    [program, 'env_http_headers = { A = "b" }'],
    [program, 'http_headers_helper = "a"'],
    [program, 'bearer_token = "a"'],
    [program, 'bearer_token_env_var = "A"'],
    [program, 'auth = "oauth"'],
    [program, 'oauth = { client_id = "a" }'],
    [program, 'oauth_resource = "a"'],
    [address, 'args = ["a"]'],
    [address, 'env = { A = "b" }'],
    [address, 'env_vars = ["A"]'],
    [address, 'cwd = "/tmp"'],
  ];
  test('are named with their line, by Patchbay as by Codex', async ({ connect, host, home, model }) => {
    const { codex } = await connect();
    for (const [own, foreign] of excluded) {
      home.writeConfig({
        baseUrl: model.baseUrl,
        extra: `[mcp_servers.broken]\n${own}\n${foreign}\n`,
      });
      const [key = ''] = foreign.split(' ');
      const [kind = ''] = own.split(' ');
      const said = textOf(await codex({ prompt: 'hello', cwd: home.folder }));
      expect(said).toMatch(new RegExp(`config\\.toml line \\d+: ${key} is not supported for `));
      const ours = new RegExp(
        `line \\d+: \\[mcp_servers\\.broken\\]: \`${key}\` is not supported together with \`${kind}\``,
      );
      await eventually(() => ours.test(host.stderr()), { describe: () => `${key}: ${host.stderr()}` });
    }
  });
});

describe('another error in config.toml', () => {
  const mistakes: readonly [name: string, broken: { top?: string; extra?: string }, mistake: string][] = [
    ['a provider', { extra: '[model_providers.x]\nname = "x"\nbase_url = 1\n' }, 'base_url = 1'],
    ['a profile', { extra: '[profiles.p]\nmodel = 3\n' }, 'model = 3'],
    ['a project', { extra: '[projects."/x"]\ntrust_level = 3\n' }, 'trust_level'],
    ['a setting of the terminal', { extra: '[tui]\nnotifications = 3\n' }, '[tui]'],
    ['a policy', { top: 'approval_policy = "nope"' }, 'approval_policy'],
    ['a table given twice', { extra: '[a]\nx = 1\n[a]\ny = 2\n' }, '[a]\ny'],
    ['a NUL byte', { top: 'personality = "a\0b"' }, 'personality'],
  ];
  test.for(mistakes)(
    'is named with file and line: %s',
    async ([, options, mistake], { connect, home, model }) => {
      home.writeConfig({ baseUrl: model.baseUrl, ...options });
      const { codex } = await connect();
      const file = path.join(home.codexHome, 'config.toml');
      const text = fs.readFileSync(file, 'utf8');
      const line = text.slice(0, text.indexOf(mistake)).split('\n').length;
      const result = await codex({ prompt: 'hello', cwd: home.folder });
      expect(textOf(result)).toMatch(`${file} line ${line}: `);
      expect(textOf(result)).not.toContain('signed in');

      home.writeConfig({ baseUrl: model.baseUrl });
      expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
    },
  );

  test('an unknown provider is named with the line that refers to it', async ({ connect, home, model }) => {
    const text = configToml({ baseUrl: model.baseUrl }).replace(
      /^model_provider = .*$/m,
      'model_provider = "gone"',
    );
    fs.writeFileSync(path.join(home.codexHome, 'config.toml'), text);
    const { codex } = await connect();
    const line = text.slice(0, text.indexOf('model_provider')).split('\n').length;
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toMatch(
      `config.toml line ${line}: Model provider \`gone\` not found. `,
    );
  });

  test.for([
    ['Windows line ends', (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
  ] as const)('does not include %s', async ([, write], { connect, home, model }) => {
    fs.writeFileSync(
      path.join(home.codexHome, 'config.toml'),
      write(configToml({ baseUrl: model.baseUrl, extra: '[mcp_servers.broken]\ncommand = 3\n' })),
    );
    const { codex } = await connect();
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
  });

  test('a path that is not readable text is named: another encoding, a folder, a link to itself', async ({
    connect,
    home,
    model,
  }) => {
    const file = path.join(home.codexHome, 'config.toml');
    const good = fs.readFileSync(file);
    const { codex } = await connect();
    const call = async () => textOf(await codex({ prompt: 'hello', cwd: home.folder }));
    fs.writeFileSync(file, Buffer.concat([Buffer.from('# fine\n# caf'), Buffer.from([0xe9, 0x0a]), good]));
    expect(await call()).toMatch(`${file} line 2: the text is not UTF-8. `);
    fs.rmSync(file);
    fs.mkdirSync(file);
    expect(await call()).toMatch(`${file}: this is a folder, not a file. `);
    fs.rmdirSync(file);
    fs.symlinkSync(file, file);
    expect(await call()).toMatch(`${file}: this is a link that leads back to itself. `);
    fs.rmSync(file);
    home.writeConfig({ baseUrl: model.baseUrl });
    expect(await call()).toBe(HELLO);
  });
});

describe('a profile', () => {
  test('with a bad table of an MCP server affects no call; a bad setting is named with its line', async ({
    connect,
    home,
  }) => {
    const file = path.join(home.codexHome, 'careful.config.toml');
    const { codex } = await connect();
    const call = async () => textOf(await codex({ prompt: 'hello', cwd: home.folder, profile: 'careful' }));
    fs.writeFileSync(file, 'model = "gpt-5.5"\n[mcp_servers.broken]\ncommand = 3\n');
    expect(await call()).toBe(HELLO);
    fs.writeFileSync(file, '\nmodel = 3\n');
    expect(await call()).toMatch(
      `${file} line 2: invalid type: integer \`3\`, expected a string in \`model\`. `,
    );
    fs.writeFileSync(file, 'sandbox_mode = 5\n');
    expect(await call()).toMatch(`${file} line 1: `);
    fs.writeFileSync(file, 'broken = = 1\n');
    expect(await call()).toMatch(`${file} line 1: `);
  });
});

/** A remote that works. */
const probe = `
[mcp_servers.probe]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(path.resolve(import.meta.dirname, '../../node_modules/@modelcontextprotocol/server-memory/dist/index.js'))}]
default_tools_approval_mode = "approve"
`;
