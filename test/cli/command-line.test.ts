import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe } from 'vitest';
import { buildProgram } from '../../server/cli/command-line.ts';
import { exitCodes } from '../../server/cli/exit-codes.ts';
import { unknownWord, usageErrorOf, withHelpLast } from '../../server/cli/usage-errors.ts';
import type { McpServerOptions } from '../../server/start/run-options.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { openSession, postInitialize, type RawSession } from '../support/raw-http.ts';
import { startRawStdio } from '../support/raw-stdio.ts';

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const test = base.extend<{ patchbay(...args: string[]): Promise<Run> }>({
  /** Runs the command to its end, which it must come to by itself. */
  patchbay: async ({ home }, use) => {
    await use((...args) => runToItsEnd(home, args));
  },
});

/** What a command line means, without running it. */
async function parse(...args: string[]): Promise<McpServerOptions> {
  const meant: McpServerOptions[] = [];
  const program = buildProgram(async (options) => void meant.push(options), {});
  await program.parseAsync(args, { from: 'user' });
  expect(meant).toHaveLength(1);
  return meant[0] as McpServerOptions;
}

/** What a command line that is wrong is answered with, without running it. */
async function usageErrorFor(args: readonly string[]): Promise<string | undefined> {
  const program = quietProgram();
  const words = withHelpLast(program, args);
  const unknown = unknownWord(program, words);
  if (unknown) return unknown.message;
  const error = await program.parseAsync(words, { from: 'user' }).catch((thrown) => thrown);
  return usageErrorOf(error, program, words)?.message;
}

function quietProgram(): Command {
  const program = buildProgram(() => expect.unreachable('it was run'), {});
  for (const command of allCommands(program)) {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => expect.unreachable() });
  }
  return program;
}

const defaults: McpServerOptions = {
  port: undefined,
  host: '127.0.0.1',
  isStandalone: false,
  isDemo: false,
  needsToken: true,
  codexHome: undefined,
  enginePath: undefined,
  logLevel: undefined,
  approvalDeadlineMs: undefined,
  ceiling: { sandbox: 'workspace-write', allowNever: false, allowNetwork: false },
  allowHosts: [],
  allowOrigins: [],
};

describe('patchbay mcp-server', () => {
  test('without options means stdio, tokens not needed yet, and the default ceiling', async () => {
    expect(await parse('mcp-server')).toEqual(defaults);
  });

  test('with --port means HTTP on this port of 127.0.0.1', async () => {
    for (const port of [0, 1, 7345, 65_535]) {
      expect(await parse('mcp-server', '--port', String(port))).toEqual({ ...defaults, port });
      expect(await parse('mcp-server', `--port=${port}`)).toEqual({ ...defaults, port });
    }
    const elsewhere = await parse('mcp-server', '--host', '192.168.1.5', '--port', '80');
    expect(elsewhere).toEqual({ ...defaults, host: '192.168.1.5', port: 80 });
  });

  test('accepts every option', async () => {
    const options = await parse(
      ...['mcp-server', '--port', '0', '--host', 'localhost', '--standalone', '--demo', '--no-auth'],
      ...['--codex-home', '/c', '--engine', '/e', '--log-level', 'debug', '--approval-timeout', '1.5'],
      ...['--max-sandbox', 'danger-full-access', '--allow-never', '--allow-network'],
      ...['--allow-host', 'a.example', 'b.example', '--allow-origin', 'https://a.example'],
      ...['--allow-folder', '/f', '/g'],
    );
    expect(options).toEqual({
      port: 0,
      host: 'localhost',
      isStandalone: true,
      isDemo: true,
      needsToken: false,
      codexHome: '/c',
      enginePath: '/e',
      logLevel: 'debug',
      approvalDeadlineMs: 1500,
      ceiling: { sandbox: 'danger-full-access', allowNever: true, allowNetwork: true },
      allowFolders: ['/f', '/g'],
      allowHosts: ['a.example', 'b.example'],
      allowOrigins: ['https://a.example'],
    });
  });

  test('accepts --allow-host and --allow-origin several times', async () => {
    const hosts = ['--allow-host', 'a', '--allow-host', 'b'];
    const origins = ['--allow-origin', 'c', '--allow-origin', 'd', 'e'];
    const { allowHosts, allowOrigins } = await parse('mcp-server', ...hosts, ...origins);
    expect([allowHosts, allowOrigins]).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  const levels = ['error', 'warn', 'info', 'debug'] as const;
  test('knows the log levels and the sandbox modes', async () => {
    for (const logLevel of levels) {
      expect(await parse('mcp-server', '--log-level', logLevel)).toEqual({ ...defaults, logLevel });
    }
    for (const sandbox of ['read-only', 'workspace-write', 'danger-full-access']) {
      const { ceiling } = await parse('mcp-server', '--max-sandbox', sandbox);
      expect(ceiling).toEqual({ ...defaults.ceiling, sandbox });
    }
  });
});

describe('patchbay alone', () => {
  test('means the HTTP server on port 7345, with the same options', async () => {
    expect(await parse()).toEqual({ ...defaults, port: 7345 });
    expect(await parse('--demo', '--max-sandbox', 'read-only')).toEqual({
      ...defaults,
      port: 7345,
      isDemo: true,
      ceiling: { ...defaults.ceiling, sandbox: 'read-only' },
    });
  });

  test('says that there is no desktop and what it does instead', async ({ patchbay }) => {
    const { code, stderr } = await patchbay('--engine', '/nowhere/codex');
    expect(code).toBe(exitCodes.failed);
    expect(stderr).toContain('There is no desktop here');
    expect(stderr).toContain('patchbay mcp-server --port 7345');
  });
});

describe('options before the command', () => {
  const before = [
    ['--max-sandbox', 'read-only'],
    ['--codex-home', '/elsewhere'],
    ['--demo'],
    ['--log-level', 'error'],
    ['--approval-timeout', '5'],
  ];
  test('apply or are refused; they are never silently ignored', async () => {
    for (const options of before) {
      const wanted = await parse('mcp-server', ...options, '--port', '0');
      const meant = await parse(...options, 'mcp-server', '--port', '0').catch(() => 'refused');
      expect([wanted, 'refused'], options.join(' ')).toContainEqual(meant);
    }
  });
});

describe('unknown words', () => {
  /** With the word that the reason names. */
  const wrong: [what: string, args: string[], word: string][] = [
    ['a port that is no number', ['mcp-server', '--port', 'abc'], 'abc'],
    ['a port that is empty', ['mcp-server', '--port', ''], '--port'],
    ['a port with a fraction', ['mcp-server', '--port', '80.5'], '80.5'],
    ['a port in another notation', ['mcp-server', '--port', '0x50'], '0x50'],
    ['a negative port', ['mcp-server', '--port=-1'], '-1'],
    ['a port that is too high', ['mcp-server', '--port', '65536'], 'a whole number from 0 to 65535'],
    ['no port where one must be', ['mcp-server', '--port'], '--port'],
    ['an empty host', ['mcp-server', '--port', '0', '--host', ''], '--host'],
    ['an unknown kind of question', ['audit', '--kind', 'foo'], 'foo'],
    ['an unknown option', ['mcp-server', '--prot', '0'], '--port'],
    ['an unknown option before the command', ['--nope'], '--nope'],
    ['an option of another command', ['--port', '0'], '--port'],
    ['an unknown command', ['mcp-sever'], 'mcp-sever'],
    ['a word too many', ['mcp-server', 'now'], 'too many words'],
    ['an unknown log level', ['mcp-server', '--log-level', 'loud'], 'loud'],
    ['an unknown sandbox mode', ['mcp-server', '--max-sandbox', 'none'], 'none'],
    ['no time to answer', ['mcp-server', '--approval-timeout', '0'], '0'],
    ['a negative time to answer', ['mcp-server', '--approval-timeout=-5'], '-5'],
    ['a time to answer of more than a day', ['mcp-server', '--approval-timeout', '86401'], '86401'],
    ['a time to answer that is none', ['mcp-server', '--approval-timeout', 'soon'], 'soon'],
    ['token without what to do', ['token'], 'needs a command'],
    ['token with nothing it can do', ['token', 'show'], 'show'],
    ['token with a misspelt word', ['token', 'ad', 'cursor'], 'ad'],
    ['a token without a name', ['token', 'add'], 'name'],
    ['a token with two names', ['token', 'add', 'a', 'b'], 'too many words'],
    ['an unknown sandbox mode of a token', ['token', 'add', 'a', '--max-sandbox', 'all'], 'all'],
    ['nothing to revoke', ['token', 'revoke'], 'name'],
    ...[
      ['rules', 'add', 'deny', '--host', 'a', '--folder', ''],
      ['rules', 'add', 'deny', '--command', ' '],
      ['sessions', 'search', 'x', '--client', ''],
      ['audit', '--folder', ''],
      ['import', '--search', ''],
      ['token', 'limit', 'a', '--remote', 'docs', '--model', ''],
    ].map((words): [string, string[], string] => [
      `an option with nothing: ${words.join(' ')}`,
      words,
      words.at(-2) ?? '',
    ]),
    ['a server with an empty command', ['mcp', 'add', 'a', '--', ''], 'is empty'],
    ...[
      ['--bearer-token-env-var', 'TOKEN'],
      ['--oauth-client-id', 'id'],
      ['--oauth-client-secret', 'x'],
      ['--oauth-client-registration', 'dcr'],
      ['--oauth-resource', 'https://docs.example'],
    ].map(([option = '', value = '']): [string, string[], string] => [
      `a program with ${option}`,
      ['mcp', 'add', 'a', option, value, '--', 'docs-server'],
      `${option} belongs to --url`,
    ]),
    ['two values of one name', ['import', 'a', '--set', 'x=1', '--set', 'x=2'], 'x has a value already'],
    ...[
      ['approvals', 'approve'],
      ['approvals', 'deny'],
      ['rules', 'pause'],
      ['rules', 'resume'],
      ['rules', 'remove'],
      ['sessions', 'show'],
      ['worktrees', 'discard'],
      ['undo'],
      ['token', 'revoke'],
    ].flatMap((words): [string, string[], string][] =>
      ['', ' '].map((id) => [`an empty id: ${words.join(' ')} '${id}'`, [...words, id], 'is empty']),
    ),
  ];

  test.for(wrong)('are refused with the reason and a hint: %s', async ([, args, word]) => {
    const refusal = await usageErrorFor(args);
    expect(refusal).toMatch(/--help` shows what there is\.$/);
    expect(refusal).toContain(word);
  });

  test.for([
    [['mcp-server', '--prot', '0'], 'patchbay: There is no option --prot here.'],
    [['token', 'add', 'a', 'b'], 'patchbay: There are too many words after add.'],
    [['token'], 'Usage: '],
  ] as const)('end with exit code 2, and nothing is done: %j', async ([args, start], { patchbay, home }) => {
    const { code, stdout, stderr } = await patchbay(...args);
    expect([code, stdout]).toEqual([exitCodes.usage, '']);
    expect(stderr.startsWith(start), stderr).toBe(true);
    expect(stderr).toContain('--help');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(fs.existsSync(path.join(home.patchbayHome, 'tokens.json'))).toBe(false);
  });

  test.for([
    [['azure-token', '--scope', 'x'], '"x" is not an Azure scope'],
    [['mcp', 'add', 'a b', '--', 'ls'], 'cannot be named "a b"'],
    [['mcp', 'add', 'near', '--url', 'nowhere'], '"nowhere" is not the address'],
    [['token', 'add', 'a b'], '"a b" cannot be the name'],
    [['rules', 'add', 'allow'], 'A rule is about one thing'],
    [['mcp-server', '--port', '0', '--host', '0.0.0.0', '--no-auth'], '--no-auth is refused'],
  ] as const)(
    'that no machine could do end with exit code 2, too: %j',
    async ([args, words], { patchbay }) => {
      const { code, stdout, stderr } = await patchbay(...args);
      expect([code, stdout]).toEqual([exitCodes.usage, '']);
      expect(stderr).toContain(words);
    },
  );

  test('are answered in our own words, with the closest that there is', async () => {
    const answers = {
      'mcp-sever':
        'There is no command mcp-sever. Did you mean mcp-server? `patchbay --help` shows what there is.',
      'rules ad': 'There is no command ad. Did you mean add? `patchbay rules --help` shows what there is.',
      'approvals lst':
        'There is no command lst. Did you mean list? `patchbay approvals --help` shows what there is.',
      'mcp help nope': 'There is no command nope. `patchbay mcp --help` shows what there is.',
      'help foo': 'There is no command foo. `patchbay --help` shows what there is.',
      'help rules ad':
        'There is no command ad. Did you mean add? `patchbay rules --help` shows what there is.',
      'mcp-server --prot 0':
        'There is no option --prot here. Did you mean --port? `patchbay mcp-server --help` shows what there is.',
      // Several commands have it: none of them is suggested.
      'token pause a --json':
        'There is no option --json here. `patchbay token pause --help` shows what there is.',
      'connect cursor --json':
        '--json belongs to the list: leave out the client. `patchbay connect --help` shows what there is.',
      '--port 0':
        'There is no option --port here. Did you mean `patchbay mcp-server --port`? `patchbay --help` shows what there is.',
      '--hidden rules': 'Options come after rules. `patchbay --help` shows what there is.',
      'token leash a --none --files 3':
        '--none takes everything away: use it alone. `patchbay token leash --help` shows what there is.',
      'token limit a --turns 3 --lift turns':
        '--lift turns takes away what another option sets: say one of them. `patchbay token limit --help` shows what there is.',
      'mcp-server --port 65536':
        '--port <port> cannot be 65536. It must be a whole number from 0 to 65535. `patchbay mcp-server --help` shows what there is.',
      'mcp-server --port': '--port <port> needs a value. `patchbay mcp-server --help` shows what there is.',
      'rules add always':
        '<decision> cannot be always. It must be one of allow, ask, deny. `patchbay rules add --help` shows what there is.',
      'rules remove': '<id> is missing. `patchbay rules remove --help` shows what there is.',
      'rules list now':
        'There are too many words after list. `patchbay rules list --help` shows what there is.',
    };
    for (const [words, answer] of Object.entries(answers)) {
      expect(await usageErrorFor(words.split(' ')), words).toBe(answer);
    }
  });
});

describe('numbers', () => {
  /** Every option that takes one, with a value that it accepts. */
  const numeric: readonly (readonly [command: string, option: string, right: string])[] = [
    ['mcp-server', '--port', '7345'],
    ['mcp-server', '--approval-timeout', '1.5'],
    ['token add a', '--turns', '1000'],
    ['token limit a', '--turns', '1'],
    ['token leash a', '--minutes', '0.5'],
    ['token leash a', '--tokens', '1000000000'],
    ['token leash a', '--commands', '1'],
    ['token leash a', '--files', '10'],
    ['token leash a', '--stall-minutes', '10000'],
    ['token when-nobody a wait', '--minutes', '5'],
    ['token when-nobody a command', '--seconds', '60'],
    ['undo t', '--turn', '3'],
    ['import a', '--way', '2'],
  ];
  const wrong = [
    '1e308',
    '1e3',
    'NaN',
    'Infinity',
    '0x10',
    '0b1',
    '-1',
    '+1',
    ' 5',
    '5 ',
    '',
    '1_000',
    '1,5',
    '٣',
  ];
  const tooMuch = ['9'.repeat(400), '99999999999', '0.0000001'];

  test.for(numeric)('are digits: %s %s', async ([command, option, right]) => {
    for (const value of [...wrong, ...tooMuch]) {
      const refusal = await usageErrorFor([...command.split(' '), `${option}=${value}`]);
      expect(refusal, value).toMatch(/It must be a (?:whole )?number from [\d.]+ to \d+/);
      expect(refusal, value).toContain(option);
    }
    const known = optionAt(command, option);
    expect(known.parseArg?.(right, undefined)).toBe(Number(right));
  });

  test('are taken by no other option', () => {
    const takesNumber = (flags: string) => /<(?:n|number|port|seconds)>/.test(flags);
    const found = allCommands(quietProgram()).flatMap(({ options }) =>
      options.filter(({ flags }) => takesNumber(flags)),
    );
    expect(
      found.map(({ long }) => long).filter((long) => !numeric.some(([, option]) => option === long)),
    ).toEqual([]);
  });

  function optionAt(command: string, option: string) {
    const program = quietProgram();
    const words = command.split(' ');
    const inner = words.reduce((at, word) => at.commands.find((one) => one.name() === word) ?? at, program);
    const found = inner.options.find(({ long }) => long === option);
    if (!found) throw new Error(`${command} has no ${option}`);
    return found;
  }
});

describe('help', () => {
  test('exists for every command, and is not an error', async ({ home }) => {
    const asked = {
      '--help': ['mcp-server', 'token'],
      '-h': ['mcp-server', 'token'],
      help: ['mcp-server', 'token'],
      'help mcp-server': ['--port', '--host'],
      'mcp-server --help': ['--port', '--host', '--no-auth', '--max-sandbox', '--allow-host', '--demo'],
      'help mcp check': ['Usage: patchbay mcp check', '--tool'],
      'mcp help': ['Usage: patchbay mcp ', 'check'],
      'mcp help check': ['Usage: patchbay mcp check'],
      'mcp check -h': ['Usage: patchbay mcp check'],
      'help approvals list': ['Usage: patchbay approvals list', '--json'],
      'token --help': ['add', 'list', 'revoke'],
      'token add --help': ['--max-sandbox', '--allow-never', '--allow-network', '--folder', '--expires'],
      'token limit --help': ['--tier', '--tool', '--turns', '--lift'],
    };
    const runs = Object.entries(asked).map(
      async ([words, expected]) => [words, expected, await runToItsEnd(home, words.split(' '))] as const,
    );
    for (const [words, expected, { code, stdout, stderr }] of await Promise.all(runs)) {
      expect([code, stderr], words).toEqual([exitCodes.ok, '']);
      for (const word of expected) expect(stdout, words).toContain(word);
    }
  });

  test('tells the version of the package', async ({ patchbay }) => {
    const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
    const { code, stdout } = await patchbay('--version');
    expect([code, stdout.trim()]).toEqual([exitCodes.ok, version]);
  });
});

describe('the exit code', () => {
  test('is 0 when the client on stdio has left', async ({ patchbay }) => {
    expect((await patchbay('mcp-server')).code).toBe(exitCodes.ok);
  });

  for (const [signal, code] of [
    ['SIGINT', exitCodes.interrupted],
    ['SIGTERM', exitCodes.terminated],
    ['SIGHUP', exitCodes.terminated],
  ] as const) {
    test(`is ${code} after ${signal}, over HTTP`, async ({ http }) => {
      const { child } = await http();
      child.kill(signal);
      await eventually(() => child.exitCode !== null || child.signalCode !== null);
      expect([child.exitCode, child.signalCode]).toEqual([code, null]);
    });

    test(`is ${code} after ${signal} on stdio, though the client is still there`, async ({ home }) => {
      const { child, ask } = startRawStdio(home);
      try {
        await ask('ping');
        child.kill(signal);
        await eventually(() => child.exitCode !== null || child.signalCode !== null);
        expect([child.exitCode, child.signalCode]).toEqual([code, null]);
      } finally {
        child.kill('SIGKILL');
      }
    });
  }
});

describe('patchbay token add', () => {
  test('shows the token once, only on standard output, and lets its client in', async ({
    patchbay,
    http,
  }) => {
    const { code, stdout, stderr } = await patchbay('token', 'add', 'cursor');
    expect(code).toBe(exitCodes.ok);
    expect(stdout).toMatch(/^pb_[A-Za-z0-9_-]{43}\n$/);
    expect(stderr).toContain('cursor');
    expect(stderr).not.toContain('pb_');
    const server = await http();
    expect(server.stderr()).not.toContain('pb_');
    expect((await postInitialize({ url: server.url, token: stdout.trim() })).status).toBe(200);
  });

  test('stores the token nowhere, even after it was used', async ({ patchbay, home, http }) => {
    const token = (await patchbay('token', 'add', 'cursor')).stdout.trim();
    const server = await http(['--log-level', 'debug']);
    const session = await openSession({ url: server.url, token });
    await session.ask('tools/list');
    await session.end();
    await server.stop();
    const files = filesBelow(home.root);
    expect(files).toContain(path.join(home.patchbayHome, 'tokens.json'));
    expect(files.filter((file) => fs.readFileSync(file).includes(token))).toEqual([]);
    expect(files.filter((file) => fs.readFileSync(file).includes(token.slice(3)))).toEqual([]);
    expect(server.stderr()).not.toContain(token);
  });

  test('makes its file and folder readable by the owner alone', async ({ patchbay, home }) => {
    await patchbay('token', 'add', 'one');
    await patchbay('token', 'add', 'two');
    await patchbay('token', 'revoke', 'one');
    expect(modeOf(path.join(home.patchbayHome, 'tokens.json'))).toBe('600');
    expect(modeOf(home.patchbayHome)).toBe('700');
  });

  test('restricts a file that others could read', async ({ patchbay, home }) => {
    await patchbay('token', 'add', 'one');
    const file = path.join(home.patchbayHome, 'tokens.json');
    fs.chmodSync(file, 0o644);
    await patchbay('token', 'add', 'two');
    expect(modeOf(file)).toBe('600');
  });

  test('refuses a name that is taken, and keeps the existing token', async ({ patchbay, home }) => {
    await patchbay('token', 'add', 'cursor');
    const before = fs.readFileSync(path.join(home.patchbayHome, 'tokens.json'), 'utf8');
    const again = await patchbay('token', 'add', 'cursor');
    expectFailure(again, 'There is already a token named cursor.', 'patchbay token revoke cursor');
    expect(fs.readFileSync(path.join(home.patchbayHome, 'tokens.json'), 'utf8')).toBe(before);
  });

  test('refuses a name that could be confused with something else, and shows it', async ({ patchbay }) => {
    for (const name of ['two words', '\u001b[31m']) {
      const run = await patchbay('token', 'add', name);
      expect(run.code, name).toBe(exitCodes.usage);
      expect(run.stderr, name).toMatch(/cannot be the name of a token.*letters, digits, dots, dashes/);
      expect(run.stderr, name).not.toContain('\u001b');
    }
    expect((await patchbay('token', 'list')).stdout).toBe('');
  });

  test('accepts names in every language', async ({ patchbay }) => {
    const names = ['編集者', '__proto__'];
    for (const name of names) expect((await patchbay('token', 'add', name)).code, name).toBe(exitCodes.ok);
    const listed = (await patchbay('token', 'list')).stdout.trim().split('\n');
    expect(listed.map((line) => line.split('\t')[0])).toEqual(names);
  });

  test('loses no token when several are added at the same time', async ({ home, patchbay }) => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const runs = await Promise.all(names.map((name) => runToItsEnd(home, ['token', 'add', name])));
    expect(runs.map(({ code }) => code)).toEqual(names.map(() => exitCodes.ok));
    const listed = (await patchbay('token', 'list')).stdout.trim().split('\n');
    expect(listed.map((line) => line.split('\t')[0]).sort()).toEqual(names);
  });
});

describe('a token with its own ceiling', () => {
  /** The text with which a codex call of this client is refused; undefined when it is done. */
  async function refusal(session: RawSession, args: object): Promise<string | undefined> {
    const call = { name: 'codex', arguments: { prompt: 'hello', ...args } };
    const { result } = await session.ask('tools/call', call);
    return result.isError ? result.content[0].text : undefined;
  }
  const never = { sandbox: 'workspace-write', 'approval-policy': 'never' };
  const network = {
    sandbox: 'workspace-write',
    config: { sandbox_workspace_write: { network_access: true } },
  };

  test("allows what that ceiling says and no more, whatever the server's options", async ({
    patchbay,
    http,
    home,
  }) => {
    const add = async (...args: string[]) => (await patchbay('token', 'add', ...args)).stdout.trim();
    const tokens = {
      default: await add('default-ceiling'),
      narrow: await add('narrow', '--max-sandbox', 'read-only'),
      wide: await add('wide', '--max-sandbox', 'danger-full-access', '--allow-never', '--allow-network'),
    };
    const { url } = await http();
    const cwd = home.folder;
    const session = (token: string) => openSession({ url, token });

    const byDefault = await session(tokens.default);
    expect(await refusal(byDefault, { cwd, sandbox: 'workspace-write' })).toBeUndefined();
    expect(await refusal(byDefault, { cwd, sandbox: 'danger-full-access' })).toContain('above the ceiling');
    expect(await refusal(byDefault, { cwd, ...never })).toContain('`--allow-never`');
    expect(await refusal(byDefault, { cwd, ...network })).toContain('`--allow-network`');

    const narrow = await session(tokens.narrow);
    expect(await refusal(narrow, { cwd, sandbox: 'read-only' })).toBeUndefined();
    expect(await refusal(narrow, { cwd, sandbox: 'workspace-write' })).toContain('at most `read-only`');

    const wide = await session(tokens.wide);
    expect(await refusal(wide, { cwd, sandbox: 'danger-full-access' })).toBeUndefined();
    expect(await refusal(wide, { cwd, ...never })).toBeUndefined();
    expect(await refusal(wide, { cwd, ...network })).toBeUndefined();
  });

  test('is listed with its ceiling', async ({ patchbay }) => {
    await patchbay('token', 'add', 'plain');
    await patchbay('token', 'add', 'narrow', '--max-sandbox', 'read-only');
    await patchbay(
      'token',
      'add',
      'wide',
      '--max-sandbox',
      'danger-full-access',
      '--allow-never',
      '--allow-network',
    );
    await patchbay('token', 'add', 'networked', '--allow-network');
    const { stdout } = await patchbay('token', 'list');
    const today = new Date().toISOString().slice(0, 7);
    const listed = stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    for (const [, day] of listed) expect(day?.startsWith(today)).toBe(true);
    expect(listed.map(([name, , limits]) => [name, limits])).toEqual([
      ['plain', 'default ceiling'],
      ['narrow', 'read-only'],
      ['wide', 'danger-full-access, never, network'],
      ['networked', 'workspace-write, network'],
    ]);
  });
});

describe('limits of a client at the command line', () => {
  test('are set, changed, taken away and shown, in words and as JSON', async ({ home, patchbay }) => {
    const { folder } = home;
    const real = fs.realpathSync(folder);
    const one = ['--folder', folder, '--remote', 'docs', '--remote', 'git', '--tier', 'read', '--turns', '1'];
    const two = ['--tool', 'docs/drop', '--no-codex', '--min-approval', 'untrusted', '--model', 'gpt-a'];
    const added = await patchbay('token', 'add', 'narrow', ...one, ...two, '--expires', '2099-12-31');
    expect(added.stdout).toMatch(/^pb_/);
    expect(added.stderr).toMatch(/config\.toml has no MCP server named git\. It has none\./);
    const words = `in ${real}; servers: docs, git; tools up to read; and the tools docs/drop; no Codex tools; asks at least untrusted; models: gpt-a; at most 1 turn at once`;
    const { stdout: listed } = await patchbay('token', 'list');
    expect(listed.split('\t').slice(2, 4)).toEqual(['default ceiling', words]);
    expect(listed).toMatch(/\texpires 2(099-12-31|100-01-01)\n$/);

    const lift = ['folder', 'tier', 'codex', 'min-approval', 'model', 'turns'].flatMap((word) => [
      '--lift',
      word,
    ]);
    const changed = await patchbay(
      'token',
      'limit',
      'narrow',
      ...lift,
      '--remote',
      'docs',
      '--expires',
      'never',
    );
    expect(changed.stderr).toContain('servers: docs; only the tools docs/drop\nnever expires');
    await patchbay('token', 'limit', 'local', '--max-sandbox', 'read-only', '--no-codex');
    const json = JSON.parse((await patchbay('token', 'list', '--json')).stdout);
    expect(json).toMatchObject([
      { name: 'narrow', expiry: { kind: 'never' }, limits: { remotes: ['docs'], tools: ['docs/drop'] } },
      { id: 'local', ceiling: { sandbox: 'read-only' }, limits: { codexTools: false } },
    ]);
    expect(json[0]).not.toHaveProperty('hash');
    expect((await patchbay('token', 'limit', 'narrow')).stderr).toContain('servers: docs');
    expect((await patchbay('token', 'limit', 'local', '--lift', 'codex')).stderr).toContain('no limits');
  });

  test('are refused when they make no sense, and nothing changes', async ({ home, patchbay }) => {
    await patchbay('token', 'add', 'plain');
    const before = (await patchbay('token', 'list', '--json')).stdout;
    const wrong = [
      ['--tier', 'all'],
      ['--tool', '/drop'],
      ['--tool', 'docs/*'],
      ['--turns', '0'],
      ['--model', ''],
      ['--expires', '2020-01-01'],
      ['--min-approval', 'never'],
      ['--lift', 'everything'],
    ];
    const runs = await Promise.all(
      wrong.map((words) => runToItsEnd(home, ['token', 'limit', 'plain', ...words])),
    );
    runs.forEach((run, at) => {
      expect([run.code, run.stdout], wrong[at]?.join(' ')).toEqual([exitCodes.usage, '']);
      expect(run.stderr).toContain(wrong[at]?.[0]);
    });
    const missing = await runToItsEnd(home, ['token', 'limit', 'plain', '--folder', `${home.root}/missing`]);
    expectFailure(missing, `--folder ${home.root}/missing is not a folder`, 'Name a folder that exists.');
    const nobody = await runToItsEnd(home, ['token', 'limit', 'nobody', '--no-codex']);
    expectFailure(nobody, 'There is no client named nobody.', 'patchbay token list');
    expect((await patchbay('token', 'list', '--json')).stdout).toBe(before);
  });
});

describe('patchbay token list and revoke', () => {
  test('list says so when there are none', async ({ patchbay }) => {
    const { code, stdout, stderr } = await patchbay('token', 'list');
    expect([code, stdout]).toEqual([exitCodes.ok, '']);
    expect(stderr).toContain('patchbay token add NAME');
  });

  test('list never shows a token or its hash', async ({ patchbay, home }) => {
    const token = (await patchbay('token', 'add', 'cursor')).stdout.trim();
    const { stdout, stderr } = await patchbay('token', 'list');
    const { tokens } = JSON.parse(fs.readFileSync(path.join(home.patchbayHome, 'tokens.json'), 'utf8'));
    for (const secret of [token, tokens[0].hash]) expect(stdout + stderr).not.toContain(secret);
  });

  test('revoke removes one token and keeps the others', async ({ patchbay, http }) => {
    const [kept, gone] = [await patchbay('token', 'add', 'kept'), await patchbay('token', 'add', 'gone')];
    const { url } = await http();
    expect((await patchbay('token', 'revoke', 'gone')).code).toBe(exitCodes.ok);
    expect((await patchbay('token', 'list')).stdout).toMatch(/^kept\t[^\n]*\n$/);
    expect((await postInitialize({ url, token: gone.stdout.trim() })).status).toBe(401);
    expect((await postInitialize({ url, token: kept.stdout.trim() })).status).toBe(200);
  });

  test('revoke of an unknown name fails and says how to list the existing ones', async ({ patchbay }) => {
    await patchbay('token', 'add', 'cursor');
    for (const name of ['nobody', 'Cursor']) {
      const run = await patchbay('token', 'revoke', name);
      expectFailure(run, `There is no token named ${name}.`, 'patchbay token list');
    }
    expect((await patchbay('token', 'list')).stdout).toContain('cursor');
  });
});

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** It ended with 1, and says in one message what happened and what to do. */
function expectFailure({ code, stdout, stderr }: Run, what: string, fix: string): void {
  expect(stderr).toContain(what);
  expect(stderr).toContain(fix);
  expect(stderr).toMatch(/^patchbay: /m);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect(code).toBe(exitCodes.failed);
}

async function runToItsEnd(home: TestHome, args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [patchbayFile, ...args], { env: home.env, cwd: home.folder });
  let [stdout, stderr, isClosed] = ['', '', false];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.on('close', () => {
    isClosed = true;
  });
  child.stdin.end();
  try {
    await eventually(() => isClosed, {
      describe: () => `\`patchbay ${args.join(' ')}\` does not end:\n${stderr}`,
    });
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL');
  }
  return { code: child.exitCode, stdout, stderr };
}

function modeOf(file: string): string {
  return (fs.statSync(file).mode & 0o777).toString(8);
}

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

test('names with control characters do not reach the terminal as such', async ({ home, patchbay }) => {
  const control = '\u001b]0;x\u0007';
  const folder = home.makeFolder(`odd${control}`);
  const settings = path.join(home.patchbayHome, 'settings.json');
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), '[mcp_servers.odd]\ncommand = "x\\u001B]0;x"\n');
  const runs = [
    await patchbay('token', 'limit', 'local', '--folder', folder),
    await patchbay('token', 'list'),
    await patchbay('mcp', 'list'),
  ];
  fs.writeFileSync(settings, JSON.stringify({ version: 1, [`odd${control}`]: 1 }));
  runs.push(await patchbay('import', '--search', 'x'));
  for (const { stdout, stderr } of runs) {
    expect(stdout + stderr).toMatch(/(odd|x)⟨U\+001B⟩/);
    expect(stdout + stderr).not.toContain('\u001b');
  }
});

test('an empty list is [] as JSON', async ({ patchbay }) => {
  for (const words of [['token', 'list'], ['rules'], ['sessions']]) {
    expect(await patchbay(...words, '--json')).toMatchObject({ code: 0, stdout: '[]\n' });
  }
});
