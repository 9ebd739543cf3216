// Calls and threads across everything that can happen to them: the engine dies, Patchbay is started again, several
// calls share a thread, a call is cancelled. Every call is answered and every thread stays usable.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { type HomeOfTest, hostTest } from '../support/host-test.ts';
import { runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { enginesOf, eventually, processesOf } from '../support/processes.ts';

const ENGINE_STOPPED =
  'Codex stopped unexpectedly, so this turn ended; nothing that was waiting has been run. It starts again with your next call: continue the thread with codex-reply.';

/** Where the engine lives on. A silent model is not given up. */
const hostedTest = hostTest({ retries: { idleMs: 60_000 } });

/** The model starts an answer and stays silent. */
const silent = script({ hang: true });
/** Long enough that only its death can end it during a test. */
const longCommand = script({ exec: { cmd: 'sleep 60', yieldMs: 30_000 } });
const unanswered = () => new Promise<never>(() => {});
const asking = { sandbox: 'workspace-write', 'approval-policy': 'untrusted' };

function patient(home: TestHome, baseUrl: string): void {
  home.writeConfig({ baseUrl, retries: { idleMs: 60_000 } });
}

/** Kills the engine and waits until Patchbay has taken note of its end. */
async function killEngine(home: TestHome): Promise<void> {
  const pid = killEngineNow(home);
  await eventually(() => !fs.existsSync(`/proc/${pid}`));
}

function killEngineNow(home: TestHome): number {
  const [engine, ...others] = enginesOf(home.root);
  if (!engine || others.length > 0) throw new Error(`not one engine: ${JSON.stringify([engine, ...others])}`);
  process.kill(engine.pid, 'SIGKILL');
  return engine.pid;
}

function runsIn(home: HomeOfTest, command: string): boolean {
  return processesOf(home.root).some((running) => running.command === command);
}

describe('when the engine dies', () => {
  test('the call that waits for the model says so, and codex-reply continues the thread', async ({
    stdio,
    home,
    model,
  }) => {
    patient(home, model.baseUrl);
    const { codex, reply } = await stdio();
    const call = codex({ prompt: silent, cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);

    await killEngine(home);

    const result = await call;
    expect(result.isError).toBe(true);
    expect(textOf(result)).toBe(ENGINE_STOPPED);
    const next = await reply({ prompt: 'go on', threadId: threadOf(result) });
    expect(next.isError).toBeUndefined();
    expect(next.structuredContent).toMatchObject({
      threadId: threadOf(result),
      content: 'Hello from the fake model.',
    });
  });

  test('the command it was running dies with it', async ({ stdio, home }) => {
    const { codex, reply } = await stdio();
    const call = codex({ prompt: longCommand, cwd: home.folder, sandbox: 'workspace-write' });
    await eventually(() => runsIn(home, 'sleep 60'));

    await killEngine(home);

    const result = await call;
    expect(textOf(result)).toBe(ENGINE_STOPPED);
    await eventually(() => !runsIn(home, 'sleep 60'));
    expect((await reply({ prompt: 'go on', threadId: threadOf(result) })).isError).toBeUndefined();
  });

  test('its MCP servers die with it, even one that does not end by itself', async ({
    stdio,
    home,
    model,
  }) => {
    const server = path.resolve(import.meta.dirname, '../support/stubborn-mcp-server.mjs');
    const serversOf = () => processesOf(home.root).filter(({ command }) => command.includes(server));
    home.writeConfig({
      baseUrl: model.baseUrl,
      retries: { idleMs: 60_000 },
      extra: `[mcp_servers.stubborn]\ncommand = "${process.execPath}"\nargs = ["${server}", "${home.root}"]`,
    });
    const { codex } = await stdio();
    const call = codex({ prompt: silent, cwd: home.folder });
    const [before] = await eventually(
      () => model.openAnswers() === 1 && serversOf().length === 1 && serversOf(),
    );

    await killEngine(home);

    expect(textOf(await call)).toBe(ENGINE_STOPPED);
    await eventually(() => serversOf().every(({ pid }) => pid !== before?.pid));
  });

  test('an open approval is withdrawn, nothing runs, and the thread can continue', async ({
    stdio,
    home,
  }) => {
    const { codex, reply, elicitations } = await stdio({ onElicit: unanswered });
    const call = codex({ prompt: script({ exec: { cmd: 'touch ran' } }), cwd: home.folder, ...asking });
    const question = await eventually(() => elicitations[0]);

    await killEngine(home);

    const result = await call;
    expect(result.isError).toBe(true);
    expect(textOf(result)).toBe(ENGINE_STOPPED);
    await eventually(() => question.signal.aborted);
    expect(fs.readdirSync(home.folder)).toEqual([]);
    expect((await reply({ prompt: 'go on', threadId: threadOf(result) })).isError).toBeUndefined();
    expect(elicitations).toHaveLength(1);
  });

  test('the calls of every thread are answered', async ({ http, httpClient, home, model }) => {
    patient(home, model.baseUrl);
    const server = await http();
    const clients = await Promise.all([1, 2, 3].map(() => httpClient(server)));
    const calls = clients.map(({ codex }) => codex({ prompt: silent, cwd: home.folder }));
    await eventually(() => model.openAnswers() === 3);

    await killEngine(home);

    const results = await Promise.all(calls);
    expect(results.map(textOf)).toEqual([ENGINE_STOPPED, ENGINE_STOPPED, ENGINE_STOPPED]);
    const replies = clients.map(({ reply }, at) =>
      reply({ prompt: 'go on', threadId: threadOf(results[at] ?? { content: [] }) }),
    );
    expect((await Promise.all(replies)).map((result) => result.isError)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('between two calls, nobody notices', async ({ stdio, home }) => {
    const { codex, reply } = await stdio();
    const threadId = threadOf(await codex({ prompt: 'first', cwd: home.folder }));

    await killEngine(home);
    const next = await reply({ prompt: 'second', threadId });
    expect(next.structuredContent).toMatchObject({ threadId, content: 'Hello from the fake model.' });

    await killEngine(home);
    const other = await codex({ prompt: 'third', cwd: home.folder });
    expect(textOf(other)).toBe('Hello from the fake model.');
  });

  test('at the moment of a call, that call still works', async ({ stdio, home }) => {
    const { codex, reply } = await stdio();
    const threadId = threadOf(await codex({ prompt: 'first', cwd: home.folder }));

    killEngineNow(home);
    const next = await reply({ prompt: 'second', threadId });
    expect(next.structuredContent).toMatchObject({ threadId, content: 'Hello from the fake model.' });

    killEngineNow(home);
    const other = await codex({ prompt: 'third', cwd: home.folder });
    expect(textOf(other)).toBe('Hello from the fake model.');
  });

  test('repeatedly, calls say when it is retried, and then work', async ({ stdio, home }) => {
    const { codex, reply } = await stdio();
    let result = await codex({ prompt: 'first', cwd: home.folder });
    const threadId = threadOf(result);
    let deaths = 0;
    while (!result.isError && deaths < 10) {
      await killEngine(home);
      deaths += 1;
      result = await reply({ prompt: 'again', threadId });
    }

    expect(deaths).toBeGreaterThanOrEqual(3);
    expect(textOf(result)).toMatch(
      /^Codex stopped several times in a row \(signal SIGKILL\b.*\)\. It is started again on the next call after \d+ s\.$/,
    );
    expect(textOf(result), 'no colours of a terminal').not.toContain('\u001b');
    const later = await eventually(async () => {
      const tried = await reply({ prompt: 'and now?', threadId });
      return tried.isError ? undefined : tried;
    });
    expect(textOf(later)).toBe('Hello from the fake model.');
  });
});

describe('after a restart of Patchbay', () => {
  test('codex-reply continues a thread on stdio, and the model still knows the conversation', async ({
    stdio,
    home,
    model,
  }) => {
    const before = await stdio();
    const threadId = threadOf(await before.codex({ prompt: 'the word is heron', cwd: home.folder }));
    await before.close();

    const after = await stdio();
    const result = await after.reply({ prompt: 'which word?', threadId });
    expect(result.structuredContent).toMatchObject({ threadId, content: 'Hello from the fake model.' });
    expect(JSON.stringify(model.requests.at(-1)?.body)).toContain('the word is heron');
  });

  test('codex-reply continues a thread over HTTP for the token that started it, and for no other', async ({
    http,
    httpClient,
    home,
  }) => {
    const first = await http();
    const { codex } = await httpClient(first);
    const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder }));
    await first.stop();

    const second = await http();
    const owner = await httpClient({ url: second.url, token: first.token });
    const result = await owner.reply({ prompt: 'go on', threadId });
    expect(result.structuredContent).toMatchObject({ threadId, content: 'Hello from the fake model.' });

    const { stdout } = await runPatchbay(home, ['token', 'add', 'other']);
    const other = await httpClient({ url: second.url, token: stdout.trim() });
    const refused = await other.reply({ prompt: 'go on', threadId });
    expect(refused.isError).toBe(true);
    expect(textOf(refused)).toContain(`Session not found for thread_id: ${threadId}`);
  });

  test('a read-only thread stays read-only, whatever config.toml says by now', async ({
    stdio,
    home,
    model,
  }) => {
    const before = await stdio({ onElicit: () => ({ action: 'accept' }) });
    const started = await before.codex({
      prompt: 'hello',
      cwd: home.folder,
      sandbox: 'read-only',
      'approval-policy': 'never',
    });
    await before.close();

    home.writeConfig({
      baseUrl: model.baseUrl,
      top: 'sandbox_mode = "workspace-write"\napproval_policy = "on-request"',
    });
    const after = await stdio({ onElicit: () => ({ action: 'accept' }) });
    const write = script({ exec: { cmd: 'touch wrote 2>&1; echo tried' } }, { text: '$LAST_OUTPUT' });
    const result = await after.reply({ prompt: write, threadId: threadOf(started) });
    expect(textOf(result)).toMatch(/Read-only file system[\s\S]*tried/);
    expect(fs.readdirSync(home.folder)).toEqual([]);
    const escalate = script({ exec: { cmd: 'touch wrote', escalate: true } });
    await after.reply({ prompt: escalate, threadId: threadOf(started) });
    expect(fs.readdirSync(home.folder)).toEqual([]);
    expect(after.elicitations).toEqual([]);
  });

  test('a thread that asked before each command still asks, and writes only in its folder', async ({
    stdio,
    home,
    model,
  }) => {
    const before = await stdio();
    const untrusted = threadOf(await before.codex({ prompt: 'hello', cwd: home.folder, ...asking }));
    const onRequest = threadOf(
      await before.codex({
        prompt: 'hello',
        cwd: home.folder,
        sandbox: 'workspace-write',
        'approval-policy': 'on-request',
      }),
    );
    await before.close();

    home.writeConfig({
      baseUrl: model.baseUrl,
      top: 'sandbox_mode = "danger-full-access"\napproval_policy = "never"',
    });
    const after = await stdio({ onElicit: () => ({ action: 'accept' }) });
    const inside = script({ exec: { cmd: 'touch inside' } });
    await after.reply({ prompt: inside, threadId: untrusted });
    expect(after.elicitations.map(({ params }) => params.message)).toEqual([
      `Allow Codex to run \`/bin/bash -lc 'touch inside'\` in \`${home.folder}\`?`,
    ]);
    expect(fs.readdirSync(home.folder)).toEqual(['inside']);

    const outsideFile = path.join(home.makeFolder('elsewhere'), 'outside');
    const outside = script(
      { exec: { cmd: `touch ${outsideFile} 2>&1; echo tried` } },
      { text: '$LAST_OUTPUT' },
    );
    const result = await after.reply({ prompt: outside, threadId: onRequest });
    expect(textOf(result)).toMatch(/Read-only file system[\s\S]*tried/);
    expect(fs.existsSync(outsideFile)).toBe(false);
    expect(after.elicitations).toHaveLength(1);
  });
});

describe('several calls on one thread', () => {
  hostedTest(
    'a reply to a busy thread steers the running turn, and both calls get its result',
    async ({ connect, home, model }) => {
      const { codex, reply } = await connect();
      const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder }));
      const first = reply({ prompt: silent, threadId });
      await eventually(() => model.openAnswers() === 1);

      const second = reply({ prompt: script('turn left', { text: 'turned left' }), threadId });

      const results = await Promise.all([first, second]);
      expect(results.map((result) => result.structuredContent)).toMatchObject([
        { threadId, content: 'turned left' },
        { threadId, content: 'turned left' },
      ]);
      expect(results.map((result) => result.isError)).toEqual([undefined, undefined]);
      // The steered turn knew both prompts: the second did not start from scratch.
      expect(JSON.stringify(model.requests.at(-1)?.body)).toMatch(/\{\\"hang\\":true\}[\s\S]*turn left/);
    },
  );

  hostedTest('another session of the same token can steer a turn too', async ({ connect, home, model }) => {
    const [one, two] = [await connect(), await connect()];
    const threadId = threadOf(await one.codex({ prompt: 'hello', cwd: home.folder }));
    const first = one.reply({ prompt: silent, threadId });
    await eventually(() => model.openAnswers() === 1);

    const second = two.reply({ prompt: script({ text: 'steered' }), threadId });

    expect((await Promise.all([first, second])).map(textOf)).toEqual(['steered', 'steered']);
  });

  hostedTest(
    'codex-reply continues a thread of another session of the same token',
    async ({ connect, home }) => {
      const one = await connect();
      const threadId = threadOf(await one.codex({ prompt: 'hello', cwd: home.folder }));
      await one.close();

      const two = await connect();
      const result = await two.reply({ prompt: 'go on', threadId });
      expect(result.structuredContent).toMatchObject({ threadId, content: 'Hello from the fake model.' });
    },
  );

  hostedTest.for(['first', 'second'] as const)(
    'cancelling the %s of two leaves the other running to its end, with its question',
    async (which, { connect, home, model }) => {
      const question = openQuestion();
      const { codex, reply, elicitations } = await connect({ onElicit: question.onElicit });
      const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder, ...asking }));
      const cancelling = new AbortController();
      const optionsOf = (name: typeof which) => (name === which ? { signal: cancelling.signal } : {});
      const first = reply({ prompt: silent, threadId }, optionsOf('first'));
      await eventually(() => model.openAnswers() === 1);
      const prompt = script({ exec: { cmd: 'touch ran' } }, { text: 'the end' });
      const second = reply({ prompt, threadId }, optionsOf('second'));
      await eventually(() => elicitations.length === 1);
      const [cancelled, kept] = which === 'first' ? [first, second] : [second, first];

      const rejection = expect(cancelled).rejects.toThrow('not needed');
      cancelling.abort('not needed');
      await rejection;
      question.answer({ action: 'accept' });

      expect((await kept).structuredContent).toMatchObject({ threadId, content: 'the end' });
      expect(fs.readdirSync(home.folder)).toEqual(['ran']);
      expect(elicitations).toHaveLength(1);
    },
  );

  hostedTest(
    'cancelling the call of one session leaves the call of another running',
    async ({ connect, home, model }) => {
      const question = openQuestion();
      const one = await connect({ onElicit: question.onElicit });
      const two = await connect({ onElicit: unanswered });
      const threadId = threadOf(await one.codex({ prompt: 'hello', cwd: home.folder, ...asking }));
      const first = one.reply({ prompt: silent, threadId });
      await eventually(() => model.openAnswers() === 1);
      const cancelling = new AbortController();
      const prompt = script({ exec: { cmd: 'touch ran' } }, { text: 'the end' });
      const second = two.reply({ prompt, threadId }, { signal: cancelling.signal });
      await eventually(() => one.elicitations.length === 1 && two.elicitations.length === 1);

      const rejection = expect(second).rejects.toThrow('not needed');
      cancelling.abort('not needed');
      await rejection;
      question.answer({ action: 'accept' });

      expect((await first).structuredContent).toMatchObject({ threadId, content: 'the end' });
      expect(fs.readdirSync(home.folder)).toEqual(['ran']);
    },
  );

  hostedTest('cancelling the last one interrupts the turn', async ({ connect, home, model }) => {
    const { codex, reply } = await connect();
    const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder }));
    const [one, two] = [new AbortController(), new AbortController()];
    const first = reply({ prompt: silent, threadId }, { signal: one.signal });
    await eventually(() => model.openAnswers() === 1);
    const requests = model.requests.length;
    const second = reply({ prompt: silent, threadId }, { signal: two.signal });
    await eventually(() => model.requests.length > requests && model.openAnswers() === 1);
    const rejections = Promise.all([expect(first).rejects.toThrow(), expect(second).rejects.toThrow()]);

    one.abort();
    two.abort();

    await rejections;
    await eventually(() => model.openAnswers() === 0);
    expect(textOf(await reply({ prompt: 'go on', threadId }))).toBe('Hello from the fake model.');
  });
});

describe('cancelling a call', () => {
  hostedTest.for(['stdio', 'http'] as const)(
    'aborts its request to the model, and the next call gets its own turn (%s)',
    async (way, { stdio, connect, home, model }) => {
      const { codex, reply } = way === 'stdio' ? await stdio() : await connect();
      const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder }));
      const cancelling = new AbortController();
      const call = reply({ prompt: silent, threadId }, { signal: cancelling.signal });
      await eventually(() => model.openAnswers() === 1);

      const rejection = expect(call).rejects.toThrow();
      cancelling.abort();
      await rejection;

      await eventually(() => model.openAnswers() === 0);
      const next = await reply({ prompt: 'go on', threadId });
      expect(next.isError).toBeUndefined();
      expect(textOf(next)).toBe('Hello from the fake model.');
    },
  );

  hostedTest('does not cancel the call right after it', async ({ connect, home, model }) => {
    const { codex, reply } = await connect();
    const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder }));
    for (let round = 0; round < 5; round += 1) {
      const cancelling = new AbortController();
      const call = reply({ prompt: silent, threadId }, { signal: cancelling.signal });
      await eventually(() => model.openAnswers() === 1);
      const rejection = expect(call).rejects.toThrow();
      cancelling.abort();
      const next = await reply({ prompt: script({ text: `answer ${round}` }), threadId });
      await rejection;
      expect(next.structuredContent).toMatchObject({ threadId, content: `answer ${round}` });
      expect(next.isError).toBeUndefined();
    }
  });

  hostedTest('ends the command that is running', async ({ connect, home }) => {
    const { codex, reply } = await connect();
    const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder, sandbox: 'workspace-write' }));
    const cancelling = new AbortController();
    const call = reply({ prompt: longCommand, threadId }, { signal: cancelling.signal });
    await eventually(() => runsIn(home, 'sleep 60'));

    const rejection = expect(call).rejects.toThrow();
    cancelling.abort();
    await rejection;

    await eventually(() => !runsIn(home, 'sleep 60'));
    expect(textOf(await reply({ prompt: 'go on', threadId }))).toBe('Hello from the fake model.');
  });

  hostedTest.for(['stdio', 'http'] as const)(
    'withdraws its open question, runs nothing, and leaves the thread usable (%s)',
    async (way, { stdio, connect, home }) => {
      const question = openQuestion();
      const options = { onElicit: question.onElicit };
      const { codex, reply, elicitations } = way === 'stdio' ? await stdio(options) : await connect(options);
      const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder, ...asking }));
      const cancelling = new AbortController();
      const prompt = script({ exec: { cmd: 'touch ran' } });
      const call = reply({ prompt, threadId }, { signal: cancelling.signal });
      const asked = await eventually(() => elicitations[0]);

      const rejection = expect(call).rejects.toThrow();
      cancelling.abort();
      await rejection;
      await eventually(() => asked.signal.aborted);
      question.answer({ action: 'accept' });

      expect(textOf(await reply({ prompt: 'go on', threadId }))).toBe('Hello from the fake model.');
      expect(fs.readdirSync(home.folder)).toEqual([]);
      const again = reply({ prompt: script({ exec: { cmd: 'touch again' } }), threadId });
      await eventually(() => elicitations.length === 2);
      question.answer({ action: 'accept' });
      await again;
      expect(fs.readdirSync(home.folder)).toEqual(['again']);
    },
  );

  hostedTest('before its turn has started leaves no turn behind', async ({ connect, home, model }) => {
    const { codex, reply } = await connect();
    const threadId = threadOf(await codex({ prompt: 'hello', cwd: home.folder }));
    const cancelling = new AbortController();
    const call = reply({ prompt: silent, threadId }, { signal: cancelling.signal });
    const rejection = expect(call).rejects.toThrow();
    cancelling.abort();
    await rejection;
    const next = await reply({ prompt: script({ text: 'free' }), threadId });
    expect(next.structuredContent).toMatchObject({ threadId, content: 'free' });
    expect(next.isError).toBeUndefined();
    expect(model.openAnswers()).toBe(0);
  });
});

describe('a thread that cannot be used', () => {
  test('because another Patchbay has it open: codex-reply says so, and works once that one has ended', async ({
    stdio,
    home,
  }) => {
    const one = await stdio();
    const two = await stdio();
    const threadId = threadOf(await one.codex({ prompt: 'hello', cwd: home.folder }));

    const refused = await two.reply({ prompt: 'me too', threadId });
    expect(refused.isError).toBe(true);
    expect(textOf(refused)).toBe(
      `Thread ${threadId} is open in another Codex or Patchbay process. Close it there, or start a new thread with the codex tool.`,
    );
    expect(threadOf(refused)).toBe(threadId);
    expect((await one.reply({ prompt: 'still mine', threadId })).isError).toBeUndefined();

    await one.close();
    const result = await two.reply({ prompt: 'now me', threadId });
    expect(result.structuredContent).toMatchObject({ threadId, content: 'Hello from the fake model.' });
  });

  hostedTest('because it is unknown: codex-reply says so', async ({ connect }) => {
    const { reply } = await connect();
    const threadId = '01890000-0000-7000-8000-000000000000';
    const result = await reply({ prompt: 'hello', threadId });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(`Session not found for thread_id: ${threadId}`);
    expect(textOf(result)).toContain('start a new one with the codex tool');
    expect(threadOf(result)).toBe(threadId);
  });

  hostedTest.for(['', 'heron', '../../etc/passwd', '01890000-0000-7000-8000-00000000000', '"threadId":"'])(
    'because its id is invalid (%j): codex-reply says what is wrong with it',
    async (threadId, { connect }) => {
      const { reply } = await connect();
      const result = await reply({ prompt: 'hello', threadId });
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/^Failed to parse thread_id: /);
    },
  );
});

/** A client's dialog that stays open until the test answers it; the newest one if there are several. */
function openQuestion() {
  let answerNewest: (result: unknown) => void = () => {};
  return {
    onElicit: () =>
      new Promise<unknown>((resolve) => {
        answerNewest = resolve;
      }),
    answer: (result: unknown) => answerNewest(result),
  };
}
