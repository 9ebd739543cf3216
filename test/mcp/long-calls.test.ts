// Turns of any length for clients that cut long calls: codex-start, codex-wait, codex-stop and codex-threads.
// Clients here check every result against the tools' output schemas, as the SDKs do.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { isInside } from '../../server/base/paths-inside.ts';
import { addFile, script } from '../support/fake-model.ts';
import { test as ownHostTest } from '../support/fixtures.ts';
import type { HomeOfTest } from '../support/host-test.ts';
import { answering, questionsIn } from '../support/modern-client.ts';
import { runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { addToken } from '../support/shared-http.ts';
import { expect, modernWays, oneOfEachEra, type WayClient, ways, waysTest } from '../support/ways.ts';

/** A silent model is not given up. */
const test = waysTest({ retries: { idleMs: 60_000 } });

const asking = { 'approval-policy': 'untrusted', sandbox: 'workspace-write' };
const approved = { action: 'accept', content: { decision: 'approved' } };
const silent = script({ hang: true });
const legacyWays = ways.filter((way) => !modernWays.some((modern) => modern === way));
const httpWays = ways.filter((way) => way.endsWith('HTTP'));

interface Seen {
  readonly threadId: string;
  readonly status: string;
  readonly cursor: number;
  readonly events: readonly { readonly cursor: number; readonly type: string; readonly text: string }[];
  readonly content?: string;
}

interface ListedThread {
  readonly threadId: string;
  readonly cwd: string;
  readonly status: string;
  readonly createdAt: string;
}

describe.for(ways)('a turn of any length over %s', (way) => {
  test('is started at once and waited for: status, events since the cursor, and its answer', async ({
    connectWay,
    home,
  }) => {
    const client = await connectWay(way);
    const prompt = script(
      { exec: { cmd: 'echo working' }, firstMs: 300 },
      { patch: addFile('added', 'content') },
      { text: 'the end', firstMs: 300 },
    );
    const started = await start(client, { prompt, cwd: home.folder, sandbox: 'workspace-write' });
    expect(started).toEqual({ threadId: expect.any(String), status: 'running' });

    const seen = await wait(client, { threadId: started.threadId });

    expect(seen).toMatchObject({ threadId: started.threadId, status: 'completed', content: 'the end' });
    expect(seen.events.map(({ cursor }) => cursor)).toEqual(seen.events.map((_, at) => at + 1));
    expect(seen.cursor).toBe(seen.events.length);
    const told = seen.events.map(({ type, text }) => `${type}: ${text}`).join('\n');
    expect(told).toMatch(
      /doing: running .*echo working.*\n[\s\S]*command: .*echo working.*: exit code 0\n[\s\S]*patch: completed: .*added\n[\s\S]*message: the end/,
    );
    const later = await wait(client, { threadId: started.threadId, cursor: seen.cursor - 1 });
    expect(later.events).toEqual([seen.events.at(-1)]);
    const nothingNew = await wait(client, { threadId: started.threadId, cursor: seen.cursor });
    expect(nothingNew).toEqual({ ...seen, events: [] });
  });

  test('is not ended by a wait that ends before it, nor by a cancelled one', async ({
    connectWay,
    home,
    model,
  }) => {
    const client = await connectWay(way);
    const { threadId } = await start(client, { prompt: silent, cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);

    const cancelling = new AbortController();
    const cancelled = client.call('codex-wait', { threadId }, { signal: cancelling.signal });
    await list(client, home);
    cancelling.abort();
    await expect(cancelled).rejects.toThrow();
    const startedAt = performance.now();
    const seen = await wait(client, { threadId, timeoutSeconds: 1 });
    const tookMs = performance.now() - startedAt;
    expect(seen.status).toBe('running');
    expect(seen).not.toHaveProperty('content');
    expect(tookMs).toBeGreaterThan(900);
    expect(await wait(client, { threadId, timeoutSeconds: 0 })).toMatchObject({ status: 'running' });

    await start(client, { prompt: script({ text: 'the end' }), threadId });
    expect(await wait(client, { threadId })).toMatchObject({ status: 'completed', content: 'the end' });
  });

  test('shows its questions to the client that waits', async ({ connectWay, home }) => {
    const client = await connectWay(way, { onElicit: () => approved });
    const prompt = script({ exec: { cmd: 'touch ran' } }, { text: 'told: $LAST_OUTPUT' });
    const { threadId } = await start(client, { prompt, cwd: home.folder, ...asking });
    const seen = await wait(client, { threadId });
    expect(seen).toMatchObject({ status: 'completed', content: expect.stringContaining('code 0') });
    expect(seen.events.map(({ type }) => type)).toContain('question');
    expect(client.elicitations).toHaveLength(1);
    expect(fs.readdirSync(home.folder)).toEqual(['ran']);
  });

  test('is steered by codex-reply, and both calls get its result', async ({ connectWay, home, model }) => {
    const client = await connectWay(way);
    const { threadId } = await start(client, { prompt: silent, cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);
    const waiting = wait(client, { threadId });
    const reply = await client.reply({ prompt: script('turn left', { text: 'turned left' }), threadId });
    expect(reply.structuredContent).toMatchObject({ threadId, content: 'turned left' });
    expect(await waiting).toMatchObject({ status: 'completed', content: 'turned left' });
  });
});

describe.for(oneOfEachEra)('a turn of any length over %s', (way) => {
  test('also returns its text, for clients that show only text', async ({ connectWay, home }) => {
    const client = await connectWay(way);
    const { threadId } = await start(client, { prompt: 'hello', cwd: home.folder });
    const result = await client.call('codex-wait', { threadId });
    expect(JSON.parse(textOf(result))).toEqual(result.structuredContent);
  });

  test('can be stopped, and its thread continues', async ({ connectWay, home, model }) => {
    const client = await connectWay(way);
    const { threadId } = await start(client, { prompt: silent, cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);
    const waiting = wait(client, { threadId });

    expect(await stop(client, threadId)).toEqual({ threadId, status: 'interrupted' });

    expect((await waiting).status).toBe('interrupted');
    await eventually(() => model.openAnswers() === 0);
    expect(await stop(client, threadId)).toEqual({ threadId, status: 'idle' });
    expect(textOf(await client.reply({ prompt: script({ text: 'still here' }), threadId }))).toBe(
      'still here',
    );
  });

  test('can be stopped in its first moments, and nothing continues', async ({ connectWay, home, model }) => {
    const client = await connectWay(way);
    for (const requests of [0, 1, 3, 6]) {
      const { threadId } = await start(client, { prompt: silent, cwd: home.folder });
      for (let count = 0; count < requests; count++) await list(client, home);
      expect(await stop(client, threadId)).toEqual({ threadId, status: 'interrupted' });
      await eventually(() => model.openAnswers() === 0);
      expect((await wait(client, { threadId })).status).toBe('interrupted');
    }
  });

  test('that fails says so', async ({ connectWay, home }) => {
    const client = await connectWay(way);
    const prompt = script({ error: { status: 400, message: 'too many words' } });
    const { threadId } = await start(client, { prompt, cwd: home.folder });
    const seen = await wait(client, { threadId });
    expect(seen.status).toBe('failed');
    expect(seen.content).toContain('too many words');
  });

  test('that could not start says so', async ({ connectWay, home }) => {
    const client = await connectWay(way);
    const prompt = 'x'.repeat(1024 * 1024 + 1);
    const { threadId } = await start(client, { prompt, cwd: home.folder });
    const result = await client.call('codex-wait', { threadId });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('maximum length');
  });

  test('has its questions denied when its client shows no forms', async ({ connectWay, home }) => {
    const client = await connectWay(way);
    const prompt = script({ exec: { cmd: 'touch ran' } }, { text: 'told: $LAST_OUTPUT' });
    const { threadId } = await start(client, { prompt, cwd: home.folder, ...asking });
    const seen = await wait(client, { threadId });
    expect(seen.status).toBe('completed');
    expect(seen.content).toMatch(/rejected by user[\s\S]*Patchbay: Denied: nobody could be asked/);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  test('continues a thread, with events after the cursor', async ({ connectWay, home, model }) => {
    const client = await connectWay(way);
    const first = await start(client, { prompt: script('one', { text: 'first' }), cwd: home.folder });
    const { threadId } = first;
    const { cursor } = await wait(client, { threadId });

    const second = await start(client, { prompt: script('two', { text: 'second' }), threadId });

    expect(second.threadId).toBe(threadId);
    const seen = await wait(client, { threadId, cursor });
    expect(seen).toMatchObject({ status: 'completed', content: 'second' });
    expect(JSON.stringify(model.requests.at(-1)?.body)).toMatch(/one[\s\S]*first[\s\S]*two/);
    expect(seen.events).toContainEqual(expect.objectContaining({ type: 'message', text: 'second' }));
    expect(seen.events.every((event) => event.cursor > cursor)).toBe(true);
  });

  test('continues a thread of codex', async ({ connectWay, home }) => {
    const client = await connectWay(way);
    const threadId = threadOf(await client.codex({ prompt: 'hello', cwd: home.folder }));
    expect((await wait(client, { threadId })).status).toMatch(/^(idle|completed)$/);
    await start(client, { prompt: script({ text: 'second' }), threadId });
    expect(await wait(client, { threadId })).toMatchObject({ status: 'completed', content: 'second' });
  });

  test('can be waited for even if codex-reply runs it, without an older answer', async ({
    connectWay,
    home,
    model,
  }) => {
    const client = await connectWay(way);
    const { threadId } = await start(client, { prompt: script({ text: 'old' }), cwd: home.folder });
    await wait(client, { threadId });
    const reply = client.reply({ prompt: silent, threadId });
    await eventually(() => model.openAnswers() === 1);
    expect(await wait(client, { threadId, timeoutSeconds: 0 })).toMatchObject({ status: 'running' });
    await start(client, { prompt: script({ text: 'new' }), threadId });
    const { status, content = 'new' } = await wait(client, { threadId });
    expect({ status, content }).toEqual({ status: expect.stringMatching(/idle|completed/), content: 'new' });
    expect(textOf(await reply)).toBe('new');
  });

  test('is listed with its thread, the newest first', async ({ connectWay, home }) => {
    const client = await connectWay(way);
    expect(await list(client, home)).toEqual([]);
    const folders = ['one', 'two', 'three'].map((name) => home.makeFolder(name));
    const started: string[] = [];
    for (const cwd of folders) {
      const { threadId } = await start(client, { prompt: cwd === folders[2] ? silent : 'hello', cwd });
      if (cwd !== folders[2]) await wait(client, { threadId });
      started.push(threadId);
    }
    const listed = await list(client, home);
    expect(listed.map(({ threadId }) => threadId)).toEqual([...started].reverse());
    expect(listed.map(({ cwd }) => cwd)).toEqual([...folders].reverse());
    expect(listed.map(({ status }) => status)).toEqual(['running', 'idle', 'idle']);
    const times = listed.map(({ createdAt }) => createdAt);
    expect(times.every((time) => new Date(time).toISOString() === time)).toBe(true);
    expect(times).toEqual([...times].sort().reverse());
    expect(await list(client, home, { limit: 2 })).toEqual(listed.slice(0, 2));
    await stop(client, started[2] ?? '');
  });

  test('is refused with the reason when its arguments are wrong', async ({ connectWay, home, model }) => {
    const client = await connectWay(way);
    const threadId = threadOf(await client.codex({ prompt: 'hello', cwd: home.folder }));
    const requests = model.requests.length;
    const { folder } = home;
    const unknown = '01a00000-0000-7000-8000-000000000000';
    const wrong: [string, Record<string, unknown>, RegExp][] = [
      ['codex-start', {}, /prompt/],
      ['codex-start', { prompt: 42, cwd: folder }, /number, expected a string/],
      ['codex-start', { prompt: 'hello', cwd: path.join(folder, 'nowhere') }, /nowhere does not exist/],
      ['codex-start', { prompt: 'hello', cwd: folder, bogus: 1 }, /bogus/],
      ['codex-start', { prompt: 'hello', cwd: folder, sandbox: 'danger-full-access' }, /ceiling/],
      ['codex-start', { prompt: 'hello', threadId: 'nonsense' }, /thread_id/],
      ['codex-start', { prompt: 'hello', threadId: 42 }, /thread_?id/i],
      ['codex-start', { prompt: 'hello', threadId: unknown }, /Session not found/],
      ['codex-start', { threadId }, /prompt/],
      ['codex-wait', {}, /^`threadId` is missing: it must be text$/],
      ['codex-wait', { threadId: 42 }, /^`threadId` must be text, not a number$/],
      ['codex-wait', { threadId: unknown }, /Session not found/],
      ['codex-wait', { threadId, cursor: -1 }, /^`cursor` must be 0 or more$/],
      ['codex-wait', { threadId, cursor: 1.5 }, /cursor/],
      ['codex-wait', { threadId, cursor: 'all' }, /cursor/],
      ['codex-wait', { threadId, timeoutSeconds: 46 }, /timeoutSeconds/],
      ['codex-wait', { threadId, timeoutSeconds: -1 }, /timeoutSeconds/],
      ['codex-wait', { threadId, timeoutSeconds: 'long' }, /timeoutSeconds/],
      ['codex-stop', {}, /threadId/],
      ['codex-stop', { threadId: unknown }, /Session not found/],
      ['codex-threads', { limit: 0 }, /limit/],
      ['codex-threads', { limit: 201 }, /limit/],
      ['codex-threads', { limit: 'all' }, /limit/],
    ];
    for (const [tool, args, reason] of wrong) {
      const result = await client.call(tool, args);
      const what = `${tool} ${JSON.stringify(args)}`;
      expect(result.isError, what).toBe(true);
      expect(textOf(result), what).toMatch(reason);
    }
    expect(model.requests).toHaveLength(requests);
    expect(await list(client, home)).toHaveLength(1);
  });
});

describe.for(legacyWays)('a question over %s', (way) => {
  test('that a wait leaves unanswered is withdrawn, and the next wait asks it again', async ({
    connectWay,
    home,
  }) => {
    let isAnswering = false;
    const client = await connectWay(way, {
      onElicit: () => (isAnswering ? approved : new Promise(() => {})),
    });
    const prompt = script({ exec: { cmd: 'echo line >> ran' } }, { text: 'told: $LAST_OUTPUT' });
    const { threadId } = await start(client, { prompt, cwd: home.folder, ...asking });

    const first = await eventually(async () => {
      const seen = await wait(client, { threadId, timeoutSeconds: 2 });
      return seen.status === 'waiting-for-approval' && seen;
    });
    const shown = [...client.elicitations];
    expect(shown).not.toEqual([]);
    await eventually(() => shown.every(({ signal }) => signal.aborted));
    expect(fs.readdirSync(home.folder)).toEqual([]);

    isAnswering = true;
    const second = await wait(client, { threadId, cursor: first.cursor });
    expect(second.status).toBe('completed');
    expect(client.elicitations).toHaveLength(shown.length + 1);
    expect(new Set(client.elicitations.map(({ params }) => params.message)).size).toBe(1);
    expect(fs.readFileSync(path.join(home.folder, 'ran'), 'utf8')).toBe('line\n');
  });

  test('that the client cannot show is denied, and the wait gets the end', async ({ connectWay, home }) => {
    const client = await connectWay(way, {
      onElicit() {
        throw new Error('there is no screen');
      },
    });
    const prompt = script({ exec: { cmd: 'touch ran' } }, { text: 'told: $LAST_OUTPUT' });
    const { threadId } = await start(client, { prompt, cwd: home.folder, ...asking });
    const seen = await wait(client, { threadId });
    expect(seen.content).toMatch(/rejected by user[\s\S]*there is no screen/);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });
});

describe.for(modernWays)('a question over %s', (way) => {
  test('that a wait leaves unanswered is asked again by the next wait', async ({ connectModern, home }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const prompt = script({ exec: { cmd: 'echo line >> ran' } }, { text: 'told: $LAST_OUTPUT' });
    const { threadId } = await start(client, { prompt, cwd: home.folder, ...asking });

    const first = questionsIn(await client.round('codex-wait', { threadId }));
    const second = questionsIn(await client.round('codex-wait', { threadId }));
    expect(Object.keys(second.inputRequests)).toEqual(Object.keys(first.inputRequests));
    expect(fs.readdirSync(home.folder)).toEqual([]);

    const result = await client.round('codex-wait', { threadId }, answering(second, approved));
    expect(result).toMatchObject({ structuredContent: { status: 'completed' } });
    expect(fs.readFileSync(path.join(home.folder, 'ran'), 'utf8')).toBe('line\n');
  });

  test('that was answered late leaves a note with the end', async ({ connectModern, home }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const prompt = script({ exec: { cmd: 'touch ran' } });
    const { threadId } = await start(client, { prompt, cwd: home.folder, ...asking });
    const questions = questionsIn(await client.round('codex-wait', { threadId }));
    await stop(client, threadId);
    const result = await client.round('codex-wait', { threadId }, answering(questions, approved));
    expect(result).toMatchObject({
      structuredContent: {
        status: 'interrupted',
        content: expect.stringMatching(/too late and was ignored/),
      },
    });
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });
});

describe.for(httpWays)('clients of one principal over %s', (way) => {
  test('keep a question open until one that can be asked connects', async ({ connectWay, home }) => {
    const client = await connectWay(way, { onElicit: () => approved });
    const onlooker = await connectWay(way);
    const prompt = script({ exec: { cmd: 'touch ran' } }, { text: 'told: $LAST_OUTPUT' });
    const { threadId } = await start(client, { prompt, cwd: home.folder, ...asking });
    const seen = await eventually(async () => {
      const now = await wait(onlooker, { threadId, timeoutSeconds: 0 });
      return now.status === 'waiting-for-approval' && now;
    });
    expect(seen.events.at(-1)?.type).toBe('question');
    expect(client.elicitations).toEqual([]);
    expect(fs.readdirSync(home.folder)).toEqual([]);

    expect(await wait(client, { threadId })).toMatchObject({ status: 'completed' });

    expect(client.elicitations).toHaveLength(1);
    expect(fs.readdirSync(home.folder)).toEqual(['ran']);
  });

  test('are still asked an open question after its turn was steered', async ({ connectWay, home }) => {
    const client = await connectWay(way, { onElicit: () => approved });
    const onlooker = await connectWay(way);
    const prompt = script({ exec: { cmd: 'touch ran' } });
    const { threadId } = await start(client, { prompt, cwd: home.folder, ...asking });
    await eventually(async () => {
      const { status } = await wait(onlooker, { threadId, timeoutSeconds: 0 });
      return status === 'waiting-for-approval';
    });

    await start(client, { threadId, prompt: script('turn left', { text: 'turned left' }) });

    const seen = await wait(client, { threadId });
    expect(seen).toMatchObject({ status: 'completed', content: 'turned left' });
    expect(client.elicitations).toHaveLength(1);
    expect(fs.readdirSync(home.folder)).toEqual(['ran']);
  });

  test("wait for, list and stop each other's turns", async ({ connectWay, home, model }) => {
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => connectWay(way)));
    if (!one || !two || !three) throw new Error('not connected');
    const { threadId } = await start(one, { prompt: silent, cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);
    expect(await list(two, home)).toMatchObject([{ threadId, status: 'running' }]);
    const waiting = [wait(one, { threadId }), wait(two, { threadId })];
    expect(await stop(three, threadId)).toEqual({ threadId, status: 'interrupted' });
    const ends = await Promise.all(waiting);
    expect(ends.map(({ status }) => status)).toEqual(['interrupted', 'interrupted']);
  });

  test('lose the turns they have started when their token is revoked', async ({
    connectWay,
    host,
    home,
    model,
  }) => {
    const name = `revoked-${way.slice(0, 4)}`;
    const client = await connectWay(way, { token: await addToken(host.home, name) });
    await start(client, { prompt: silent, cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);
    expect((await runPatchbay(host.home, ['token', 'revoke', name])).code).toBe(0);
    await eventually(() => model.openAnswers() === 0);
  });

  test('do not see those of another principal', async ({ connectWay, host, home, model }) => {
    const other = await addToken(host.home, `other-${way.slice(0, 4)}`);
    const [mine, theirs] = [await connectWay(way), await connectWay(way, { token: other })];
    const { threadId } = await start(mine, { prompt: silent, cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);
    expect(await list(theirs, home)).toEqual([]);
    const calls: [string, Record<string, unknown>][] = [
      ['codex-wait', { threadId }],
      ['codex-stop', { threadId }],
      ['codex-start', { threadId, prompt: 'hello' }],
      ['codex-reply', { threadId, prompt: 'hello' }],
    ];
    for (const [tool, args] of calls) {
      const result = await theirs.call(tool, args);
      expect(result.isError, tool).toBe(true);
      expect(textOf(result), tool).toContain(`Session not found for thread_id: ${threadId}`);
    }
    const started = await start(theirs, { prompt: 'hello', cwd: home.folder });
    expect((await list(theirs, home)).map((thread) => thread.threadId)).toEqual([started.threadId]);
    expect(await list(mine, home)).toMatchObject([{ threadId, status: 'running' }]);
    expect(model.openAnswers()).toBe(1);
    await stop(mine, threadId);
  });
});

ownHostTest(
  'threads are still listed, and continue, after Patchbay was restarted',
  async ({ stdio, home }) => {
    const before = await stdio();
    const threadId = threadOf(await before.codex({ prompt: 'hello', cwd: home.folder }));
    await before.close();

    const { client } = await stdio();
    const call = async (tool: string, args: Record<string, unknown>) =>
      (await client.callTool({ name: tool, arguments: args })) as Awaited<ReturnType<WayClient['call']>>;
    expect(await list({ call }, home)).toMatchObject([{ threadId, cwd: home.folder, status: 'idle' }]);
    expect(await wait({ call }, { threadId })).toMatchObject({ status: 'idle' });
    await start({ call }, { prompt: script({ text: 'second' }), threadId });
    expect(await wait({ call }, { threadId })).toMatchObject({ status: 'completed', content: 'second' });
  },
);

type Caller = Pick<WayClient, 'call'>;

/** Calls a tool and gives its structure; fails with the text of an error. */
async function structureOf(client: Caller, tool: string, args: object): Promise<unknown> {
  const result = await client.call(tool, args as Record<string, unknown>);
  if (result.isError) throw new Error(`${tool}: ${textOf(result)}`);
  return result.structuredContent;
}

function start(client: Caller, args: object): Promise<{ threadId: string; status: string }> {
  return structureOf(client, 'codex-start', args) as never;
}

function wait(client: Caller, args: { threadId: string; cursor?: number; timeoutSeconds?: number }) {
  return structureOf(client, 'codex-wait', args) as Promise<Seen>;
}

function stop(client: Caller, threadId: string): Promise<{ threadId: string; status: string }> {
  return structureOf(client, 'codex-stop', { threadId }) as never;
}

/** The threads in folders of the test. */
async function list(client: Caller, home: HomeOfTest, args = {}): Promise<ListedThread[]> {
  const structure = await structureOf(client, 'codex-threads', args);
  return (structure as { threads: ListedThread[] }).threads.filter(({ cwd }) => isInside(cwd, home.root));
}
