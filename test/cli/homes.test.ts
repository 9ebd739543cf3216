// Machines that have nothing yet, nothing left, or something that cannot be read: every command says what happened, which
// file and what to do, with an exit code, and loses nothing.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe } from 'vitest';
import { exitCodes } from '../../server/cli/exit-codes.ts';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { connectStdio, patchbayFile, startHttp, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of every kind; none waits for anybody. */
const COMMANDS = [
  ['status'],
  ['approvals', 'list'],
  ['audit'],
  ['sessions'],
  ['token', 'list'],
  ['token', 'add', 'first'],
  ['mcp', 'list'],
  ['mcp', 'get', 'near'],
  ['mcp', 'logout', 'near'],
  ['doctor'],
  ['mcp-server'],
  ['mcp-server', '--port', '0', '--engine', '/nowhere'],
] as const;

/** One that reads, one that writes, and the server: for further rows of what all commands are asked in one. */
const FEW_COMMANDS = [['status'], ['token', 'add', 'first'], ['mcp-server']] as const;

const FILES = [
  'tokens.json',
  'settings.json',
  'principals.json',
  'passphrase.json',
  'folders.json',
  'secrets.json',
  'remote-tools.json',
  'connections.json',
  'window.json',
  'threads.jsonl',
  'audit.jsonl',
];

/** How a file can be broken, and what is said about it. Lines may be missing: an empty file of lines is fine. */
const WAYS: Record<string, { write(file: string): void; says: RegExp; isFineForLines?: true }> = {
  empty: { write: (file) => fs.writeFileSync(file, ''), says: /it is empty/, isFineForLines: true },
  'cut in half': {
    write: (file) => fs.writeFileSync(file, '{"version": 1, "thr'),
    says: /ends in the middle|a line that cannot be read/,
  },
  'random bytes': {
    write: (file) => fs.writeFileSync(file, Buffer.from([0, 1, 254, 255, 10, 200, 13, 10, 7, 192, 34])),
    says: /it is not text|lines? that cannot be read/,
  },
  'of a newer version': {
    write: (file) => fs.writeFileSync(file, '{"version": 2, "things": []}\n'),
    says: /was written by a newer Patchbay/,
  },
  'an array': {
    write: (file) => fs.writeFileSync(file, '["version", 1]\n'),
    says: /does not hold what Patchbay keeps there|a line that cannot be read/,
  },
  'a folder': { write: (file) => fs.mkdirSync(file), says: /it is a folder/ },
  'a pipe': { write: (file) => execFileSync('mkfifo', [file]), says: /it is a pipe/ },
};

function run(
  home: TestHome,
  args: readonly string[],
  options: { env?: Record<string, string | undefined>; cwd?: string; before?: string } = {},
): Promise<Run> {
  const env = { ...home.env, ...options.env };
  const words = [process.execPath, patchbayFile, ...args];
  const [command = '', ...rest] = options.before ? inOwnMounts(options.before, words) : words;
  const child = spawn(command, rest, { env, cwd: options.cwd ?? home.folder });
  child.stdin.end();
  return resultOf(child);
}

async function resultOf(child: ReturnType<typeof spawn>): Promise<Run> {
  const [stdout, stderr] = [child.stdout ? text(child.stdout) : '', child.stderr ? text(child.stderr) : ''];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: await stdout, stderr: await stderr };
}

/** Runs a shell line and then the words, with mounts that nobody else sees and that end with them. */
function inOwnMounts(line: string, words: readonly string[]): string[] {
  return ['unshare', '--map-root-user', '--mount', 'sh', '-c', `${line}; exec "$@"`, 'sh', ...words];
}

const [mounter = '', ...mounting] = inOwnMounts('mount -t tmpfs tmpfs /mnt', ['true']);
const canMount = spawnSync(mounter, mounting).status === 0;

/** A stack trace, or the text of a library. */
const NOT_FOR_PEOPLE = /\n\s+at |Error: E[A-Z]+|node:internal|Stack backtrace|ZodError|"code":/;

function expectWords({ stdout, stderr }: Run, what: string): void {
  expect(stdout, what).not.toMatch(NOT_FOR_PEOPLE);
  expect(stderr, what).not.toMatch(NOT_FOR_PEOPLE);
}

/** Everything in a folder with its content. */
function contentsOf(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    entries.map((name) => {
      const file = path.join(folder, name);
      return [name, fs.statSync(file).isFile() ? fs.readFileSync(file, 'latin1') : 'no file'];
    }),
  );
}

describe('on a machine without any files of ours', () => {
  /** Only HOME, and nothing in it. */
  const bare = (home: TestHome) => ({
    CODEX_HOME: undefined,
    PATCHBAY_HOME: undefined,
    HOME: bareHome(home),
  });
  const bareHome = (home: TestHome) => home.makeFolder('bare');

  test('every command works or says what is missing', async ({ home }) => {
    for (const args of COMMANDS) expectWords(await run(home, args, { env: bare(home) }), args.join(' '));
  });

  test('doctor reports no failure, and creates no CODEX_HOME', async ({ home }) => {
    const { code, stdout } = await run(home, ['doctor'], { env: bare(home) });
    expect(stdout).not.toMatch(/^failed/m);
    expect(stdout).toContain(`${path.join(bareHome(home), '.codex')} will be made on the first start`);
    expect(code).toBe(exitCodes.needsSignIn);
    expect(fs.existsSync(path.join(bareHome(home), '.codex'))).toBe(false);
  });

  test('the first MCP server can be added and shown', async ({ home }) => {
    const env = { ...bare(home), RUST_BACKTRACE: '1' };
    const none = await run(home, ['mcp', 'list', '--json'], { env });
    expect([none.code, JSON.parse(none.stdout)]).toEqual([exitCodes.ok, []]);
    expect((await run(home, ['mcp', 'add', 'near', '--', 'echo'], { env })).code).toBe(exitCodes.ok);
    expect((await run(home, ['mcp', 'list'], { env })).stdout).toContain('near');
  });

  test('a missing CODEX_HOME that was set is named in the error', async ({ home }) => {
    const missing = path.join(home.root, 'missing');
    const result = await run(home, ['mcp', 'list'], { env: { CODEX_HOME: missing, RUST_BACKTRACE: '1' } });
    expect(result.code).toBe(exitCodes.failed);
    expect(result.stderr).toContain(`CODEX_HOME points to ${missing}, which does not exist`);
    expectWords(result, 'mcp list');
  });

  test('a folder that is gone gives no stack trace', async ({ home }) => {
    const gone = home.makeFolder('gone');
    const line = [process.execPath, patchbayFile, 'mcp-server'].map((word) => `'${word}'`).join(' ');
    const child = spawn('sh', ['-c', `rmdir '${gone}'; exec ${line}`], { env: home.env, cwd: gone });
    child.stdin.end();
    const result = await resultOf(child);
    expect(result.code).toBe(exitCodes.failed);
    expect(result.stderr).toContain('The folder in which Patchbay was started does not exist any more');
    expectWords(result, 'mcp-server');
  });
});

describe('where to keep files', () => {
  test.for([
    ['HOME', 'relative', { HOME: 'relative', PATCHBAY_HOME: undefined, CODEX_HOME: undefined }, FEW_COMMANDS],
    ['PATCHBAY_HOME', 'here', { PATCHBAY_HOME: 'here' }, COMMANDS],
    ['PATCHBAY_HOME', '.', { PATCHBAY_HOME: '.' }, FEW_COMMANDS],
  ] as const)(
    'is not below the current folder: %s=%s is refused',
    async ([variable, value, env, commands], { home }) => {
      for (const args of commands) {
        const result = await run(home, args, { env });
        expect(result.code, args.join(' ')).toBe(exitCodes.failed);
        expect(result.stderr, args.join(' ')).toContain(
          `${variable} is "${value}", which is not an absolute path`,
        );
        expectWords(result, args.join(' '));
      }
      expect(fs.readdirSync(home.folder)).toEqual([]);
    },
  );

  test('is the default when PATCHBAY_HOME and XDG_DATA_HOME are empty or relative', async ({ home }) => {
    const data = home.makeFolder('home');
    const env = { HOME: data, PATCHBAY_HOME: '', XDG_DATA_HOME: 'relative' };
    expect((await run(home, ['token', 'add', 'first'], { env })).code).toBe(exitCodes.ok);
    expect(fs.existsSync(path.join(data, '.local/share/patchbay/tokens.json'))).toBe(true);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  test.for(['/proc/patchbay', '/dev/null/patchbay', '/proc/self/patchbay'])(
    'is said not to be %s, soon',
    async (place, { home }) => {
      for (const args of FEW_COMMANDS) {
        const result = await run(home, args, { env: { PATCHBAY_HOME: place } });
        expectWords(result, args.join(' '));
        expect(result.code, args.join(' ')).toBe(exitCodes.failed);
        expect(result.stdout + result.stderr, args.join(' ')).toContain(place);
      }
    },
  );

  test.for(['codex-home', 'patchbay-home'])('is said not to be a file: %s', async (name, { home }) => {
    const file = path.join(home.root, 'file');
    fs.writeFileSync(file, 'kept');
    const env = name === 'codex-home' ? { CODEX_HOME: file } : { PATCHBAY_HOME: file };
    for (const args of [['doctor'], ['mcp-server', '--port', '0']]) {
      const result = await run(home, args, { env });
      expect(result.code, args.join(' ')).toBe(exitCodes.failed);
      expect(result.stdout + result.stderr, args.join(' ')).toContain(file);
      expectWords(result, args.join(' '));
    }
    expect(fs.readFileSync(file, 'utf8')).toBe('kept');
  });
});

describe('on a disk that cannot be written', () => {
  test('these tests can mount one: run them as root, or where user namespaces are allowed', () => {
    expect(canMount).toBe(true);
  });

  const full = (folder: string) =>
    `mount -t tmpfs -o size=64k,mode=700 tmpfs '${folder}'; head -c 200000 /dev/zero > '${folder}/fill' 2>/dev/null`;
  const readOnly = (folder: string) => `mount -t tmpfs -o ro,mode=700 tmpfs '${folder}'`;

  test.for([
    ['full', full, /the disk is full/, COMMANDS],
    ['read-only', readOnly, /the disk is read-only/, FEW_COMMANDS],
  ] as const)('that is %s, every command says so', async ([, mount, says, commands], { home }) => {
    fs.mkdirSync(home.patchbayHome);
    const before = mount(home.patchbayHome);
    const writing = [['token', 'add', 'first'], ['doctor'], ['mcp-server', '--port', '0']];
    const reading = commands.filter((args) => !writing.some((words) => words.join() === args.join()));
    for (const args of reading) expectWords(await run(home, args, { before }), args.join(' '));
    for (const args of writing) {
      const result = await run(home, args, { before });
      expectWords(result, args.join(' '));
      expect(result.code, args.join(' ')).toBe(exitCodes.failed);
      expect(result.stdout + result.stderr, args.join(' ')).toMatch(says);
      expect(result.stdout + result.stderr, args.join(' ')).toContain(home.patchbayHome);
      if (args[0] !== 'doctor') continue;
      expect(result.stdout).not.toMatch(/^ok +Folder/m);
      expect(result.stdout).toMatch(/^failed +Folder/m);
    }
  });

  test('what only reads needs no home, and finds nothing', async ({ home }) => {
    const disk = home.makeFolder('disk');
    const options = { before: readOnly(disk), env: { PATCHBAY_HOME: path.join(disk, 'home') } };
    for (const args of [['rules'], ['sessions', 'search', 'word']]) {
      const { code, stdout } = await run(home, args, options);
      expect([code, stdout], args.join(' ')).toEqual([exitCodes.ok, '']);
    }
  });

  test('doctor says that Codex cannot write to its folder', async ({ home }) => {
    const { code, stdout } = await run(home, ['doctor'], { before: readOnly(home.codexHome) });
    expect(code).toBe(exitCodes.failed);
    expect(stdout).toMatch(new RegExp(`^failed +Codex folder: .*${home.codexHome}.*read-only`, 'm'));
  });
});

describe.for(Object.entries(WAYS))('files that are %s', ([way, { write, says, isFineForLines }]) => {
  const broken = FILES.filter((name) => !isFineForLines || name.endsWith('.json'));

  test('are named by doctor, one by one, and left unchanged', async ({ home }) => {
    fs.mkdirSync(home.patchbayHome, { mode: 0o700 });
    for (const name of FILES) {
      write(path.join(home.patchbayHome, name));
      // Else doctor finds that others can read it, too.
      fs.chmodSync(path.join(home.patchbayHome, name), 0o700);
    }
    const before = contentsOf(home.patchbayHome);
    // As a shell sets it: no password, although it is called so.
    const result = await run(home, ['doctor'], { env: { PWD: home.root } });
    expect(result.code).toBe(exitCodes.failed);
    const failures = result.stdout.split('\n').filter((line) => line.startsWith('failed'));
    for (const name of broken) {
      const line = failures.find((one) => one.includes(path.join(home.patchbayHome, name)));
      expect(line, name).toMatch(says);
    }
    expectWords(result, 'doctor');
    expect(contentsOf(home.patchbayHome)).toMatchObject(before);
  });

  test('end a command that needs them with a message, and keep their content', async ({ home }) => {
    const needed = {
      'tokens.json': [
        ['token', 'list'],
        ['token', 'add', 'first'],
        ['mcp-server', '--port', '0'],
      ],
      'settings.json': [['mcp', 'list'], ['mcp-server', '--port', '0'], ['mcp-server']],
      // Without it nobody knows what clients may do.
      'principals.json': [['token', 'add', 'first'], ['mcp-server', '--port', '0'], ['mcp-server']],
    };
    for (const [name, commands] of Object.entries(needed)) {
      fs.rmSync(home.patchbayHome, { recursive: true, force: true });
      fs.mkdirSync(home.patchbayHome, { mode: 0o700 });
      const file = path.join(home.patchbayHome, name);
      write(file);
      const before = contentsOf(home.patchbayHome);
      // What is said comes from reading the file, which is the same for all who need it: in one way all are asked.
      for (const args of way === 'cut in half' ? commands : commands.slice(0, 1)) {
        const result = await run(home, args);
        expect(result.code, args.join(' ')).toBe(exitCodes.failed);
        expect(result.stderr, args.join(' ')).toContain(file);
        expect(result.stderr, args.join(' ')).toMatch(says);
        expectWords(result, args.join(' '));
      }
      expect(contentsOf(home.patchbayHome)).toMatchObject(before);
    }
  });

  test('are named by a host that starts without them, and never overwritten', async ({ home }) => {
    fs.mkdirSync(home.patchbayHome, { mode: 0o700 });
    const needed = ['tokens.json', 'settings.json', 'principals.json'];
    const names = broken.filter((name) => !needed.includes(name));
    for (const name of names) write(path.join(home.patchbayHome, name));
    const before = contentsOf(home.patchbayHome);
    const server = await startHttp(home, ['--no-auth']);
    try {
      await eventually(
        () => names.every((name) => server.stderr().includes(path.join(home.patchbayHome, name))),
        {
          describe: () => server.stderr(),
        },
      );
      expect(server.stderr()).toMatch(says);
      expect(server.stderr()).not.toMatch(NOT_FOR_PEOPLE);
    } finally {
      await server.stop();
    }
    expect(contentsOf(home.patchbayHome)).toMatchObject(before);
  });
});

test('commands that continue with broken settings say so', async ({ home }) => {
  fs.mkdirSync(home.patchbayHome, { mode: 0o700 });
  const file = path.join(home.patchbayHome, 'settings.json');
  fs.writeFileSync(file, '{"version": 1,\n"port": "many"\n}');
  for (const args of [['token', 'list'], ['status'], ['sessions'], ['audit'], ['approvals', 'list']]) {
    const { stderr } = await run(home, args);
    expect(stderr, args.join(' ')).toContain(`${file} cannot be read`);
    expect(stderr, args.join(' ')).toContain('port');
  }
  fs.writeFileSync(file, '{"version": 1,\n"port" 7}');
  expect((await run(home, ['status'])).stderr).toMatch(/not JSON/);
});

test('a thread is found even if the line before it in threads.jsonl is incomplete', async ({ home }) => {
  fs.mkdirSync(home.patchbayHome, { mode: 0o700 });
  const file = path.join(home.patchbayHome, 'threads.jsonl');
  fs.writeFileSync(file, '{"threadId":"torn","princip');
  const first = await connectStdio(home);
  const threadId = threadOf(await first.codex({ prompt: 'hello', cwd: home.folder }));
  await first.close();
  const second = await connectStdio(home);
  expect(textOf(await second.reply({ threadId, prompt: script({ text: 'found' }) }))).toBe('found');
  await second.close();
  expect(fs.readFileSync(file, 'utf8')).toContain('{"threadId":"torn","princip\n');
});

describe('standard output', () => {
  const PRINTING = [
    ['--help'],
    ['--version'],
    ['mcp-server', '--help'],
    ['status'],
    ['status', '--json'],
    ['audit', '--json'],
    ['sessions', '--json'],
    ['mcp', 'list'],
    ['doctor', '--json'],
    ['redact'],
  ];

  async function runInto(home: TestHome, args: readonly string[], stdout: number): Promise<Run> {
    const words = [patchbayFile, ...args];
    const child = spawn(process.execPath, words, {
      env: home.env,
      cwd: home.folder,
      stdio: ['pipe', stdout, 'pipe'],
    });
    child.stdin?.end('some words\n'.repeat(10_000));
    child.stdin?.on('error', () => undefined);
    return await resultOf(child);
  }

  test('on a full disk ends every command with a message', async ({ home }) => {
    const full = fs.openSync('/dev/full', 'w');
    for (const args of PRINTING) {
      const result = await runInto(home, args, full);
      expect(result.code, args.join(' ')).toBe(exitCodes.failed);
      expect(result.stderr, args.join(' ')).toContain(
        'could be written to standard output (the disk is full)',
      );
      expectWords(result, args.join(' '));
    }
    const { code, stderr } = await runInto(home, ['token', 'add', 'lost'], full);
    expect(code).toBe(exitCodes.failed);
    expect(stderr).toContain('so it was revoked');
    expect((await run(home, ['token', 'list'])).stdout).not.toContain('lost');
    fs.closeSync(full);
  });

  test('that nobody reads any more ends every command silently', async ({ home }) => {
    for (const args of PRINTING) {
      const words = [process.execPath, patchbayFile, ...args].map((word) => `'${word}'`).join(' ');
      const child = spawn('sh', ['-c', `yes | head -c 300000 | ${words} | true`], {
        env: home.env,
        cwd: home.folder,
      });
      const result = await resultOf(child);
      expect(result.stderr, args.join(' ')).not.toContain('EPIPE');
      expectWords(result, args.join(' '));
    }
  });

  test('is valid JSON when there is nothing to show', async ({ home }) => {
    for (const args of [['audit'], ['sessions'], ['mcp', 'list']]) {
      const { code, stdout } = await run(home, [...args, '--json']);
      expect([code, JSON.parse(stdout)], args.join(' ')).toEqual([exitCodes.ok, []]);
    }
    expect(JSON.parse((await run(home, ['status', '--json'])).stdout)).toEqual({ running: false });
  });
});

test('an unknown word after patchbay mcp ends with exit code 2, like any unknown word', async ({ home }) => {
  for (const word of ['rm', 'frobnicate']) {
    const { code, stderr } = await run(home, ['mcp', word, 'near']);
    expect(code).toBe(exitCodes.usage);
    expect(stderr).toContain(`There is no command ${word}.`);
    expect(stderr).toContain('`patchbay mcp --help`');
  }
});

describe('a pipe where a file is expected', () => {
  test('as config.toml is named by doctor and in the result of a call', async ({ home, stdio }) => {
    const file = path.join(home.codexHome, 'config.toml');
    fs.rmSync(file);
    execFileSync('mkfifo', [file]);
    const result = await run(home, ['doctor']);
    expect(result.stdout).toMatch(/^failed +config\.toml: .*it is a pipe/m);
    const { codex } = await stdio();
    const answer = await codex({ prompt: 'Hello' });
    expect([answer.isError, textOf(answer)]).toEqual([
      true,
      expect.stringContaining(`${file}: it cannot be read`),
    ]);
  });

  test('in a repository does not stop the other calls', async ({ home, stdio }) => {
    const folder = home.makeFolder('repository');
    fs.mkdirSync(path.join(folder, '.codex'));
    execFileSync('mkfifo', [path.join(folder, '.codex/config.toml')]);
    const { codex } = await stdio();
    const [inside, outside] = await Promise.all([
      codex({ prompt: 'Hello', cwd: folder }),
      codex({ prompt: script({ text: 'Here.' }), cwd: home.folder }),
    ]);
    expect([inside.isError, textOf(inside)]).toEqual([true, expect.stringContaining('is not a file')]);
    expect(textOf(outside)).toBe('Here.');
  });
});
