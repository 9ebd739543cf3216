// Who is trusted: a call, the model behind it and a repository may ask, never decide.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe } from 'vitest';
import { addFile, type FakeModel, script } from '../support/fake-model.ts';
import { test as ownHostTest } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { expect, type HomeOfTest, hostTest } from '../support/host-test.ts';
import { patchbayFile, runPatchbay, type TestClient, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { addToken } from '../support/shared-http.ts';

const test = hostTest();
const permissionsTest = hostTest({ extra: 'request_permissions_tool = true' });
/** Whose ceiling allows everything but network. */
const tallTest = hostTest({ args: ['--max-sandbox', 'danger-full-access', '--allow-never'] });

const toldLast = { text: 'told: $LAST_OUTPUT' };

/** Runs one command, then says what the model was told about it. */
const running = (cmd: string) => script({ exec: { cmd } }, toldLast);

const approve = () => ({ action: 'accept', content: { decision: 'approved' } });

/** What the model was sent last. */
// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
const lastRequest = (model: FakeModel) => model.requests.at(-1)?.body as any;

const configOf = (home: HomeOfTest) => path.join(home.codexHome, 'config.toml');

/** A file that a hostile program would make, and the shell words that make it. */
function markIn(home: HomeOfTest, name = 'mark') {
  const file = path.join(home.root, name);
  return { file, args: ['-c', `touch ${file}`], isThere: () => fs.existsSync(file) };
}

/** An `[mcp_servers]` table, with its values as JSON, which is TOML too. */
function serverTable(name: string, entry: Record<string, string | boolean | readonly string[]>): string {
  const lines = Object.entries(entry).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return [`[mcp_servers.${name}]`, ...lines, ''].join('\n');
}

describe('a config argument', () => {
  type Hostile = (mark: ReturnType<typeof markIn>, folder: string) => Record<string, unknown>;

  /** What a caller may try, and the key it is refused by. */
  const hostile: [key: string, Hostile][] = [
    ['mcp_servers.evil.command', ({ args }) => ({ mcp_servers: { evil: { command: '/bin/sh', args } } })],
    [
      'mcp_servers.evil.command',
      ({ args }) => ({ 'mcp_servers.evil.command': '/bin/sh', 'mcp_servers.evil.args': args }),
    ],
    ['mcp_servers.evil.command', ({ args }) => ({ 'mcp_servers.evil': { command: '/bin/sh', args } })],
    ['mcp_servers.evil.url', () => ({ mcp_servers: { evil: { url: 'http://127.0.0.1:1/mcp' } } })],
    ['mcp_servers.fake.http_headers_helper', () => ({ 'mcp_servers.fake.http_headers_helper': ['/bin/sh'] })],
    ['mcp_servers', () => ({ mcp_servers: {} })],
    ['notify', ({ args }) => ({ notify: ['/bin/sh', ...args] })],
    [
      'model_providers.fake.auth.command',
      ({ args }) => ({
        'model_providers.fake.auth.command': '/bin/sh',
        'model_providers.fake.auth.args': args,
      }),
    ],
    [
      'model_providers.fake.auth.command',
      ({ args }) => ({ model_providers: { fake: { auth: { command: '/bin/sh', args } } } }),
    ],
    ['model_providers.fake.base_url', () => ({ 'model_providers.fake.base_url': 'http://127.0.0.1:1/v1' })],
    ['model_provider', () => ({ model_provider: 'openai' })],
    ['openai_base_url', () => ({ openai_base_url: 'http://127.0.0.1:1/v1' })],
    ['chatgpt_base_url', () => ({ chatgpt_base_url: 'http://127.0.0.1:1/v1' })],
    ['trust_level', (_, folder) => ({ [`projects.${folder}.trust_level`]: 'trusted' })],
    ['trust_level', (_, folder) => ({ projects: { [folder]: { trust_level: 'trusted' } } })],
    ['hooks.SessionStart', ({ args }) => ({ hooks: { SessionStart: [{ hooks: [{ command: args[1] }] }] } })],
    ['permissions.mine.extends', () => ({ permissions: { mine: { extends: ':workspace' } } })],
    ['default_permissions', () => ({ default_permissions: ':workspace' })],
    [
      'sandbox_workspace_write.writable_roots',
      () => ({ sandbox_workspace_write: { writable_roots: ['/'] } }),
    ],
    ['sandbox_workspace_write.writable_roots', () => ({ 'sandbox_workspace_write.writable_roots': ['/'] })],
    ['features.request_permissions_tool', () => ({ features: { request_permissions_tool: true } })],
    ['features.hooks', () => ({ 'features.hooks': true })],
    ['shell_environment_policy.set.PATH', () => ({ shell_environment_policy: { set: { PATH: '/tmp' } } })],
    ['zsh_path', () => ({ zsh_path: '/tmp/zsh' })],
    ['approvals_reviewer', () => ({ approvals_reviewer: 'auto_review' })],
    ['profile', () => ({ profile: 'other' })],
    ['sandbox_mode', () => ({ sandbox_mode: 'none' })],
    ['approval_policy.granular.rules', () => ({ approval_policy: { granular: { rules: false } } })],
    ['model_instructions_file', () => ({ model_instructions_file: '/etc/passwd' })],
    ['experimental_instructions_file', () => ({ experimental_instructions_file: '/etc/passwd' })],
    ['otel.exporter', () => ({ otel: { exporter: 'otlp-http' } })],
    ['log_dir', () => ({ log_dir: '/tmp' })],
    ['history.persistence', () => ({ history: { persistence: 'none' } })],
    ['model', () => ({ model: ['gpt-5.5'] })],
    ['model.command', () => ({ model: { command: '/bin/sh' } })],
    ['model.', () => ({ 'model.': 'gpt-5.5' })],
    ['Model', () => ({ Model: 'gpt-5.5' })],
    ['', () => ({ '': 'gpt-5.5' })],
    ['__proto__.mcp_servers', () => JSON.parse('{"__proto__":{"mcp_servers":"x"}}')],
    ['__proto__', () => JSON.parse('{"__proto__":"x"}')],
    ['model.__proto__.x', () => JSON.parse('{"model":{"__proto__":{"x":1}}}')],
    ['constructor.prototype.x', () => ({ constructor: { prototype: { x: 1 } } })],
    ['toString', () => ({ toString: 'x' })],
  ];

  test.for([
    ['as the call says nothing', {}],
    ['read-only and never', { sandbox: 'read-only', 'approval-policy': 'never' }],
    ['workspace-write', { sandbox: 'workspace-write' }],
  ] as const)(
    'that is hostile is refused by name and nothing runs: %s',
    async ([, permissions], { connect, home, model }) => {
      const { codex } = await connect();
      const before = fs.readFileSync(configOf(home), 'utf8');
      const markOf = (n: number) => markIn(home, `mark-${n}`);
      for (const [n, [key, makeConfig]] of hostile.entries()) {
        const config = makeConfig(markOf(n), home.folder);
        const result = await codex({ prompt: 'hello', cwd: home.folder, config, ...permissions });
        expect.soft(result.isError, JSON.stringify(config)).toBe(true);
        expect
          .soft(refusedKeys(textOf(result)), JSON.stringify(config))
          .toContainEqual(key === 'trust_level' ? expect.stringMatching(/^projects\..*trust_level$/) : key);
      }
      expect(model.requests).toEqual([]);
      // A call that is served after them all: had one of them reached the engine, its mark would be there by now.
      await codex({ prompt: running('true'), cwd: home.folder, sandbox: 'read-only' });
      expect(hostile.filter((_, n) => markOf(n).isThere())).toEqual([]);
      expect(fs.readFileSync(configOf(home), 'utf8')).toBe(before);
    },
  );

  test('is refused with every bad key named, and the text says what may be set and where else', async ({
    connect,
    home,
  }) => {
    const { codex } = await connect();
    const config = { notify: ['/bin/sh'], model_reasoning_effort: 'low', mcp_servers: { a: { url: 'x' } } };
    const text = textOf(await codex({ prompt: 'hello', cwd: home.folder, config }));
    expect(refusedKeys(text)).toEqual(['notify', 'mcp_servers.a.url']);
    expect(text).toMatch(/Keys a call may set: .*model_reasoning_effort.*web_search/);
    expect(text).toMatch(/config\.toml of the person who runs Patchbay/);
  });

  test('is refused on stdio too', async ({ stdio, home, model }) => {
    const { codex } = await stdio();
    const mark = markIn(home);
    const config = { notify: ['/bin/sh', ...mark.args] };
    const result = await codex({ prompt: 'hello', cwd: home.folder, config });
    expect(refusedKeys(textOf(result))).toEqual(['notify']);
    expect(model.requests).toEqual([]);
  });

  test('that only chooses how the model thinks reaches the model', async ({ connect, home, model }) => {
    const { codex } = await connect();
    const config = {
      model_reasoning_effort: 'low',
      model_reasoning_summary: 'detailed',
      web_search: 'disabled',
      service_tier: 'flex',
      developer_instructions: 'Speak like a pirate.',
    };
    await codex({ prompt: 'hello', cwd: home.folder });
    expect(toolsIn(lastRequest(model))).toContain('web_search');
    await codex({ prompt: 'hello', cwd: home.folder, config });
    const request = lastRequest(model);
    expect(request).toMatchObject({
      model: 'gpt-5.5',
      reasoning: { effort: 'low', summary: 'detailed' },
      service_tier: 'flex',
    });
    expect(JSON.stringify(request.input)).toContain('Speak like a pirate.');
    expect(toolsIn(request)).not.toContain('web_search');
  });

  test('may choose the model', async ({ connect, home, model }) => {
    const { codex } = await connect();
    const config = { model: 'gpt-5.4', model_reasoning_effort: 'high' };
    await codex({ prompt: 'hello', cwd: home.folder, config });
    expect(lastRequest(model)).toMatchObject({ model: 'gpt-5.4', reasoning: { effort: 'high' } });
  });

  test('instructions that are arguments reach the model', async ({ connect, home, model }) => {
    const { codex } = await connect();
    const instructions = { 'base-instructions': 'BASE WORDS', 'developer-instructions': 'DEVELOPER WORDS' };
    await codex({ prompt: 'hello', cwd: home.folder, ...instructions });
    expect(JSON.stringify(lastRequest(model))).toContain('BASE WORDS');
    expect(JSON.stringify(lastRequest(model))).toContain('DEVELOPER WORDS');
  });
});

describe('a ceiling', () => {
  test.for([
    [
      'danger-full-access',
      { sandbox: 'danger-full-access' },
      /asks for the sandbox `danger-full-access`.*at most `workspace-write`.*--max-sandbox danger-full-access/,
    ],
    [
      'danger-full-access in config',
      { config: { sandbox_mode: 'danger-full-access' } },
      /asks for the sandbox `danger-full-access`.*--max-sandbox danger-full-access/,
    ],
    [
      'never with workspace-write',
      { sandbox: 'workspace-write', 'approval-policy': 'never' },
      /asks for the approval policy `never` with the sandbox `workspace-write`.*only with `read-only`.*--allow-never/,
    ],
    [
      'never with workspace-write in config',
      { config: { sandbox_mode: 'workspace-write', approval_policy: 'never' } },
      /asks for the approval policy `never`.*--allow-never/,
    ],
    [
      'network',
      { sandbox: 'workspace-write', config: { 'sandbox_workspace_write.network_access': true } },
      /asks for network access.*no network.*--allow-network/,
    ],
    [
      'network, nested',
      { sandbox: 'workspace-write', config: { sandbox_workspace_write: { network_access: true } } },
      /asks for network access.*--allow-network/,
    ],
  ] as const)(
    'refuses %s, names it and says how to raise it',
    async ([, wishes, text], { connect, home, model }) => {
      const { codex } = await connect();
      const result = await codex({ prompt: 'hello', cwd: home.folder, ...wishes });
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(text);
      expect(model.requests).toEqual([]);
    },
  );

  ownHostTest('of read-only refuses workspace-write', async ({ stdio, home }) => {
    const { codex } = await stdio({ args: ['--max-sandbox', 'read-only'] });
    const result = await codex({ prompt: 'hello', cwd: home.folder, sandbox: 'workspace-write' });
    expect(textOf(result)).toMatch(
      /the sandbox `workspace-write`.*at most `read-only`.*--max-sandbox workspace-write/,
    );
  });

  test('allows read-only with never', async ({ connect, home }) => {
    const { codex } = await connect();
    const look = { sandbox: 'read-only', 'approval-policy': 'never' };
    const result = await codex({ prompt: running('echo seen; touch made'), cwd: home.folder, ...look });
    expect(textOf(result)).toContain('seen');
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  ownHostTest('raised with --max-sandbox lets commands out of the sandbox', async ({ stdio, home }) => {
    const { codex } = await stdio({ args: ['--max-sandbox', 'danger-full-access'] });
    const outside = path.join(home.root, 'outside');
    const full = { cwd: home.folder, sandbox: 'danger-full-access' };
    await codex({ prompt: running(`touch ${outside}`), ...full });
    expect(fs.existsSync(outside)).toBe(true);
  });

  ownHostTest('raised with --allow-never runs without a question', async ({ stdio, home }) => {
    const client = await stdio({ args: ['--allow-never'], onElicit: approve });
    const quiet = { cwd: home.folder, sandbox: 'workspace-write', 'approval-policy': 'never' };
    const prompt = script(
      { exec: { cmd: 'touch made' } },
      { exec: { cmd: 'touch /no', escalate: true } },
      toldLast,
    );
    const result = await client.codex({ prompt, ...quiet });
    expect(fs.readdirSync(home.folder)).toEqual(['made']);
    expect(textOf(result)).toMatch(/approval policy is Never/);
    expect(client.elicitations).toEqual([]);
  });

  ownHostTest(
    'raised with --allow-network lets a command in the sandbox connect, if the call asks for it',
    async ({ stdio, home }) => {
      const listener = await listen();
      try {
        const { codex } = await stdio({ args: ['--allow-network'] });
        const call = {
          prompt: running(`exec 3<>/dev/tcp/127.0.0.1/${listener.port} && cat <&3`),
          cwd: home.folder,
          sandbox: 'workspace-write',
        };
        expect(textOf(await codex(call))).toContain('Operation not permitted');
        expect(listener.count()).toBe(0);

        const config = { 'sandbox_workspace_write.network_access': true };
        expect(textOf(await codex({ ...call, config }))).toContain('hello from outside');
        expect(listener.count()).toBe(1);
      } finally {
        await listener.close();
      }
    },
  );

  test('lowers what config.toml says, without an error', async ({ connect, home, model }) => {
    const listener = await listen();
    try {
      home.writeConfig({
        baseUrl: model.baseUrl,
        top: 'sandbox_mode = "danger-full-access"\napproval_policy = "never"',
        extra: '[sandbox_workspace_write]\nnetwork_access = true',
      });
      const { codex } = await connect();
      const outside = path.join(home.root, 'outside');
      const connecting = `exec 3<>/dev/tcp/127.0.0.1/${listener.port}`;
      const cmd = `touch made; touch ${outside}; ${connecting}`;
      const result = await codex({ prompt: running(cmd), cwd: home.folder });
      expect(result.isError).toBeUndefined();
      expect(fs.readdirSync(home.folder)).toEqual(['made']);
      expect(fs.existsSync(outside)).toBe(false);
      expect(listener.count()).toBe(0);
    } finally {
      await listener.close();
    }
  });

  test('is not bypassed by a profile that the call names', async ({ connect, home }) => {
    const mark = markIn(home);
    const profile = [
      'sandbox_mode = "danger-full-access"',
      'approval_policy = "never"',
      'default_permissions = ":danger-full-access"',
    ].join('\n');
    fs.writeFileSync(path.join(home.codexHome, 'wide.config.toml'), `${profile}\n`);
    const { codex } = await connect();
    const cmd = `touch made; touch ${mark.file}`;
    const result = await codex({ prompt: running(cmd), cwd: home.folder, profile: 'wide' });
    expect(textOf(result)).toMatch(/Read-only file system|Permission denied/);
    expect(mark.isThere()).toBe(false);
  });

  test('of a token may be above or below that of the server', async ({ connect, host, home }) => {
    const wide = await addToken(host.home, 'wide', '--max-sandbox', 'danger-full-access');
    const narrow = await addToken(host.home, 'narrow', '--max-sandbox', 'read-only');
    const plain = await addToken(host.home, 'plain');
    const refusalOf = async (token: string, sandbox: string) => {
      const { codex } = await connect({ token });
      const result = await codex({ prompt: 'hello', cwd: home.folder, sandbox });
      return result.isError ? textOf(result) : 'allowed';
    };
    expect(await refusalOf(wide, 'danger-full-access')).toBe('allowed');
    expect(await refusalOf(plain, 'workspace-write')).toBe('allowed');
    expect(await refusalOf(plain, 'danger-full-access')).toMatch(/above the ceiling of this client/);
    expect(await refusalOf(narrow, 'workspace-write')).toMatch(/above the ceiling of this client/);
  });

  ownHostTest(
    'of a thread stays when it is continued, even after a restart of Patchbay',
    async ({ stdio, home }) => {
      const first = await stdio();
      const outside = path.join(home.root, 'outside');
      const call = { prompt: 'hello', cwd: home.folder, sandbox: 'read-only', 'approval-policy': 'never' };
      const threadId = threadOf(await first.codex(call));
      await first.close();
      const second = await stdio({ args: ['--max-sandbox', 'danger-full-access', '--allow-never'] });
      await second.reply({ prompt: running(`touch made; touch ${outside}`), threadId });
      expect(fs.readdirSync(home.folder)).toEqual([]);
      expect(fs.existsSync(outside)).toBe(false);
    },
  );
});

describe('a repository', () => {
  /** Names a program in the folder's own .codex/config.toml. */
  function plant(folder: string, mark: ReturnType<typeof markIn>): void {
    fs.mkdirSync(path.join(folder, '.codex'), { recursive: true });
    fs.mkdirSync(path.join(folder, '.git', 'objects'), { recursive: true });
    fs.mkdirSync(path.join(folder, '.git', 'refs'));
    fs.writeFileSync(path.join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    const notify = `notify = ${JSON.stringify(['/bin/sh', ...mark.args])}\n`;
    const server = serverTable('evil', { command: '/bin/sh', args: mark.args });
    fs.writeFileSync(path.join(folder, '.codex', 'config.toml'), notify + server);
  }

  test('the same entry in config.toml does start, which proves that the marker works', async ({
    connect,
    home,
    model,
  }) => {
    const mark = markIn(home);
    const extra = serverTable('fine', { command: '/bin/sh', args: mark.args });
    home.writeConfig({ baseUrl: model.baseUrl, extra });
    const { codex } = await connect();
    await codex({ prompt: running('true'), cwd: home.folder, sandbox: 'workspace-write' });
    await eventually(mark.isThere);
  });

  tallTest.for(['read-only', 'workspace-write', 'danger-full-access'])(
    'has nothing of its .codex/config.toml started, and is not trusted for good: %s',
    async (sandbox, { connect, home }) => {
      const mark = markIn(home);
      plant(home.folder, mark);
      const below = home.makeFolder('work/below');
      const before = fs.readFileSync(configOf(home), 'utf8');
      const { codex, reply } = await connect();
      for (const cwd of [home.folder, below]) {
        const result = await codex({ prompt: running('true'), cwd, sandbox });
        await reply({ prompt: running('true'), threadId: threadOf(result) });
      }
      expect(mark.isThere()).toBe(false);
      expect(fs.readFileSync(configOf(home), 'utf8')).toBe(before);
    },
  );

  test('that Codex once trusted is not trusted by Patchbay, in any of its folders', async ({
    connect,
    home,
    model,
  }) => {
    const mark = markIn(home);
    plant(home.folder, mark);
    const below = home.makeFolder('work/below');
    const extra = `[projects.${JSON.stringify(home.folder)}]\ntrust_level = "trusted"`;
    home.writeConfig({ baseUrl: model.baseUrl, extra });
    const { codex } = await connect();
    const startedIn: string[] = [];
    for (const cwd of [home.folder, below]) {
      await codex({ prompt: running('true'), cwd, sandbox: 'workspace-write' });
      if (mark.isThere()) startedIn.push(path.relative(home.folder, cwd));
      fs.rmSync(mark.file, { force: true });
    }
    expect(startedIn).toEqual([]);
  });

  test('is not trusted under another name of its folder', async ({ connect, home }) => {
    const mark = markIn(home);
    plant(home.folder, mark);
    const link = path.join(home.root, 'link');
    fs.symlinkSync(home.folder, link);
    const { codex } = await connect();
    await codex({ prompt: running('true'), cwd: link, sandbox: 'workspace-write' });
    expect(mark.isThere()).toBe(false);
  });
});

describe("the agent's shell", () => {
  tallTest.for([
    ['read-only', {}],
    ['workspace-write', {}],
    ['workspace-write', { 'approval-policy': 'untrusted' }],
    ['workspace-write', { 'approval-policy': 'never' }],
  ] as const)(
    'cannot read or change the folder of Patchbay: %s %j',
    async ([sandbox, policy], { connect, home }) => {
      const tokens = tokensIn(home);
      const before = fs.readFileSync(tokens, 'utf8');
      const { codex } = await connect({ onElicit: approve });
      const cmd = `cat ${tokens}; echo x >> ${tokens}; echo x > ${home.patchbayHome}/new; ls ${home.patchbayHome}`;
      const result = await codex({ prompt: running(cmd), cwd: home.folder, sandbox, ...policy });
      expect(textOf(result)).toMatch(/tokens\.json: Permission denied/);
      expect(textOf(result)).not.toMatch(/[0-9a-f]{64}/);
      expect(fs.readFileSync(tokens, 'utf8')).toBe(before);
      expect(fs.readdirSync(home.patchbayHome)).not.toContain('new');
    },
  );

  test('cannot do so in a command approved to run outside the sandbox', async ({ connect, home }) => {
    const tokens = tokensIn(home);
    const client = await connect({ onElicit: approve });
    const outside = path.join(home.root, 'outside');
    const exec = { cmd: `cat ${tokens}; touch ${outside}`, escalate: true };
    const call = { prompt: script({ exec }, toldLast), cwd: home.folder, sandbox: 'workspace-write' };
    const result = await client.codex(call);
    expect(client.elicitations).toHaveLength(1);
    expect(fs.existsSync(outside)).toBe(true);
    expect(textOf(result)).toMatch(/tokens\.json: Permission denied/);
    expect(textOf(result)).not.toMatch(/[0-9a-f]{64}/);
  });

  test.for([
    ['a link in its own folder', (home) => ({ file: link(home), cwd: home.folder })],
    ['a working folder around it', (_, whole) => ({ file: tokensIn(whole), cwd: whole.root })],
    ['a working folder that is it', (_, whole) => ({ file: tokensIn(whole), cwd: whole.patchbayHome })],
  ] satisfies [string, (home: HomeOfTest, whole: TestHome) => { file: string; cwd: string }][])(
    'cannot do so through %s',
    async ([, make], { connect, home, host }) => {
      const tokens = tokensIn(home);
      const before = fs.readFileSync(tokens, 'utf8');
      const { codex } = await connect({ onElicit: approve });
      const { file, cwd } = make(home, host.home);
      const patch = addFile(path.join(path.dirname(file), 'new'), 'x');
      const prompt = script({ exec: { cmd: `cat ${file}; echo x >> ${file}` } }, { patch }, toldLast);
      const result = await codex({ prompt, cwd, sandbox: 'workspace-write' });
      expect(JSON.stringify(result)).not.toMatch(/[0-9a-f]{64}/);
      expect(fs.readFileSync(tokens, 'utf8')).toBe(before);
      expect(fs.readdirSync(home.patchbayHome)).not.toContain('new');
    },
  );

  permissionsTest('cannot do so with permissions it requested and got', async ({ connect, home }) => {
    const tokens = tokensIn(home);
    const client = await connect({ onElicit: approve });
    const folders = [home.patchbayHome];
    const permissions = { file_system: { read: folders, write: folders } };
    const call = { name: 'request_permissions', args: { permissions } };
    const prompt = script({ call }, { exec: { cmd: `cat ${tokens}` } }, toldLast);
    const result = await client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    expect(client.elicitations).toHaveLength(1);
    expect(textOf(result)).toMatch(/tokens\.json: Permission denied/);
  });

  test('cannot do so when config.toml or a profile chooses the sandbox', async ({ connect, home, model }) => {
    const wide = 'sandbox_mode = "workspace-write"\ndefault_permissions = ":workspace"';
    home.writeConfig({ baseUrl: model.baseUrl, top: wide });
    fs.writeFileSync(path.join(home.codexHome, 'wide.config.toml'), `${wide}\n`);
    const tokens = tokensIn(home);
    const { codex } = await connect({ onElicit: approve });
    for (const profile of [{}, { profile: 'wide' }]) {
      const prompt = running(`touch made; cat ${tokens}`);
      const result = await codex({ prompt, cwd: home.folder, ...profile });
      expect(textOf(result)).toMatch(/tokens\.json: Permission denied/);
    }
    expect(fs.readdirSync(home.folder)).toEqual(['made']);
  });

  ownHostTest('cannot do so in a thread continued after a restart of Patchbay', async ({ stdio, home }) => {
    const tokens = tokensIn(home);
    const first = await stdio();
    const threadId = threadOf(
      await first.codex({ prompt: 'hello', cwd: home.folder, sandbox: 'workspace-write' }),
    );
    await first.close();
    const { reply } = await stdio();
    const result = await reply({ prompt: running(`touch made; cat ${tokens}`), threadId });
    expect(textOf(result)).toMatch(/tokens\.json: Permission denied/);
    expect(fs.readdirSync(home.folder)).toEqual(['made']);
  });

  test('can work in its folder', async ({ connect, home }) => {
    const client = await connect({ onElicit: approve });
    const prompt = script(
      { exec: { cmd: 'mkdir sub && echo one > sub/a.txt && cat sub/a.txt' } },
      { patch: addFile('b.txt', 'two') },
      toldLast,
    );
    const result = await client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    expect(result.isError).toBeUndefined();
    expect(fs.readFileSync(path.join(home.folder, 'sub', 'a.txt'), 'utf8')).toBe('one\n');
    expect(fs.readFileSync(path.join(home.folder, 'b.txt'), 'utf8')).toBe('two\n');
    expect(client.elicitations).toEqual([]);
  });

  test.for([
    ['that is CODEX_HOME', (home: HomeOfTest) => home.codexHome],
    ['around CODEX_HOME', (home: HomeOfTest) => home.root],
  ] as const)(
    'cannot change config.toml unasked in a working folder %s',
    async ([, folderOf], { connect, home, host }) => {
      const before = fs.readFileSync(configOf(home), 'utf8');
      const { codex } = await connect();
      const cmd = `echo '[mcp_servers.evil]' >> ${configOf(home)}`;
      await codex({ prompt: running(cmd), cwd: folderOf(host.home), sandbox: 'workspace-write' });
      expect(fs.readFileSync(configOf(home), 'utf8')).toBe(before);
    },
  );

  const tokensIn = (home: HomeOfTest) => path.join(home.patchbayHome, 'tokens.json');
  function link(home: HomeOfTest): string {
    fs.symlinkSync(home.patchbayHome, path.join(home.folder, 'link'));
    return 'link/tokens.json';
  }
});

describe("the person's config.toml", () => {
  test('lets a workspace-write sandbox write to its writable_roots, but not a read-only one', async ({
    connect,
    home,
    model,
  }) => {
    const other = home.makeFolder('other');
    const extra = `[sandbox_workspace_write]\nwritable_roots = [${JSON.stringify(other)}]`;
    home.writeConfig({ baseUrl: model.baseUrl, extra });
    const client = await connect({ onElicit: approve });
    const call = (name: string) => ({ prompt: running(`touch ${other}/${name}`), cwd: home.folder });
    await client.codex({ ...call('written'), sandbox: 'workspace-write' });
    await client.codex({ ...call('not'), sandbox: 'read-only' });
    expect(fs.readdirSync(other)).toEqual(['written']);
    expect(client.elicitations).toEqual([]);
  });

  ownHostTest(
    'closes the temp folders to the sandbox with exclude_slash_tmp and exclude_tmpdir_env_var',
    async ({ stdio, home, model }) => {
      const extra = '[sandbox_workspace_write]\nexclude_slash_tmp = true\nexclude_tmpdir_env_var = true';
      home.writeConfig({ baseUrl: model.baseUrl, extra });
      const temporary = home.makeFolder('temporary');
      const inSlashTmp = `/tmp/${path.basename(home.root)}`;
      const { codex } = await stdio({ env: { TMPDIR: temporary } });
      const cmd = `touch ${inSlashTmp}; touch ${temporary}/made; touch made`;
      await codex({ prompt: running(cmd), cwd: home.folder, sandbox: 'workspace-write' });
      const made = [inSlashTmp, path.join(temporary, 'made'), path.join(home.folder, 'made')].map(
        fs.existsSync,
      );
      fs.rmSync(inSlashTmp, { force: true });
      expect(made).toEqual([false, false, true]);
    },
  );
});

describe('an entry of config.toml that leads back to Patchbay', () => {
  /** A required server that is not switched off must start, or the thread cannot. */
  const required = (name: string, entry: Parameters<typeof serverTable>[1]) =>
    serverTable(JSON.stringify(name), { ...entry, required: true });

  /** What the model is told when it calls the codex tool of that server. */
  async function toldBy({ codex }: Pick<TestClient, 'codex'>, name: string, cwd: string): Promise<string> {
    const step = { mcp: { server: name, tool: 'codex', args: { prompt: 'hello' } } };
    return textOf(await codex({ prompt: script(step, toldLast), cwd }));
  }

  const command = '/nowhere/patchbay';
  const byFile = { command: process.execPath, args: [patchbayFile, 'mcp-server'] };

  test.for([
    ['by its file', 'self', byFile],
    ['by its name', 'self', { command, args: ['mcp-server'] }],
    ['by its name on Windows', 'self', { command: 'Patchbay.cmd', args: ['mcp-server'] }],
    ['by the address that clients are told', 'self', { url: 'http://127.0.0.1:7345/mcp' }],
    ['by another name of that address', 'self', { url: 'http://localhost:7345/mcp/codex' }],
    ['by the address of any interface', 'self', { url: 'http://0.0.0.0:7345/mcp' }],
    ['under a name with a dot', 'with.dot', byFile],
    ['under a name with a space', 'with space', byFile],
    ['under a name with a quote', 'wi"th', byFile],
  ] as const)('is switched off in threads: %s', async ([, name, entry], { connect, home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: required(name, entry) });
    const before = fs.readFileSync(configOf(home), 'utf8');
    const client = await connect({ onElicit: approve });
    expect(await toldBy(client, name, home.folder)).toMatch(/^told: unsupported call/);
    expect(client.elicitations).toEqual([]);
    expect(fs.readFileSync(configOf(home), 'utf8')).toBe(before);
  });

  test('is switched off by the address of the server itself', async ({ connect, host, home, model }) => {
    const headers = { Authorization: `Bearer ${host.token}` };
    const extra = `${required('self', { url: host.url })}http_headers = ${tomlTable(headers)}\n`;
    home.writeConfig({ baseUrl: model.baseUrl, extra });
    const client = await connect({ onElicit: approve });
    expect(await toldBy(client, 'self', home.folder)).toMatch(/^told: unsupported call/);
    expect(client.elicitations).toEqual([]);
  });

  ownHostTest(
    'stays off in a thread continued after a restart of Patchbay',
    async ({ stdio, home, model }) => {
      const first = await stdio();
      const threadId = threadOf(await first.codex({ prompt: 'hello', cwd: home.folder }));
      await first.close();
      home.writeConfig({ baseUrl: model.baseUrl, extra: required('self', byFile) });
      const { reply } = await stdio({ onElicit: approve });
      const step = { mcp: { server: 'self', tool: 'codex', args: { prompt: 'hello' } } };
      const result = await reply({ prompt: script(step, toldLast), threadId });
      expect(textOf(result)).toMatch(/^told: unsupported call/);
    },
  );

  test('is switched off also when a profile says the rest of its table', async ({ stdio, home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: required('self', byFile) });
    const profile = '[mcp_servers.self]\nstartup_timeout_sec = 20\n';
    fs.writeFileSync(path.join(home.codexHome, 'more.config.toml'), profile);
    const client = await stdio({ onElicit: approve });
    const step = { mcp: { server: 'self', tool: 'codex', args: { prompt: 'hello' } } };
    const prompt = script(step, toldLast);
    const result = await client.codex({ prompt, cwd: home.folder, profile: 'more' });
    expect(textOf(result)).toMatch(/^told: unsupported call/);
    expect(client.elicitations).toEqual([]);
  });

  test('does not switch off other entries: a required one that does not answer stops the thread', async ({
    connect,
    home,
    model,
  }) => {
    const extra = required('other', { url: 'http://127.0.0.1:1/mcp' }) + required('self', byFile);
    home.writeConfig({ baseUrl: model.baseUrl, extra });
    const text = await toldBy(await connect(), 'other', home.folder);
    expect(text).toMatch(/required MCP servers failed to initialize: other/);
  });
});

describe('Patchbays inside each other', () => {
  const atDepth = (home: HomeOfTest, depth: number) => ({
    ...home,
    env: { ...home.env, PATCHBAY_DEPTH: String(depth) },
  });

  ownHostTest(
    'are refused from the third on, with a text that names the entry to remove',
    async ({ home }) => {
      const { code, stdout, stderr } = await runPatchbay(atDepth(home, 2), ['mcp-server']);
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/inside Codex inside Patchbay, 2 levels deep.*\[mcp_servers\] in config\.toml/);
    },
  );

  ownHostTest('may be two deep', async ({ stdio, home }) => {
    const { codex } = await stdio({ env: { PATCHBAY_DEPTH: '1' } });
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe('Hello from the fake model.');
  });

  ownHostTest(
    'are counted through Codex, also when an entry hides what it starts',
    async ({ stdio, home, model }) => {
      const exitCode = path.join(home.root, 'exit-code');
      const started = `${process.execPath} ${patchbayFile} mcp-server`;
      const hidden = { command: '/bin/sh', args: ['-c', `${started}; echo $? > ${exitCode}`] };
      home.writeConfig({ baseUrl: model.baseUrl, extra: serverTable('hidden', hidden) });
      const client = await stdio({ env: { PATCHBAY_DEPTH: '1' }, onElicit: approve });
      const step = { mcp: { server: 'hidden', tool: 'codex', args: { prompt: 'hello' } } };
      await client.codex({ prompt: script(step, toldLast), cwd: home.folder });
      expect(client.elicitations.map(({ params }) => params.message)).toEqual([]);
      const code = await eventually(
        () => fs.existsSync(exitCode) && fs.readFileSync(exitCode, 'utf8').trim(),
      );
      expect(code).toBe('1');
    },
  );
});

describe('threads of a principal', () => {
  ownHostTest('do not exist for another one, also after a restart', async ({ http, httpClient, home }) => {
    const [a, b] = [await addToken(home, 'a'), await addToken(home, 'b')];
    const first = await http();
    const ofA = await httpClient({ url: first.url, token: a });
    const ofB = await httpClient({ url: first.url, token: b });
    const threadId = threadOf(await ofA.codex({ prompt: 'hello', cwd: home.folder }));
    await ofB.codex({ prompt: 'hello', cwd: home.folder });

    const refused = await ofB.reply({ prompt: 'hello', threadId });
    expect(refused.isError).toBe(true);
    expect(textOf(refused)).toMatch(`Session not found for thread_id: ${threadId}`);

    await Promise.all([ofA.close(), ofB.close()]);
    await first.stop();
    const { url } = await http();
    const again = { prompt: 'hello', threadId };
    expect(textOf(await (await httpClient({ url, token: b })).reply(again))).toMatch(/^Session not found/);
    expect(textOf(await (await httpClient({ url, token: a })).reply(again))).toMatch(/^Hello/);
  });

  test('cannot be joined by another one while they run', async ({ connect, host, home, model }) => {
    const [a, b] = [await addToken(host.home, 'joined'), await addToken(host.home, 'joining')];
    let answer = (_: object) => {};
    const ofA = await connect({ token: a, onElicit: () => new Promise((done) => (answer = done)) });
    const ofB = await connect({ token: b, onElicit: approve });
    const asking = { 'approval-policy': 'untrusted', sandbox: 'workspace-write' };
    const running = ofA.codex({
      prompt: script({ exec: { cmd: 'touch made' } }),
      cwd: home.folder,
      ...asking,
    });
    await eventually(() => ofA.elicitations.length === 1);
    const stored = fs.readFileSync(path.join(home.patchbayHome, 'threads.jsonl'), 'utf8');
    const { threadId } = JSON.parse(stored.trimEnd().split('\n').at(-1) ?? '') as { threadId: string };

    expect(textOf(await ofB.reply({ prompt: 'WORDS OF B', threadId }))).toMatch(/^Session not found/);
    answer({ action: 'decline' });

    expect((await running).isError).toBeUndefined();
    expect(JSON.stringify(model.requests)).not.toContain('WORDS OF B');
    expect(ofB.elicitations).toEqual([]);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  test('can be continued from another session of that principal', async ({ connect, home }) => {
    const one = await connect();
    const threadId = threadOf(await one.codex({ prompt: 'hello', cwd: home.folder }));
    const two = await connect();
    const result = await two.reply({ prompt: 'hello', threadId });
    expect(textOf(result)).toBe('Hello from the fake model.');
    expect(threadOf(result)).toBe(threadId);
  });

  test('do not pass to a new token with the same name', async ({ connect, host, home }) => {
    const ofOld = await connect({ token: await addToken(host.home, 'renewed') });
    const threadId = threadOf(await ofOld.codex({ prompt: 'hello', cwd: home.folder }));
    await runPatchbay(host.home, ['token', 'revoke', 'renewed']);
    const anew = await connect({ token: await addToken(host.home, 'renewed') });
    expect(textOf(await anew.reply({ prompt: 'hello', threadId }))).toMatch(/^Session not found/);
  });

  test('are not shared between a client on stdio and one over HTTP', async ({ stdio, connect, home }) => {
    const local = await stdio();
    const threadId = threadOf(await local.codex({ prompt: 'hello', cwd: home.folder }));
    await local.close();
    const { reply } = await connect();
    expect(textOf(await reply({ prompt: 'hello', threadId }))).toMatch(/^Session not found/);
  });
});

/** The names of the tools the model was offered. */
function toolsIn(request: { tools: { name?: string; type: string }[] }): string[] {
  return request.tools.map((tool) => tool.name ?? tool.type);
}

/** The keys a refusal names. */
function refusedKeys(text: string): string[] {
  const named = /^`config` may not set (.*): a call may not choose /.exec(text)?.[1] ?? '';
  return [...named.matchAll(/`([^`]*)`/g)].map((match) => match[1] ?? '');
}

function tomlTable(values: Record<string, string>): string {
  const pairs = Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return `{ ${pairs.join(', ')} }`;
}

/** Something on this machine that a command could connect to. */
async function listen() {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.end('hello from outside\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    count: () => connections,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
