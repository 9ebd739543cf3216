// However Patchbay ends, nothing that it started is left: engine, commands, MCP servers of the engine.
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { type CodexResult, textOf, threadOf } from '../support/patchbay.ts';
import { allGone, enginesOf, eventually, processesOf } from '../support/processes.ts';
import { clientInfo, type Message, startRawStdio } from '../support/raw-stdio.ts';
import { connectRawStdio, type RawClient, type RawClientOptions } from '../support/raw-stdio-client.ts';

const test = base.extend<{ raw(options?: RawClientOptions): Promise<RawClient> }>({
  raw: async ({ home }, use) => {
    const opened: RawClient[] = [];
    await use(async (options) => {
      const client = await connectRawStdio(home, options);
      opened.push(client);
      return client;
    });
    await Promise.all(opened.map((client) => hasEnded(client.child) || client.close()));
  },
});

const stubbornServer = path.resolve(import.meta.dirname, '../support/stubborn-mcp-server.mjs');

/**
 * What an end may take, to the last process. A quiet machine needs 0.6 s. A busy one is given time, but less than
 * anything that would be waited for in vain.
 */
const AN_END_MS = 20_000;
/** The end in good order waits longer than that for an engine that hangs, until it counts as frozen. */
const AT_ONCE_MS = 3_000;

describe('when the client closes its end', () => {
  test('a turn that waits for the model ends, with every process', async ({ raw, home, model }) => {
    patient(home, model.baseUrl);
    const client = await raw();
    void client.call('codex', { prompt: script({ hang: true }), cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);
    expectRunning(home, 'mcp-server', 'app-server', 'watchdog');

    client.child.stdin?.end();

    await allGone(home.root, AN_END_MS);
    expect(await exitOf(client.child)).toEqual({ code: 0, signal: null });
  });

  test('an approved command that runs ends, with every process', async ({ raw, home }) => {
    const client = await raw({ answer: () => ({ result: { action: 'accept' } }) });
    await startCommand(client, home);
    expect(client.elicitations()).toHaveLength(1);
    expectRunning(home, 'mcp-server', 'app-server', 'watchdog', 'sleep 60');

    client.child.stdin?.end();

    await allGone(home.root, AN_END_MS);
    expect(await exitOf(client.child)).toEqual({ code: 0, signal: null });
  });

  test('a turn with an open approval ends, with every process, and nothing has run', async ({
    raw,
    home,
  }) => {
    const client = await raw();
    void client.call('codex', { prompt: script({ exec: { cmd: 'touch ran' } }), ...asking(home) });
    await eventually(() => client.elicitations().length === 1);
    expectRunning(home, 'mcp-server', 'app-server', 'watchdog');

    client.child.stdin?.end();

    await allGone(home.root, AN_END_MS);
    expect(await exitOf(client.child)).toEqual({ code: 0, signal: null });
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  test('MCP servers that ignore it end too, one for each thread', async ({ raw, home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: stubborn(home) });
    const client = await raw();
    for (let thread = 0; thread < 3; thread += 1) {
      await client.call('codex', { prompt: 'hello', cwd: home.folder });
    }
    await eventually(() => countOf(home, stubbornServer) === 3);

    client.child.stdin?.end();

    await allGone(home.root, AN_END_MS);
    expect(await exitOf(client.child)).toEqual({ code: 0, signal: null });
  });

  test('an engine that never finishes starting ends too', async ({ raw, home }) => {
    const engine = path.join(home.root, 'engine');
    fs.writeFileSync(engine, '#!/bin/sh\nexec cat >/dev/null\n', { mode: 0o755 });
    const client = await raw({ args: ['--engine', engine] });
    // It may or may not be told that it was stopped.
    void client.call('codex', { prompt: 'hello', cwd: home.folder }).catch(() => undefined);
    await eventually(() => processesOf(home.root).some(({ command }) => command === 'cat'));

    client.child.stdin?.end();

    await allGone(home.root, AN_END_MS);
    expect(await exitOf(client.child)).toEqual({ code: 0, signal: null });
  });

  test('a client that no longer reads counts as gone', async ({ raw, home }) => {
    const client = await raw();
    await client.call('codex', { prompt: 'hello', cwd: home.folder });

    client.child.stdout?.destroy();
    void client.request('ping');

    await allGone(home.root);
    expect(await exitOf(client.child)).toEqual({ code: 0, signal: null });
  });
});

describe('when Patchbay is killed', () => {
  test('engine, command and stubborn MCP server of a running turn die too', async ({ raw, home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: stubborn(home) });
    const client = await raw({ answer: () => ({ result: { action: 'accept' } }) });
    await startCommand(client, home);
    await eventually(() => countOf(home, stubbornServer) === 1);
    expectRunning(home, 'mcp-server', 'app-server', 'watchdog', 'sleep 60', stubbornServer);

    client.child.kill('SIGKILL');

    await allGone(home.root);
  });

  test('so do the MCP servers of several threads over HTTP', async ({ http, httpClient, home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: stubborn(home) });
    const server = await http();
    const clients = await Promise.all([1, 2, 3].map(() => httpClient(server)));
    for (const { codex } of clients) await codex({ prompt: 'hello', cwd: home.folder });
    await eventually(() => countOf(home, stubbornServer) === 3);

    server.child.kill('SIGKILL');

    await allGone(home.root);
  });

  test('an engine that is just starting dies too', async ({ raw, home }) => {
    const client = await raw();
    void client.call('codex', { prompt: 'hello', cwd: home.folder });
    await eventually(() => enginesOf(home.root).length === 1);

    client.child.kill('SIGKILL');

    await allGone(home.root);
  });

  test('a turn with an open approval leaves nothing, and nothing has run', async ({ raw, home }) => {
    const client = await raw();
    void client.call('codex', { prompt: script({ exec: { cmd: 'touch ran' } }), ...asking(home) });
    await eventually(() => client.elicitations().length === 1);

    client.child.kill('SIGKILL');

    await allGone(home.root);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });
});

const signals = [
  ['SIGTERM', 143],
  ['SIGHUP', 143],
  ['SIGINT', 130],
] as const;

const twice = [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const;

describe('on a signal', () => {
  test.for(signals)(
    '%s in the middle of a turn on stdio ends it in order, with exit code %i',
    async ([signal, code], { raw, home, model }) => {
      patient(home, model.baseUrl);
      const client = await raw();
      void client.call('codex', { prompt: script({ hang: true }), cwd: home.folder });
      await eventually(() => model.openAnswers() === 1);

      client.child.kill(signal);

      expect(await exitOf(client.child)).toEqual({ code, signal: null });
      await allGone(home.root, AN_END_MS);
    },
  );

  test.for(signals)(
    '%s in the middle of a turn over HTTP ends it in order, with exit code %i',
    async ([signal, code], { http, httpClient, home, model }) => {
      patient(home, model.baseUrl);
      const server = await http();
      const { codex } = await httpClient(server);
      codex({ prompt: script({ hang: true }), cwd: home.folder }).catch(() => undefined);
      await eventually(() => model.openAnswers() === 1);

      server.child.kill(signal);

      expect(await exitOf(server.child)).toEqual({ code, signal: null });
      await allGone(home.root, AN_END_MS);
    },
  );

  test.for(signals)(
    '%s while nothing runs ends it on stdio and over HTTP, with exit code %i',
    async ([signal, code], { raw, http, home }) => {
      const client = await raw();
      // Its own server is there before the other one, which it would only lead to.
      await client.request('ping');
      const children = [client.child, (await http()).child];
      for (const child of children) child.kill(signal);
      for (const child of children) expect(await exitOf(child)).toEqual({ code, signal: null });
      await allGone(home.root, AN_END_MS);
    },
  );

  test.for(['stdio', 'http'] as const)(
    'a running call is answered before the end (%s)',
    async (way, { raw, http, httpClient, home, model }) => {
      patient(home, model.baseUrl);
      const args = { prompt: script({ hang: true }), cwd: home.folder };
      const { child, call } = await (async () => {
        if (way === 'stdio') {
          const client = await raw();
          return { child: client.child, call: client.call('codex', args) };
        }
        const server = await http();
        const client = await httpClient(server);
        return { child: server.child, call: client.codex(args) };
      })();
      call.catch(() => undefined);
      await eventually(() => model.openAnswers() === 1);

      child.kill('SIGTERM');

      const result = await soon(call);
      expect(result.isError).toBe(true);
      expect(textOf(result)).toBe(
        'Patchbay is stopping, so this turn ended. Start Patchbay again and continue the thread with codex-reply.',
      );
      expect(threadOf(result)).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test.for(twice)(
    'a second %s on stdio ends it at once, without waiting for an engine that hangs',
    async ([signal, code], { raw, home, model }) => {
      patient(home, model.baseUrl);
      const client = await raw();
      const call = client.call('codex', { prompt: script({ hang: true }), cwd: home.folder });
      await eventually(() => model.openAnswers() === 1);
      freezeEngine(home);

      client.child.kill(signal);
      await soon(call);
      const secondAt = Date.now();
      client.child.kill(signal);

      expect(await exitOf(client.child)).toEqual({ code, signal: null });
      expect(Date.now() - secondAt).toBeLessThan(AT_ONCE_MS);
      await allGone(home.root, AN_END_MS);
    },
  );

  test.for(twice)(
    'a second %s over HTTP ends it at once, without waiting for an engine that hangs',
    async ([signal, code], { http, httpClient, home, model }) => {
      patient(home, model.baseUrl);
      const server = await http();
      const { codex } = await httpClient(server);
      let isAnswered = false;
      const call = codex({ prompt: script({ hang: true }), cwd: home.folder });
      const answered = () => {
        isAnswered = true;
      };
      call.then(answered, answered);
      await eventually(() => model.openAnswers() === 1);
      freezeEngine(home);

      server.child.kill(signal);
      await eventually(async () => isAnswered || !(await isServing(server.url)));
      const secondAt = Date.now();
      server.child.kill(signal);

      expect(await exitOf(server.child)).toEqual({ code, signal: null });
      expect(Date.now() - secondAt).toBeLessThan(AT_ONCE_MS);
      await allGone(home.root, AN_END_MS);
    },
  );
});

describe('stdout of the stdio server', () => {
  test('carries only JSON-RPC through a whole session, even with --log-level debug', async ({
    home,
    model,
  }) => {
    patient(home, model.baseUrl);
    const server = startRawStdio(home, ['--log-level', 'debug']);
    await server.ask('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: { elicitation: {} },
      clientInfo,
    });
    server.send({ method: 'notifications/initialized' });
    await server.ask('tools/list');
    await server.ask('no/such-method');
    server.write('this is no JSON\n');

    const question = eventually(() =>
      server.lines
        .map((line) => JSON.parse(line) as Message)
        .find(({ method }) => method === 'elicitation/create'),
    );
    const approved = server.ask('tools/call', {
      name: 'codex',
      arguments: { prompt: script({ exec: { cmd: 'touch ran' } }), ...asking(home) },
      _meta: { progressToken: 'working' },
    });
    server.send({ id: (await question).id, result: { action: 'accept' } });
    const { threadId } = (await approved).result.structuredContent;
    expect(fs.readdirSync(home.folder)).toEqual(['ran']);

    const reply = (prompt: string) =>
      server.ask('tools/call', { name: 'codex-reply', arguments: { prompt, threadId } });
    await reply(script({ error: { status: 500 } }));
    const cutShort = reply(script({ hang: true }));
    await eventually(() => model.openAnswers() === 1);
    for (const { pid } of enginesOf(home.root)) process.kill(pid, 'SIGKILL');
    await cutShort;
    await reply('go on');
    expect(await server.end()).toBe(0);

    const messages = server.lines.map((line) => JSON.parse(line) as Message);
    expect(messages.filter(({ jsonrpc }) => jsonrpc !== '2.0')).toEqual([]);
    expect(messages.filter(({ method }) => method === 'notifications/progress').length).toBeGreaterThan(0);
    expect(server.stderr()).toMatch(/ debug engine-stderr /);
    expect(server.stderr()).toMatch(/ error engine-stopped /);
  });
});

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

async function exitOf(child: ChildProcess): Promise<Exit> {
  await eventually(() => hasEnded(child), { withinMs: AN_END_MS, describe: () => 'Patchbay has not ended' });
  return { code: child.exitCode, signal: child.signalCode };
}

/** The answer, which must come soon. */
function soon(call: Promise<CodexResult>): Promise<CodexResult> {
  const late = sleep(AN_END_MS, undefined, { ref: false }).then(() => {
    throw new Error('the call is not answered');
  });
  return Promise.race([call, late]);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function isServing(url: string): Promise<boolean> {
  return fetch(new URL('/healthz', url)).then(
    () => true,
    () => false,
  );
}

function patient(home: TestHome, baseUrl: string): void {
  home.writeConfig({ baseUrl, retries: { idleMs: 60_000 } });
}

function asking(home: TestHome) {
  return { cwd: home.folder, sandbox: 'workspace-write', 'approval-policy': 'untrusted' };
}

/** An entry for config.toml. */
function stubborn(home: TestHome): string {
  return `[mcp_servers.stubborn]\ncommand = "${process.execPath}"\nargs = ["${stubbornServer}", "${home.root}"]`;
}

/** Has a command run that only its death can end during a test. */
async function startCommand(client: RawClient, home: TestHome): Promise<void> {
  const prompt = script({ exec: { cmd: 'sleep 60', yieldMs: 30_000 } });
  void client.call('codex', { prompt, ...asking(home) });
  await eventually(() => processesOf(home.root).some(({ command }) => command === 'sleep 60'));
}

/** From here on it answers nothing and does not end on the end of its input, for which Patchbay waits a second. */
function freezeEngine(home: TestHome): void {
  for (const { pid } of enginesOf(home.root)) process.kill(pid, 'SIGSTOP');
}

function countOf(home: TestHome, words: string): number {
  return processesOf(home.root).filter(({ command }) => command.includes(words)).length;
}

function expectRunning(home: TestHome, ...words: string[]): void {
  for (const each of words) expect(countOf(home, each), each).toBeGreaterThan(0);
}
