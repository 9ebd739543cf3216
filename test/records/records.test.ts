// What is kept of a thread and its decisions, and how a person gets at it.
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { deferred } from '../../server/base/deferred.ts';
import { script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { runPatchbay, threadOf } from '../support/patchbay.ts';
import { probeTable } from '../support/remotes.ts';
import { killedWriters } from './killed-writers.ts';

const asking = { 'approval-policy': 'untrusted', sandbox: 'workspace-write' };
const SECRET = `ghp_${'aB3'.repeat(12)}`;
const accept = (decision: string) => ({ action: 'accept', content: { decision } });

const test = base.extend<{ thread: string }>({
  /** A thread in which a command was asked about, approved at once, and printed a secret. */
  thread: async ({ home, stdio }, use) => {
    const client = await stdio({ name: 'cursor', onElicit: () => accept('approved') });
    const cmd = `echo "<b>out</b> ${SECRET}"`;
    const prompt = script({ exec: { cmd } }, { text: 'all **done**' });
    const thread = threadOf(await client.codex({ prompt, cwd: home.folder, ...asking }));
    await client.close();
    await use(thread);
  },
});

describe('the record of a thread', () => {
  test('contains who asked, the prompt, the command, the decision and the end, and no secret', async ({
    home,
    thread,
  }) => {
    const file = recordOf(home, thread);
    const lines = linesOf(file);
    expect(lines[0]).toMatchObject({ kind: 'thread', threadId: thread, folder: home.folder });
    const items = lines.filter(({ kind }) => kind === 'item').map(({ item }) => item.type);
    expect(items).toEqual(expect.arrayContaining(['userMessage', 'commandExecution', 'agentMessage']));
    expect(lines.find(({ kind }) => kind === 'decision')).toMatchObject({
      verdict: 'approve',
      means: 'client',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      subject: { kind: 'command' },
    });
    expect(lines.slice(-3)).toMatchObject([
      { kind: 'usage', tokens: { total: expect.any(Number), input: expect.any(Number) } },
      { kind: 'turn-ended', status: 'completed' },
      { kind: 'receipt', receipt: { commandCount: 1, denied: 0 } },
    ]);
    expect(fs.readFileSync(file, 'utf8')).not.toContain(SECRET.slice(0, 16));
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  test('continues in the same file with its thread, after a line that a crash left incomplete', async ({
    home,
    stdio,
    thread,
  }) => {
    const file = recordOf(home, thread);
    const before = linesOf(file).length;
    fs.appendFileSync(file, '{"time":"2026-01-01T00:00');
    const client = await stdio({ name: 'cursor' });
    await client.reply({ threadId: thread, prompt: 'more' });
    await client.close();
    const texts = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(texts.filter((text) => !isJson(text))).toHaveLength(1);
    expect(texts.length).toBeGreaterThan(before + 2);
    expect(texts.filter((text) => text.includes('"kind":"thread"'))).toHaveLength(1);
    const shown = await runPatchbay(home, ['sessions', 'show', thread]);
    expect(shown.stdout).toContain('> more');
  });

  test('is removed when it is too old, and so are the oldest when all take too much space', async ({
    home,
    stdio,
  }) => {
    const folder = path.join(home.patchbayHome, 'records');
    fs.mkdirSync(folder, { recursive: true });
    const settings = { version: 1, records: { keepDays: 10, maxMegabytes: 3 } };
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify(settings));
    for (const [name, days] of [
      ['new', 1],
      ['second', 2],
      ['third', 3],
      ['old', 11],
    ] as const) {
      const file = path.join(folder, `${name}.jsonl`);
      fs.writeFileSync(file, 'x'.repeat(name === 'old' ? 10 : 1_400_000));
      const seconds = Date.now() / 1000 - days * 86_400;
      fs.utimesSync(file, seconds, seconds);
    }
    const client = await stdio();
    const thread = threadOf(await client.codex({ prompt: 'hello', cwd: home.folder }));
    await client.close();
    expect(fs.readdirSync(folder).sort()).toEqual([`${thread}.jsonl`, 'new.jsonl', 'second.jsonl'].sort());
  });

  test('that cannot be written does not affect the thread', async ({ home, stdio }) => {
    fs.mkdirSync(home.patchbayHome, { recursive: true });
    fs.writeFileSync(path.join(home.patchbayHome, 'records'), 'a file where the folder should be');
    const client = await stdio();
    const result = await client.codex({ prompt: 'hello', cwd: home.folder });
    expect(result.isError).toBeUndefined();
  });

  test('stays readable when its writer is killed at any moment', async ({ home }) => {
    await killedWriters(home, 6);
  });

  test.for(['SIGTERM', 'SIGKILL'] as const)(
    'has an end after %s of its Patchbay, and counts no command whose question waited',
    async (signal, { home, http, httpClient }) => {
      const server = await http(['--no-auth']);
      const asked = deferred<void>();
      const onElicit = () => {
        asked.resolve();
        return new Promise(() => undefined);
      };
      const client = await httpClient(server, { onElicit });
      const prompt = script({ exec: { cmd: 'touch never' } }, { text: 'x' });
      void client.codex({ prompt, cwd: home.folder, ...asking });
      await asked.promise;
      const search = async (state: string) =>
        JSON.parse(
          (await runPatchbay(home, ['sessions', 'search', 'touch', '--state', state, '--json'])).stdout,
        );
      const [{ threadId }] = await search('running');
      const shownBefore = await runPatchbay(home, ['sessions', 'show', threadId]);
      expect(shownBefore.stdout).not.toContain('Turn ended');
      const ended = once(server.child, 'exit');
      server.child.kill(signal);
      await ended;

      expect(await search('running')).toEqual([]);
      expect(await search('interrupted')).toMatchObject([{ threadId, state: 'interrupted' }]);
      const { stdout } = await runPatchbay(home, ['sessions', 'show', threadId]);
      expect(stdout).toContain('Turn ended: interrupted');
      if (signal === 'SIGKILL') return expect(stdout).toContain('Patchbay ended before this turn did.');
      expect(stdout).toContain('Patchbay is stopping, so this turn ended.');
      const ends = linesOf(recordOf(home, threadId)).filter(({ kind }) => /turn-ended|receipt/.test(kind));
      expect(ends).toMatchObject([
        { kind: 'turn-ended', status: 'interrupted' },
        { kind: 'receipt', receipt: { commandCount: 0, denied: 1, decisions: [{ verdict: 'deny' }] } },
      ]);
    },
  );
});

describe('the record of a session', () => {
  test("contains its client's calls of remotes, their outcome, and no secret", async ({ home, stdio }) => {
    fs.appendFileSync(path.join(home.codexHome, 'config.toml'), probeTable('probe'));
    const client = await stdio({ name: 'cursor' });
    const call = (name: string, args: object) =>
      client.client.callTool({ name: `mcp__probe__${name}`, arguments: { ...args } }).catch(() => undefined);
    await call('echo', { said: `Bearer ${SECRET}` });
    await call('fail', {});
    await client.close();
    const [records] = JSON.parse((await runPatchbay(home, ['sessions', 'list', '--json'])).stdout);
    const lines = linesOf(recordOf(home, records.threadId));
    expect(lines[0]).toMatchObject({ kind: 'thread', isSession: true, folder: home.folder });
    expect(lines.slice(1)).toMatchObject([
      { kind: 'remote-call', remote: 'probe', what: 'echo', outcome: 'answered', result: expect.anything() },
      { kind: 'remote-call', remote: 'probe', what: 'fail', outcome: 'failed', error: expect.any(String) },
    ]);
    expect(JSON.stringify(lines)).not.toContain(SECRET.slice(0, 16));
    const { stdout } = await runPatchbay(home, ['sessions', 'show', records.threadId]);
    expect(stdout).toContain(`# Session ${records.threadId}`);
    expect(stdout).toMatch(/Called probe fail: failed after \d+ ms/);
  });
});

describe('patchbay sessions', () => {
  test('lists the threads with client and folder', async ({ home, thread }) => {
    const { stdout } = await runPatchbay(home, ['sessions', 'list']);
    expect(stdout).toMatch(new RegExp(`^${thread}\\t.*\\t.*\\t${home.folder}\\n$`));
    const json = JSON.parse((await runPatchbay(home, ['sessions', 'list', '--json'])).stdout);
    expect(json).toMatchObject([{ threadId: thread, folder: home.folder }]);
  });

  test('finds a thread by what was said and run in it', async ({ home, thread }) => {
    const search = (...words: string[]) => runPatchbay(home, ['sessions', 'search', ...words]);
    const plain = await search('all **done**', '--folder', home.folder);
    expect(plain.stdout).toContain(`${thread}\t`);
    expect(plain.stdout).toContain('    message: all **done**\n');
    const [json, none] = [await search('<b>out</b>', '--json'), await search('nowhere', '--json')];
    expect(JSON.parse(json.stdout)).toMatchObject([
      {
        threadId: thread,
        state: 'done',
        lines: expect.arrayContaining([expect.objectContaining({ kind: 'command' })]),
        tokens: { total: expect.any(Number) },
      },
    ]);
    // The command runs in the folder of the thread.
    const here = (words: string) => search(words, '--folder', '.', '--json');
    expect(JSON.parse((await here('out "all **done**"')).stdout)).toMatchObject([{ threadId: thread }]);
    expect(JSON.parse((await here('"done out"')).stdout)).toEqual([]);
    expect([none.stdout, none.stderr]).toEqual(['[]\n', 'No matching threads.\n']);
  });

  test('shows a thread by the beginning of its id', async ({ home, thread }) => {
    const { stdout, code } = await runPatchbay(home, ['sessions', 'show', thread.slice(0, 13)]);
    expect(code).toBe(0);
    expect(stdout).toContain(`# Thread ${thread}`);
    expect(stdout).toMatch(/command: approve by .*\(client, after \d+ ms/);
    expect(stdout).toContain('> all **done**');
    expect(stdout).toContain('<b>out</b>');
  });

  test('says what to do when there is no such thread', async ({ home }) => {
    const { stderr, code } = await runPatchbay(home, ['sessions', 'show', 'nothing']);
    expect(code).toBe(1);
    expect(stderr).toContain('patchbay sessions list');
  });

  test('exports Markdown, JSON and HTML without secrets; the HTML loads and runs nothing', async ({
    home,
    thread,
  }) => {
    // Written by an older version that knew fewer secrets.
    const old = { time: new Date().toISOString(), kind: 'error', error: { message: `refused ${SECRET}` } };
    fs.appendFileSync(recordOf(home, thread), `${JSON.stringify(old)}\n`);
    const exported = async (format: string) =>
      (await runPatchbay(home, ['sessions', 'export', thread, '--format', format])).stdout;
    const [md, json, html] = [await exported('md'), await exported('json'), await exported('html')];
    for (const text of [md, json, html]) {
      expect(text).toContain(thread);
      expect(text).toContain('[REDACTED:github-token]');
      expect(text).not.toContain(SECRET.slice(0, 16));
    }
    expect(JSON.parse(json)).toMatchObject({ threadId: thread, lines: expect.any(Array) });
    expect(html).toContain('&lt;b&gt;out&lt;/b&gt;');
    expect(html).not.toMatch(/<script|<b>|src=|href=|url\(/);
    expect(html).toContain("default-src 'none'");
  });
});

describe('patchbay audit', () => {
  test('shows every decision, and marks one that came faster than a person reads', async ({
    home,
    thread,
  }) => {
    const { stdout } = await runPatchbay(home, ['audit']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toMatch(/command: .*echo.* → approve \(.*client, after \d+ ms, probably not a person\)/);
    const json = JSON.parse((await runPatchbay(home, ['audit', '--json'])).stdout);
    expect(json).toMatchObject([{ threadId: thread, folder: home.folder, verdict: 'approve' }]);
  });

  test('filters by client, folder, kind and decider', async ({ home, thread: _ }) => {
    const found = async (...words: string[]) => (await runPatchbay(home, ['audit', ...words])).stdout !== '';
    const [line] = linesOf(path.join(home.patchbayHome, 'audit.jsonl'));
    expect(await found('--client', line?.client)).toBe(true);
    expect(await found('--client', 'nobody-of-this-name')).toBe(false);
    expect(await found('--folder', path.dirname(home.folder))).toBe(true);
    expect(await found('--folder', `${home.folder}-other`)).toBe(false);
    expect(await found('--kind', 'command')).toBe(true);
    expect(await found('--kind', 'patch')).toBe(false);
    expect(await found('--by', 'cursor')).toBe(true);
    expect(await found('--by', 'terminal')).toBe(false);
  });
});

function recordOf(home: TestHome, thread: string): string {
  return path.join(home.patchbayHome, 'records', `${thread}.jsonl`);
}

// biome-ignore lint/suspicious/noExplicitAny: lines are looked at freely
function linesOf(file: string): any[] {
  return fs
    .readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
