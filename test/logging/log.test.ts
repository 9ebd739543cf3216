import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { withLogFields, withoutLogFields } from '../../server/logging/context.ts';
import { openLog } from '../../server/logging/logger.ts';
import { script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { type Json, openSession, send } from '../support/raw-http.ts';
import { addToken } from '../support/shared-http.ts';

const MIB = 1024 * 1024;

const test = base.extend<{ logs: string }>({
  /** The folder of the log files. */
  logs: async ({ home }, use) => {
    await use(path.join(home.patchbayHome, 'logs'));
  },
});

describe('the log file', () => {
  test('has one JSON object per line, with time, level, event and scope', async ({ stdio, home, logs }) => {
    const client = await stdio();
    await client.codex({ prompt: 'hello', cwd: home.folder });
    await client.close();
    await eventually(() => linesIn(logs).some(({ event }) => event === 'call-ended'));
    expect(fs.readdirSync(logs)).toEqual([`patchbay-${client.pid}.jsonl`]);
    for (const line of linesIn(logs)) {
      expect(line).toMatchObject({ event: expect.stringMatching(/^[a-z-]+$/) });
      expect(new Date(line.time).toISOString()).toBe(line.time);
      expect(['error', 'warn', 'info', 'debug']).toContain(line.level);
    }
    expect(linesIn(logs).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['session-opened', 'call-started', 'thread-started', 'call-ended']),
    );
    const scopes = linesIn(logs).map(({ event, scope }) => `${scope} ${event}`);
    expect(scopes).toEqual(expect.arrayContaining(['mcp session-opened', 'engine thread-started']));
  });

  test('is readable by its owner alone', async ({ stdio, logs }) => {
    await stdio();
    await eventually(() => linesIn(logs).length > 0);
    expect(modeOf(logs)).toBe('700');
    expect(modeOf(path.dirname(logs))).toBe('700');
    for (const file of filesIn(logs)) expect(modeOf(file)).toBe('600');
  });

  test('names the session in every line about one, and the thread in every line about one', async ({
    http,
    httpClient,
    home,
    logs,
  }) => {
    const server = await http();
    const [anna, bert] = [
      await httpClient(server, { name: 'anna' }),
      await httpClient(server, { name: 'bert' }),
    ];
    const threads = {
      anna: threadOf(await anna.codex({ prompt: 'hello', cwd: home.folder })),
      bert: threadOf(await bert.codex({ prompt: 'hello', cwd: home.folder })),
    };
    await eventually(() => eventsIn(logs, 'call-ended').length === 2);
    const opened = eventsIn(logs, 'session-opened');
    const sessionOf = (name: string) => opened.find(({ client }) => client.name === name)?.session;
    expect(sessionOf('anna')).toMatch(/^[0-9a-f-]{36}$/);
    expect(sessionOf('anna')).not.toBe(sessionOf('bert'));
    expect(eventsIn(logs, 'call-started').map(({ session }) => session)).toEqual([
      sessionOf('anna'),
      sessionOf('bert'),
    ]);
    expect(eventsIn(logs, 'thread-started').map(({ thread }) => thread)).toEqual([
      threads.anna,
      threads.bert,
    ]);
    // Whoever reads the log can tell whose thread it was.
    for (const name of ['anna', 'bert'] as const) {
      expect(eventsIn(logs, 'call-ended')).toContainEqual(
        expect.objectContaining({ session: sessionOf(name), thread: threads[name] }),
      );
    }
  });

  test('contains debug lines only with --log-level debug, and so does stderr', async ({
    home,
    stdio,
    logs,
  }) => {
    const quiet = await stdio();
    await quiet.codex({ prompt: 'hello', cwd: home.folder });
    await quiet.close();
    expect(quiet.stderr()).toBe('');
    expect(linesIn(logs).filter(({ level }) => level === 'debug')).toEqual([]);
    const loud = await stdio({ args: ['--log-level', 'debug'] });
    await loud.codex({ prompt: 'hello', cwd: home.folder });
    await loud.close();
    const file = path.join(logs, `patchbay-${loud.pid}.jsonl`);
    await eventually(() => parsed(file).some(({ level }) => level === 'debug'));
    expect(loud.stderr()).toMatch(/^\d\d:\d\d:\d\d info {2}call-ended \{/m);
    expect(loud.stderr()).toMatch(/^\d\d:\d\d:\d\d debug /m);
  });

  test('that cannot be written is reported once, and nothing else is affected', async ({
    stdio,
    home,
    logs,
  }) => {
    fs.mkdirSync(path.dirname(logs), { recursive: true });
    fs.writeFileSync(logs, 'a file where the folder should be');
    const client = await stdio();
    const result = await client.codex({ prompt: 'hello', cwd: home.folder });
    expect(result.isError).toBeUndefined();
    await client.close();
    expect(client.stderr().match(/cannot write its log/g)).toHaveLength(1);
  });
});

describe('the log', () => {
  test('names the session even in lines that were not given one', async ({ home }) => {
    const folder = home.makeFolder('logs');
    const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
    await withLogFields({ session: 's1' }, async () => {
      await new Promise(setImmediate);
      log.logger.info('inside', { thread: 't1' });
      withoutLogFields(() => log.logger.info('left'));
    });
    log.logger.info('outside');
    await log.close();
    const [inside, left, outside] = linesIn(folder);
    expect(inside).toMatchObject({ event: 'inside', session: 's1', thread: 't1' });
    expect(left).not.toHaveProperty('session');
    expect(outside).not.toHaveProperty('session');
  });

  test('can change its level while it runs', async ({ home }) => {
    const folder = home.makeFolder('logs');
    const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
    log.logger.debug('before');
    log.setLevel('debug');
    log.setLevel('warn');
    log.logger.info('too little');
    log.logger.warn('enough');
    await log.close();
    expect(linesIn(folder).map(({ event }) => event)).toEqual(['enough']);
  });

  test('takes its level from PATCHBAY_LOG if there is no option', async ({ home, stdio, logs }) => {
    const client = await stdio({ env: { PATCHBAY_LOG: 'debug' } });
    await client.codex({ prompt: 'hello', cwd: home.folder });
    await client.close();
    expect(client.stderr()).toMatch(/^\d\d:\d\d:\d\d info {2}call-ended /m);
    expect(linesIn(logs).some(({ level }) => level === 'debug')).toBe(true);
  });

  test('does not write known secrets, nor fields named like secrets', async ({ home }) => {
    const folder = home.makeFolder('logs');
    const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
    log.redactor.know('an ordinary phrase');
    log.logger.info('said', {
      text: 'it said: an ordinary phrase',
      deep: { clientSecret: 'four words of it' },
    });
    await log.close();
    expect(linesIn(folder)[0]).toMatchObject({
      text: 'it said: [REDACTED:known]',
      deep: { clientSecret: '[REDACTED:field]' },
    });
  });

  test('recognises the secrets of the environment and of config.toml wherever they appear', async ({
    home,
    stdio,
    logs,
  }) => {
    const value = 'correct horse battery';
    const client = await stdio({ env: { MY_SERVICE_PASSWORD: value }, args: ['--log-level', 'debug'] });
    await client.codex({
      prompt: script({ error: { status: 500, message: `no ${value} here` } }),
      cwd: home.folder,
    });
    await client.client.listTools();
    await client.close();
    expect(textIn(logs)).not.toContain(value);
    expect(client.stderr()).not.toContain(value);
  });

  test('on a full disk is reported once, and nothing is thrown', async ({ home }) => {
    const folder = home.makeFolder('logs');
    const code = `for (let n = 0; n < 50; n += 1) log.logger.info('early');
await log.close();
for (let n = 0; n < 50; n += 1) log.logger.info('late');
process.stdout.write('goes on');`;
    const ended = await runProgram(home, folder, code, (pid) =>
      fs.symlinkSync('/dev/full', path.join(folder, `patchbay-${pid}.jsonl`)),
    );
    expect(ended.stdout).toBe('goes on');
    expect(ended.stderr.match(/cannot write its log/g)).toHaveLength(1);
  });

  test('loses at most part of the last line when the process is killed', async ({ home }) => {
    for (let round = 0; round < 10; round += 1) {
      const folder = home.makeFolder(`logs-${round}`);
      const code = `for (let n = 0; ; n += 1) { log.logger.info('line', { n }); process.stdout.write(n + '\\n'); if (n % 50 === 0) await new Promise(setImmediate); }`;
      const { stdout } = await runProgram(home, folder, code, (pid) => {
        globalThis.setTimeout(() => process.kill(pid, 'SIGKILL'), 300 + round * 170);
      });
      const said = Number(stdout.split('\n').at(-2) ?? -1);
      const lines = filesIn(folder).flatMap((file) => fs.readFileSync(file, 'utf8').split('\n'));
      const numbers = lines
        .filter(isWhole)
        .map((line) => JSON.parse(line).n as number)
        .sort((left, right) => left - right);
      expect(numbers).toEqual(numbers.map((_, at) => at));
      expect(numbers.length).toBeGreaterThanOrEqual(said + 1);
    }
  });

  test('contains what was written right before SIGTERM', async ({ http, logs }) => {
    const server = await http(['--log-level', 'debug']);
    await openSession({ url: server.url, token: server.token });
    await server.stop();
    expect(eventsIn(logs, 'session-opened')).toHaveLength(1);
  });
});

describe('secrets', () => {
  test('never reach the file or stderr, wherever a request carries them', async ({
    http,
    home,
    logs,
    model,
  }) => {
    const token = await addToken(home, 'cursor');
    const other = `pb_${'Zz09_-'.repeat(7)}Z`;
    const foreign = 'eyJhbGciOi.J9eyJzdWIiOiIx.MjM0NTY3ODkwIn0';
    const key = 'sk-proj-AbCdEfGhIjKlMnOpQrSt';
    const server = await http(['--log-level', 'debug']);
    const target = { url: server.url, token };

    const names = [
      ...[token, other].flatMap((secret) => [
        secret,
        `Bearer ${secret}`,
        `a\n${secret}`,
        `a\t${secret}\u0000${secret}`,
        `"${secret}"`,
        `\\${secret}`,
        `?token=${secret}&x`,
        `x_${secret}`,
        `Authorization%3A%20Bearer%20${secret}`,
      ]),
      `Bearer ${foreign}`,
      `bearer   ${foreign}`,
      `BEARER\t${foreign}`,
      `a\nBearer ${foreign}`,
      `"Authorization":"Bearer ${foreign}"`,
      `Bearer%20${foreign}`,
      `Bearer\n${foreign}`,
      key,
      `a\n${key}`,
    ];
    for (const name of names) {
      const answer = await send(server.url, {
        method: 'POST',
        headers: { Accept: 'application/json, text/event-stream', Authorization: `Bearer ${token}` },
        body: {
          jsonrpc: '2.0',
          id: name,
          method: 'initialize',
          params: {
            protocolVersion: name,
            capabilities: {},
            clientInfo: { name, title: name, version: name },
          },
        },
      });
      const headers = {
        Accept: 'application/json, text/event-stream',
        Authorization: `Bearer ${token}`,
        'Mcp-Session-Id': String(answer.headers['mcp-session-id']),
      };
      await send(server.url, {
        method: 'POST',
        headers,
        body: { jsonrpc: '2.0', method: 'notifications/initialized', params: { _meta: { name } } },
      });
      const params = { name, arguments: { [name]: name }, _meta: { progressToken: name } };
      await send(server.url, {
        method: 'POST',
        headers,
        body: { jsonrpc: '2.0', id: name, method: 'tools/call', params },
      });
      await send(server.url, {
        method: 'POST',
        headers,
        body: { jsonrpc: '2.0', id: 1, method: name, params: name },
      });
    }
    for (const secret of [token, other, `Bearer ${foreign}`, key]) {
      const { origin } = new URL(server.url);
      const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json, text/event-stream' };
      const session = await openSession(target);
      await send(`${origin}/${encodeURIComponent(secret)}%zz?${encodeURIComponent(secret)}`, { headers });
      await send(server.url, { headers: { ...headers, Authorization: `Bearer ${secret}` } });
      await send(server.url, { headers: { ...headers, Authorization: `Basic ${secret}` } });
      await send(server.url, { headers: { ...session.headers, 'MCP-Protocol-Version': secret } });
      await send(server.url, { headers: { ...session.headers, 'Last-Event-ID': secret } });
      await send(server.url, { headers: { ...session.headers, Accept: secret } });
      const broken = { ...session.headers, 'Content-Type': 'application/json' };
      for (const body of [`{"a": ${secret}`, `{"${secret}`, secret, `{"a":"${secret}"} x`]) {
        await send(server.url, { method: 'POST', headers: broken, body });
      }
      await send(server.url, {
        method: 'POST',
        headers: { ...broken, 'Content-Encoding': secret },
        body: 'x',
      });
      const prompt = script({ error: { status: 500, message: `refused: ${secret}` } });
      const args = { prompt, cwd: home.folder };
      await session.ask('tools/call', { name: 'codex', arguments: args });
    }
    expect(model.requests).toHaveLength(4);
    await server.stop();

    const written = filesIn(logs).map((file) => fs.readFileSync(file, 'utf8'));
    for (const text of [...written, server.stderr()]) {
      expect(text).toContain('[REDACTED:');
      for (const secret of [token, other, foreign, key]) {
        const at = text.indexOf(secret);
        expect(at < 0 ? 'nowhere' : text.slice(Math.max(0, at - 200), at + 60)).toBe('nowhere');
      }
    }
  });

  test('are replaced even if a value is cut in the middle of one', async ({ home }) => {
    const secret = `pb_${'A1b2C3d4'.repeat(5)}xyz`;
    const log = openLog({ folder: home.makeFolder('logs'), fileLevel: 'info', stderrLevel: 'error' });
    const place = 64 * 1024 - 30;
    log.logger.info('long', { text: `${'x'.repeat(place - 1)} ${secret}${'y'.repeat(1000)}` });
    await log.close();
    expect(textIn(path.join(home.root, 'logs'))).not.toContain(secret.slice(0, 20));
  });
});

describe('a line', () => {
  const odd = {
    aCycle: () => {
      const cycle: Json = { name: 'round' };
      cycle.self = { again: [cycle] };
      return cycle;
    },
    aBigInt: () => 2n ** 70n,
    anError: () => Object.assign(new TypeError('it broke'), { code: 'EBROKEN' }),
    anErrorInAnError: () => new Error('outer', { cause: new Error('inner') }),
    aCycleOfErrors: () => {
      const error = new Error('round') as Json;
      error.cause = error;
      return { error };
    },
    aLongText: () => 'x'.repeat(MIB),
    aLongErrorText: () => new Error('y'.repeat(MIB)),
    nothing: () => undefined,
    aFunction: () => () => 1,
    aSymbol: () => Symbol('s'),
    aMap: () => new Map([['a', 1]]),
    noDate: () => new Date(Number.NaN),
    aDate: () => new Date(0),
    bytes: () => Buffer.from('bytes'),
    noNumber: () => Number.NaN,
    halfACharacter: () => '\ud83d',
    lines: () => 'one\ntwo\r\n\u2028three',
    placeholders: () => '%s %d %c %o %% 100%complete',
    aProxy: () => new Proxy({ a: 1 }, {}),
    withoutPrototype: () => Object.assign(Object.create(null), { a: 1 }),
    whatCannotBeRead: () => ({
      get trap() {
        throw new Error('do not touch');
      },
    }),
    whatCannotBeTold: () => ({
      toJSON() {
        throw new Error('no words');
      },
    }),
    whatIsVeryDeep: () => {
      let deep: Json = 1;
      for (let level = 0; level < 100_000; level += 1) deep = [deep];
      return deep;
    },
  };

  for (const [what, make] of Object.entries(odd)) {
    test(`is not lost, nor the next, for ${what.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)}`, async ({
      home,
    }) => {
      const folder = home.makeFolder('logs');
      const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
      log.logger.with({ session: 's1' }).info('odd', { value: make(), after: 'this' });
      log.logger.info('next');
      await log.close();
      expect(linesIn(folder)).toEqual([
        expect.objectContaining({ level: 'info', event: 'odd', session: 's1' }),
        expect.objectContaining({ level: 'info', event: 'next' }),
      ]);
    });
  }

  test('keeps its content', async ({ home }) => {
    const folder = home.makeFolder('logs');
    const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
    for (const name of ['aCycle', 'aBigInt', 'anError', 'aLongText', 'lines', 'placeholders'] as const) {
      log.logger.info(name, { value: odd[name]() });
    }
    await log.close();
    const values = Object.fromEntries(linesIn(folder).map(({ event, value }) => [event, value]));
    expect(values['aCycle']).toMatchObject({ name: 'round', self: { again: ['[circular]'] } });
    expect(values['aBigInt']).toBe(String(2n ** 70n));
    expect(values['anError']).toMatchObject({ name: 'TypeError', message: 'it broke' });
    expect(values['anError'].stack).toContain('log.test.ts');
    expect(values['aLongText']).toMatch(/^x{1000,100000}\[cut: 1048576 characters\]$/);
    expect(values['lines']).toBe(odd.lines());
    expect(values['placeholders']).toBe(odd.placeholders());
  });

  test('that repeats a value is not treated as a cycle', async ({ home }) => {
    const folder = home.makeFolder('logs');
    const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
    const twice = { a: 1 };
    log.logger.info('twice', {
      first: twice,
      second: [twice, { twice }],
      error: new Error('x'),
      third: twice,
    });
    await log.close();
    expect(linesIn(folder)[0]).toMatchObject({ first: twice, second: [twice, { twice }], third: twice });
  });
});

describe('many lines', () => {
  const text = 'x'.repeat(8000);

  /** The numbers of the lines in this file. */
  const numbersIn = (file: string) => parsed(file).map(({ n }) => n as number);

  test('fill several files, and none is lost', async ({ home }) => {
    const folder = home.makeFolder('logs');
    const count = 2400;
    const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
    for (let n = 0; n < count; n += 1) {
      log.logger.info('many', { n, text });
      if (n === count / 2) await log.close();
    }
    await log.close();
    const files = filesIn(folder);
    expect(files.length).toBeGreaterThanOrEqual(4);
    expect(files.flatMap(numbersIn).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, n) => n),
    );
    for (const file of files) {
      expect(modeOf(file)).toBe('600');
      expect(fs.statSync(file).size).toBeLessThan(6 * MIB);
    }
  });

  test('do not fill the disk: the oldest files are removed, the newest lines stay', async ({ home }) => {
    const folder = home.makeFolder('logs');
    const count = 5000;
    const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
    for (let n = 0; n < count; n += 1) {
      log.logger.info('many', { n, text });
      if (n === 0) await log.close();
    }
    await log.close();
    const files = filesIn(folder);
    const size = files.reduce((sum, file) => sum + fs.statSync(file).size, 0);
    expect(files).toHaveLength(5);
    expect(size).toBeLessThan(28 * MIB);
    expect(size).toBeGreaterThan(19 * MIB);
    const numbers = files.flatMap(numbersIn).sort((a, b) => a - b);
    const first = numbers[0] as number;
    expect(numbers).toEqual(Array.from({ length: count - first }, (_, at) => first + at));
  });

  test('of earlier runs are kept only in the newest files, and other files are left alone', async ({
    home,
  }) => {
    const folder = home.makeFolder('logs');
    const name = (at: number) => `patchbay-${100_000 + at}.jsonl`;
    for (let at = 0; at < 60; at += 1) {
      const file = path.join(folder, name(at));
      fs.writeFileSync(file, '{}\n');
      fs.utimesSync(file, 1_700_000_000 + at, 1_700_000_000 + at);
    }
    fs.writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    fs.utimesSync(path.join(folder, 'notes.txt'), 1, 1);
    const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
    log.logger.info('new');
    await log.close();
    const left = fs.readdirSync(folder);
    const old = left.filter((file) => /^patchbay-1000\d\d\.jsonl$/.test(file)).sort();
    expect(old.length).toBeGreaterThanOrEqual(10);
    expect(old.length).toBeLessThanOrEqual(20);
    expect(old).toEqual(Array.from({ length: old.length }, (_, at) => name(60 - old.length + at)));
    expect(left).toContain('notes.txt');
    expect(left).toContain(`patchbay-${process.pid}.jsonl`);
  });
});

describe('lines written right before the process ends', () => {
  const ends = {
    'by process.exit, at once': `log.logger.info('last'); process.exit(0);`,
    'by process.exit, a moment later': `setImmediate(() => { log.logger.info('last'); process.exit(0); });`,
    'by process.exit, when the file is open': `await log.close(); log.logger.info('last'); process.exit(0);`,
    'by an error nobody catches': `setTimeout(() => { log.logger.info('last'); throw new Error('bug'); }, 20);`,
    'by a rejection nobody catches': `log.logger.info('last'); await Promise.reject(new Error('bug'));`,
    'by having nothing more to do': `log.logger.info('last');`,
    'after a proper close': `log.logger.info('last'); await log.close(); process.exit(0);`,
    'with many before it': `for (let n = 0; n < 999; n += 1) log.logger.info('early'); log.logger.info('last'); process.exit(0);`,
  };

  for (const [how, code] of Object.entries(ends)) {
    test(`are in the file: ${how}`, async ({ home }) => {
      const logger = path.resolve(import.meta.dirname, '../../server/logging/logger.ts');
      const folder = path.join(home.root, 'new', 'logs');
      const program = path.join(home.folder, 'program.mjs');
      const options = { folder, fileLevel: 'info', stderrLevel: 'error' };
      fs.writeFileSync(
        program,
        `import { openLog } from ${JSON.stringify(logger)};
const log = openLog(${JSON.stringify(options)});
${code}
`,
      );
      // A Node that runs TypeScript as it is.
      const node = path.resolve(import.meta.dirname, '../../node_modules/.bin/node');
      const child = spawn(node, [program], { cwd: home.folder, env: home.env, stdio: 'ignore' });
      await once(child, 'close');
      expect(fs.existsSync(folder)).toBe(true);
      expect(modeOf(folder)).toBe('700');
      const lines = linesIn(folder);
      expect(lines.filter(({ event }) => event === 'last')).toHaveLength(1);
      expect(lines.filter(({ event }) => event === 'early')).toHaveLength(
        how.startsWith('with many') ? 999 : 0,
      );
      for (const file of filesIn(folder)) expect(modeOf(file)).toBe('600');
    });
  }
});

/** Runs a program of its own that has a log in this folder, on a Node that runs TypeScript as it is. */
async function runProgram(
  home: TestHome,
  folder: string,
  code: string,
  onStarted: (pid: number) => void,
): Promise<{ stdout: string; stderr: string }> {
  const logger = path.resolve(import.meta.dirname, '../../server/logging/logger.ts');
  const program = path.join(home.folder, 'program.mjs');
  const options = { folder, fileLevel: 'info', stderrLevel: 'error' };
  const open = `import { openLog } from ${JSON.stringify(logger)};
await new Promise((resolve) => process.stdin.once('data', resolve));
process.stdin.destroy();
const log = openLog(${JSON.stringify(options)});`;
  fs.writeFileSync(program, `${open}\n${code}\n`);
  const node = path.resolve(import.meta.dirname, '../../node_modules/node/bin/node');
  const child = spawn(node, [program], { cwd: home.folder, env: home.env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  onStarted(child.pid as number);
  child.stdin.on('error', () => undefined);
  child.stdin.write('go\n');
  await once(child, 'close');
  return { stdout, stderr };
}

function isWhole(line: string): boolean {
  return line.startsWith('{') && line.endsWith('}');
}

/** The log files in a folder; none while nobody has made it. */
function filesIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => path.join(folder, name));
}

function parsed(file: string): Json[] {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line));
}

/** Every line of every file, parsed. */
function linesIn(folder: string): Json[] {
  return filesIn(folder).flatMap(parsed);
}

function eventsIn(folder: string, event: string): Json[] {
  return linesIn(folder).filter((line) => line.event === event);
}

function textIn(folder: string): string {
  return filesIn(folder)
    .map((file) => fs.readFileSync(file, 'utf8'))
    .join('');
}

function modeOf(file: string): string {
  return (fs.statSync(file).mode & 0o777).toString(8);
}
