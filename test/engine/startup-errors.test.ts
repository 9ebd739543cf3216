// Every error a person meets at the start: it says what is wrong, where, and what to do. What is wrong with a call is
// over with the next call once the person has done it; nothing has to be restarted.
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe } from 'vitest';
import { bundledEngine } from '../../server/engine/process/binary.ts';
import { configToml, script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { type HomeOfTest, hostTest } from '../support/host-test.ts';
import { type CodexResult, runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { eventually, hasSaid } from '../support/processes.ts';

const hostedTest = hostTest();

const HELLO = 'Hello from the fake model.';

type Run = Awaited<ReturnType<typeof runPatchbay>>;

/** Patchbay does not start: one line for the person, nothing on stdout, no stack trace. */
function expectRefusal(run: Run, text: string, code = 1): void {
  expect(run).toEqual({ code, stdout: '', stderr: `patchbay: ${text}\n` });
}

function expectError(result: CodexResult, text: string | RegExp): void {
  expect(result.isError).toBe(true);
  if (typeof text === 'string') expect(textOf(result)).toBe(text);
  else expect(textOf(result)).toMatch(text);
}

describe('an account that is not signed in', () => {
  test.for([
    ['config.toml names no provider', 'check_for_update_on_startup = false\n'],
    ['there is no config.toml', undefined],
  ] as const)('is told to run `codex login` or to try --demo: %s', async ([, config], { stdio, home }) => {
    fs.rmSync(configFile(home));
    if (config !== undefined) fs.writeFileSync(configFile(home), config);
    const { codex } = await stdio();
    expectError(
      await codex({ prompt: 'hello', cwd: home.folder }),
      /^Codex is not signed in to its model provider \(.+\)\. Run `codex login` in a terminal, or start Patchbay with --demo/,
    );
  });

  test('is reported in a CODEX_HOME that does not exist yet, and fixed without a restart', async ({
    stdio,
    home,
    model,
  }) => {
    const codexHome = path.join(home.root, 'new', 'codex-home');
    const client = await stdio({ args: ['--codex-home', codexHome] });
    const { codex } = client;
    expectError(await codex({ prompt: 'hello', cwd: home.folder }), /`codex login`/);
    await hasSaid(client, `${codexHome} did not exist: it is created`);
    fs.writeFileSync(path.join(codexHome, 'config.toml'), configToml({ baseUrl: model.baseUrl }));
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
  });
});

describe('a broken config.toml', () => {
  interface Broken {
    readonly name: string;
    readonly options: { top?: string; extra?: string };
    /** Where the mistake starts in the file. */
    readonly mistake: string;
  }
  const kinds: Broken[] = [
    { name: 'no TOML', options: { top: 'personality = "friendly' }, mistake: 'personality' },
    { name: 'a wrong type', options: { top: 'sandbox_mode = 5' }, mistake: 'sandbox_mode' },
    { name: 'a wrong word', options: { top: 'approval_policy = "perhaps"' }, mistake: 'approval_policy' },
  ];

  describe.each(kinds)('($name)', ({ options, mistake }) => {
    hostedTest(
      'is named with its line, and the next call after it is fixed works',
      async ({ connect, home, model }) => {
        home.writeConfig({ baseUrl: model.baseUrl, ...options });
        const { codex } = await connect();
        expectError(await codex({ prompt: 'hello', cwd: home.folder }), placeOf(home, mistake));

        home.writeConfig({ baseUrl: model.baseUrl });
        expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
      },
    );

    hostedTest(
      'is named while Codex runs too, and open threads continue',
      async ({ connect, home, model }) => {
        const { codex, reply } = await connect();
        const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder }));

        home.writeConfig({ baseUrl: model.baseUrl, ...options });
        expectError(await codex({ prompt: 'hello', cwd: home.folder }), placeOf(home, mistake));
        expect(textOf(await reply({ prompt: 'go on', threadId }))).toBe(HELLO);

        home.writeConfig({ baseUrl: model.baseUrl });
        expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
      },
    );
  });

  test('is named when a thread is continued after a restart, and fixing it is enough', async ({
    stdio,
    home,
    model,
  }) => {
    const before = await stdio();
    const threadId = threadOf(await before.codex({ prompt: 'hello', cwd: home.folder }));
    await before.close();

    home.writeConfig({ baseUrl: model.baseUrl, top: 'sandbox_mode = 5' });
    const { reply } = await stdio();
    expectError(await reply({ prompt: 'go on', threadId }), placeOf(home, 'sandbox_mode'));

    home.writeConfig({ baseUrl: model.baseUrl });
    expect(textOf(await reply({ prompt: 'go on', threadId }))).toBe(HELLO);
  });
});

describe('an engine of the person’s own', () => {
  test('that is missing is named before a client is served', async ({ home }) => {
    const file = path.join(home.root, 'no', 'codex');
    const text = `The Codex engine is not at ${file}. Install Patchbay again (\`npm ci\` in a checkout), or name your own codex with --engine PATH.`;
    expectRefusal(await runPatchbay(home, ['mcp-server', '--engine', file]), text);
    expectRefusal(await runPatchbay(home, ['mcp-server', '--port', '0', '--engine', file]), text);
    fs.mkdirSync(home.patchbayHome, { recursive: true });
    const settings = JSON.stringify({ version: 1, engine: { path: file } });
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), settings);
    expectRefusal(await runPatchbay(home, ['mcp-server']), text);
  });

  test('that is not executable, or not a file, is named with what to do', async ({ home }) => {
    const file = writeProgram(home, '#!/bin/sh\n', 0o644);
    for (const engine of [file, home.folder]) {
      const run = await runPatchbay(home, ['mcp-server', '--engine', engine]);
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/^patchbay: The Codex engine \S+ cannot be started \(.+\)\. .*chmod \+x/);
      expect(run.stderr).toContain(engine);
    }
  });

  test('that is still starting when Patchbay stops is not blamed for it', async ({ stdio, home }) => {
    const started = path.join(home.root, 'started');
    const engine = writeProgram(home, `#!/bin/sh\ntouch '${started}'\nwhile read -r line; do :; done\n`);
    const client = await stdio({ args: ['--engine', engine] });
    const call = client.codex({ prompt: 'hello', cwd: home.folder });
    await eventually(() => fs.existsSync(started));
    process.kill(client.pid, 'SIGTERM');
    expectError(await call, /^Patchbay is stopping, so this turn ended\./);
  });

  const wrongPrograms: [name: string, program: string, says: RegExp][] = [
    [
      'ends at once',
      '#!/bin/sh\necho "codex: what do you want?" >&2\nexit 3\n',
      /^The Codex engine did not start: exit code 3: codex: what do you want\?/,
    ],
    [
      'is another program',
      '#!/usr/bin/env head\n',
      /^\S+\/engine is not Codex: it introduces itself as “head .+”\. Name a codex with --engine PATH/,
    ],
    [
      'refuses the introduction',
      `#!/bin/sh\nread -r line\necho '{"id":0,"error":{"code":-32600,"message":"not with me"}}'\nread -r line\n`,
      /^The Codex engine did not start: not with me/,
    ],
    [
      'is too old',
      `#!/bin/sh\nread -r line\necho '{"id":0,"result":{"userAgent":"patchbay/0.150.0 (Debian 12; x86_64)"}}'\nread -r line\n`,
      /^The Codex engine \S+\/engine is version 0\.150\.0; Patchbay needs 0\.169\.0 or newer\. Update that codex, or leave --engine out/,
    ],
    ['says nothing', '#!/bin/sh\nwhile read -r line; do :; done\n', /^The Codex engine did not start: /],
  ];
  test.for(wrongPrograms)(
    'that %s is reported, and a better one in its place is used by the next call',
    async ([, program, says], { stdio, home }) => {
      const file = writeProgram(home, program);
      const { codex } = await stdio({ args: ['--engine', file] });
      expectError(await codex({ prompt: 'hello', cwd: home.folder }), says);

      fs.rmSync(file);
      fs.symlinkSync(bundledEngine().file, file);
      expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
    },
  );

  test('may be the shim that npm installs', async ({ stdio, home }) => {
    const shim = path.resolve(import.meta.dirname, '../../node_modules/.bin/codex');
    const { codex } = await stdio({ args: ['--engine', shim] });
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
  });
});

describe('the address of the HTTP server', () => {
  test('is said to be used by another Patchbay', async ({ http, home }) => {
    const { url, child } = await http();
    const { port } = new URL(url);
    expectRefusal(
      await runPatchbay(home, ['mcp-server', '--standalone', '--port', port]),
      `Port ${port} is already used by another Patchbay (process ${child.pid}). Use that one, stop it first, or choose another port with --port.`,
    );
  });

  test.for([
    ['answers HTTP', http.createServer((_request, response) => void response.end('ok'))],
    ['says nothing', net.createServer()],
  ] as const)('is said to be used by another program, one that %s', async ([, other], { home }) => {
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      expectRefusal(
        await runPatchbay(home, ['mcp-server', '--port', String(port)]),
        `Port ${port} is already used by ${path.basename(process.execPath)} (process ${process.pid}). Stop that program, or choose another port with --port (0 picks a free one).`,
      );
    } finally {
      other.close();
    }
  });

  test('is said not to belong to this machine', async ({ home }) => {
    // TEST-NET-3 (RFC 5737): nobody's.
    const run = await runPatchbay(home, ['mcp-server', '--port', '0', '--host', '203.0.113.7']);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^patchbay: Patchbay cannot listen on 203\.0\.113\.7 \(.+\)\. .*127\.0\.0\.1/);
  });

  test.for(['0.0.0.0', 'localhost.example.com'])(
    'is refused with --no-auth when others can reach it: %s',
    async (host, { home }) => {
      expectRefusal(
        await runPatchbay(home, ['mcp-server', '--port', '0', '--no-auth', '--host', host]),
        `--no-auth is refused for ${host}: anybody who reaches that address could run Codex as you. Leave --host out (127.0.0.1), or leave --no-auth out and give each client a token with \`patchbay token add NAME\`.`,
        2,
      );
    },
  );
});

describe('PATCHBAY_HOME', () => {
  test.for([
    ['mcp-server', []],
    ['mcp-server', ['--port', '0']],
    ['token', ['add', 'cursor']],
  ] as const)('that cannot be written is named: patchbay %s %j', async ([command, args], { home }) => {
    const file = path.join(home.root, 'file');
    fs.writeFileSync(file, '');
    const patchbayHome = path.join(file, 'x');
    const unwritable = { ...home, env: { ...home.env, PATCHBAY_HOME: patchbayHome } };
    const run = await runPatchbay(unwritable, [command, ...args]);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(
      /^patchbay: Patchbay cannot write to its folder \S+ \(.+\)\. Make the folder writable for your user, or set PATCHBAY_HOME to one that is\.\n$/,
    );
    expect(run.stderr).toContain(` ${patchbayHome} `);
  });

  test.for([
    ['settings.json', ['mcp-server']],
    ['tokens.json', ['token', 'revoke', 'a']],
  ] as const)('with a broken %s is named: patchbay %j', async ([name, args], { home }) => {
    fs.mkdirSync(home.patchbayHome, { recursive: true });
    const file = path.join(home.patchbayHome, name);
    fs.writeFileSync(file, '{"version": 1,');
    const run = await runPatchbay(home, args);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^patchbay: \S+ cannot be read \(.+\)\. Correct the file, or move it away/);
    expect(run.stderr).toContain(file);
    expect(fs.readFileSync(file, 'utf8'), 'nothing was replaced').toBe('{"version": 1,');
  });
});

test('that gets a broken tokens.json while clients are connected does not end Patchbay', async ({
  http,
  httpClient,
  home,
}) => {
  const server = await http();
  const { codex } = await httpClient(server);
  const file = path.join(home.patchbayHome, 'tokens.json');
  const good = fs.readFileSync(file, 'utf8');

  fs.writeFileSync(file, good.slice(0, -10));
  // Patchbay looks now and then whether tokens were revoked.
  await eventually(() => server.stderr().includes('tokens-not-read'));
  expect(server.child.exitCode, server.stderr()).toBeNull();

  fs.writeFileSync(file, good);
  expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
});

test('a Patchbay that leads back to itself too often is refused', async ({ home }) => {
  const nested = { ...home, env: { ...home.env, PATCHBAY_DEPTH: '2' } };
  expectRefusal(
    await runPatchbay(nested, ['mcp-server']),
    'This Patchbay was started inside Codex inside Patchbay, 2 levels deep. Remove the entry that leads back to Patchbay from [mcp_servers] in config.toml.',
  );
});

describe('the folder to work in', () => {
  /** Answers with the folder that its commands run in. */
  const pwd = script({ exec: { cmd: 'echo "in:$(pwd):"' } }, { text: '$LAST_OUTPUT' });
  const folderOf = (result: CodexResult) => /in:(.*):/.exec(textOf(result))?.[1];
  const NO_FOLDER =
    'Patchbay does not know which folder to work in. Pass `cwd`, the absolute path of the project folder.';
  const refusal = (folder: string, why: string) =>
    `The working folder ${folder} ${why}. Pass \`cwd\`, the absolute path of a folder that exists on the machine where Patchbay runs.`;

  hostedTest.for(['stdio', 'http'] as const)(
    'must exist and be a folder (%s)',
    async (way, { stdio, connect, home }) => {
      const { codex } = way === 'stdio' ? await stdio() : await connect();
      const missing = path.join(home.root, 'missing');
      expectError(await codex({ prompt: pwd, cwd: missing }), refusal(missing, 'does not exist'));
      const file = path.join(home.folder, 'file');
      fs.writeFileSync(file, '');
      expectError(await codex({ prompt: pwd, cwd: file }), refusal(file, 'is not a folder'));
      const below = path.join(file, 'x');
      expectError(await codex({ prompt: pwd, cwd: below }), refusal(below, 'does not exist'));
    },
  );

  hostedTest(
    'cannot be relative or left out over HTTP, where a client has no folder',
    async ({ connect, home }) => {
      fs.mkdirSync(path.join(home.folder, 'sub'));
      const { codex } = await connect();
      expectError(await codex({ prompt: pwd, cwd: 'sub' }), refusal('sub', 'is not an absolute path'));
      expectError(await codex({ prompt: pwd }), NO_FOLDER);
    },
  );

  hostedTest.for(['stdio', 'http'] as const)(
    'is the only root of a client (%s)',
    async (way, { stdio, connect, home }) => {
      const root = home.makeFolder('root with a space');
      const sub = home.makeFolder('root with a space/sub');
      const options = { roots: [pathToFileURL(root).href] };
      const { codex } = way === 'stdio' ? await stdio(options) : await connect(options);
      expect(folderOf(await codex({ prompt: pwd }))).toBe(root);
      expect(folderOf(await codex({ prompt: pwd, cwd: 'sub' }))).toBe(sub);
      expect(folderOf(await codex({ prompt: pwd, cwd: home.folder }))).toBe(home.folder);
    },
  );

  hostedTest(
    'is not guessed from several roots, or from one that is not a folder',
    async ({ connect, home }) => {
      const folders = ['one', 'two'].map((name) => pathToFileURL(home.makeFolder(name)).href);
      const several = await connect({ roots: folders });
      expectError(await several.codex({ prompt: pwd }), NO_FOLDER);
      const gone = path.join(home.root, 'gone');
      const one = await connect({ roots: [pathToFileURL(gone).href] });
      expectError(await one.codex({ prompt: pwd }), refusal(gone, 'does not exist'));
      const elsewhere = await connect({ roots: ['https://example.com/project'] });
      expectError(await elsewhere.codex({ prompt: pwd }), NO_FOLDER);
    },
  );

  hostedTest(
    'on stdio is where the client was started, and a relative cwd starts there',
    async ({ stdio, home }) => {
      const sub = home.makeFolder('work/sub');
      const { codex } = await stdio({ cwd: home.folder });
      expect(folderOf(await codex({ prompt: pwd }))).toBe(home.folder);
      expect(folderOf(await codex({ prompt: pwd, cwd: 'sub' }))).toBe(sub);
      expect(folderOf(await codex({ prompt: pwd, cwd: '.' }))).toBe(home.folder);
    },
  );

  hostedTest.for(['/', 'home'] as const)(
    'is never %s by default, but is when the call says so',
    async (where, { stdio, home }) => {
      const folder = where === '/' ? '/' : (home.env['HOME'] as string);
      const { codex } = await stdio({ cwd: folder });
      expectError(await codex({ prompt: pwd }), NO_FOLDER);
      expect(folderOf(await codex({ prompt: pwd, cwd: folder }))).toBe(folder);
    },
  );
});

function configFile(home: HomeOfTest): string {
  return path.join(home.codexHome, 'config.toml');
}

/** The start of an error about config.toml: the file and the line on which this word is. */
function placeOf(home: HomeOfTest, word: string): RegExp {
  const lines = fs.readFileSync(configFile(home), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.startsWith(word)) + 1;
  return new RegExp(`^${configFile(home)} line ${line}: .+ Correct that place in config\\.toml`, 's');
}

function writeProgram(home: TestHome, text: string, mode = 0o755): string {
  const file = path.join(home.root, 'engine');
  fs.writeFileSync(file, text, { mode });
  return file;
}
