// Clients of MCP 2026-07-28: no sessions, and questions are results (`input_required`) that a client comes back from
// with its answers, while the turn waits for it.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { isInside } from '../../server/base/paths-inside.ts';
import { isUnanswered } from '../support/audit.ts';
import { addFile, type FakeModel, type Step, script } from '../support/fake-model.ts';
import type { HomeOfTest } from '../support/host-test.ts';
import {
  answering,
  askModern,
  connectModernHttp,
  MODERN_VERSION,
  type ModernClient,
  openModern,
  questionsIn,
  type Retry,
} from '../support/modern-client.ts';
import { type CodexResult, runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import type { OpenAnswer } from '../support/raw-http.ts';
import { addToken } from '../support/shared-http.ts';
import { expect, modernWays, test as ownHostTest, waysTest } from '../support/ways.ts';

/** For what the rounds do themselves: they know nothing of the transport. */
const httpWay = modernWays.filter((way) => way.endsWith('HTTP'));

/** A silent model is not given up. */
const test = waysTest({ retries: { idleMs: 60_000 } });

/** Everything that does not only read is asked about. */
const asking = { 'approval-policy': 'untrusted', sandbox: 'workspace-write' };
const accept = (decision?: string) => ({ action: 'accept', content: decision ? { decision } : {} });
const approved = accept('approved');
const toldLast: Step = { text: 'told: $LAST_OUTPUT' };
/** Runs one command, then says what the model was told about it. */
const running = (cmd: string) => script({ exec: { cmd } }, toldLast);
const silent = script({ hang: true });

/** The texts of a result's further blocks. */
const notesOf = (result: CodexResult) =>
  result.content.slice(1).map((block) => (block.type === 'text' ? block.text : block.type));
const filesIn = (home: HomeOfTest) => fs.readdirSync(home.folder).sort();
const knownTo = (model: FakeModel) => JSON.stringify(model.requests.at(-1)?.body);

/** A JSON-RPC error with this code, as clients get it. */
const errorWith = (code: number) => expect.objectContaining({ code });
const INVALID_PARAMS = -32602;

describe.for(modernWays)('a client of %s', (way) => {
  test('discovers the server and its tools', async ({ connectModern }) => {
    const { client } = await connectModern(way);
    expect(client.getNegotiatedProtocolVersion()).toBe(MODERN_VERSION);
    expect(client.getServerVersion()).toMatchObject({ name: 'patchbay', title: 'Patchbay' });
    expect(client.getInstructions()).toMatch(/codex-start/);
    expect(Object.keys(client.getServerCapabilities() ?? {}).sort()).toEqual(['logging', 'tools']);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'codex',
      'codex-reply',
      'codex-start',
      'codex-wait',
      'codex-stop',
      'codex-threads',
    ]);
  });

  test('calls codex and continues with codex-reply', async ({ connectModern, home }) => {
    const { codex, reply } = await connectModern(way);
    const result = await codex({ prompt: 'hello', cwd: home.folder });
    expect(textOf(result)).toBe('Hello from the fake model.');
    expect(result.structuredContent).toMatchObject({ threadId: threadOf(result), content: textOf(result) });
    expect(result.isError).toBeUndefined();
    const next = await reply({ prompt: script({ text: 'second' }), threadId: threadOf(result) });
    expect(next.structuredContent).toMatchObject({ threadId: threadOf(result), content: 'second' });
  });

  ownHostTest('runs a command that it approves', async ({ connectModern, home }) => {
    const { codex, elicitations } = await connectModern(way, { onElicit: () => approved });
    const result = await codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toContain('exited with code 0');
    expect(filesIn(home)).toEqual(['ran']);
    expect(elicitations).toHaveLength(1);
    expect(elicitations[0]?.params.message).toContain('touch ran');
    expect(elicitations[0]?.params.requestedSchema.required).toEqual(['decision']);
  });

  test('is answered without being asked when it shows no forms', async ({ connectModern, home, model }) => {
    const { codex } = await connectModern(way);
    const result = await codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(textOf(result)).toContain('rejected by user');
    expect(notesOf(result).join()).toMatch(/nobody could be asked.*client that supports elicitation/);
    expect(knownTo(model)).toMatch(/nobody could be asked/);
    expect(filesIn(home)).toEqual([]);
  });
});

describe.for(httpWay)('a client of %s', (way) => {
  test.for([
    ['denies', accept('denied')],
    ['declines', { action: 'decline' }],
  ] as const)('%s a command: it does not run, and the turn goes on', async (row, { connectModern, home }) => {
    const [, answer] = row;
    const { codex } = await connectModern(way, { onElicit: () => answer });
    const result = await codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toContain('rejected by user');
    expect(filesIn(home)).toEqual([]);
  });

  test.for([
    ['abort', accept('abort')],
    ['cancel', { action: 'cancel' }],
  ] as const)('ends the turn with %s; the thread continues', async (row, { connectModern, home }) => {
    const [, answer] = row;
    const { codex, reply } = await connectModern(way, { onElicit: () => answer });
    const result = await codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(result.isError).toBe(true);
    expect(filesIn(home)).toEqual([]);
    const next = await reply({ prompt: 'go on', threadId: threadOf(result) });
    expect(textOf(next)).toBe('Hello from the fake model.');
  });

  test.for([
    ['applies', approved, ['added']],
    ['does not apply', accept('denied'), []],
    ['ends the turn at', { action: 'cancel' }, []],
  ] as const)('%s a patch as it answers', async ([, answer, files], { connectModern, home }) => {
    const { codex, elicitations } = await connectModern(way, { onElicit: () => answer });
    const prompt = script({ patch: addFile('added', 'content') }, toldLast);
    await codex({ prompt, cwd: home.folder, ...asking });
    expect(elicitations).toHaveLength(1);
    expect(elicitations[0]?.params.message).toMatch(/Add .*added[\s\S]*content/);
    expect(filesIn(home)).toEqual(files);
  });
});

describe.for(modernWays)('between two rounds of %s', (way) => {
  test('the turn continues, and the next round joins it: a command runs once', async ({
    connectModern,
    home,
    model,
  }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const asked = { exec: { cmd: 'echo asked >> ../outside', escalate: true } };
    const free = { exec: { cmd: 'echo free >> free' } };
    const args = {
      prompt: script({ parallel: [asked, free] }, toldLast, toldLast),
      cwd: home.folder,
      sandbox: 'workspace-write',
    };
    const questions = questionsIn(await client.round('codex', args));
    expect(Object.keys(questions.inputRequests)).toHaveLength(1);
    await eventually(() => filesIn(home).includes('free'));
    expect(fs.existsSync(path.join(home.root, 'outside'))).toBe(false);

    const result = (await client.round('codex', args, answering(questions, approved))) as CodexResult;

    expect(textOf(result)).toMatch(/^told: /);
    expect(fs.readFileSync(path.join(home.root, 'outside'), 'utf8')).toBe('asked\n');
    expect(fs.readFileSync(path.join(home.folder, 'free'), 'utf8')).toBe('free\n');
    expect(model.requests.filter(({ url }) => url.endsWith('/responses'))).toHaveLength(2);
  });

  ownHostTest(
    'the turn of a client that never comes back is stopped after the time a question waits',
    async ({ connectModern, home }) => {
      const client = await connectModern(way, {
        onElicit: () => approved,
        args: ['--approval-timeout', '6'],
      });
      const args = { prompt: running('touch ran'), cwd: home.folder, ...asking };
      const questions = questionsIn(await client.round('codex', args));
      const [{ params } = { params: {} }] = Object.values(questions.inputRequests);
      expect(await threadsOf(client, home)).toMatchObject([{ threadId: params.threadId, status: 'running' }]);
      await eventually(async () => (await threadsOf(client, home))[0]?.status === 'idle');
      expect(filesIn(home)).toEqual([]);
      const next = await client.reply({ prompt: 'go on', threadId: params.threadId });
      expect(textOf(next)).toBe('Hello from the fake model.');
    },
  );
});

describe.for(httpWay)('between two rounds of %s', (way) => {
  test('simultaneous questions come in one round and get an answer each', async ({ connectModern, home }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const commands = ['one', 'two', 'three'].map((name) => ({ exec: { cmd: `touch ${name}` } }));
    const args = {
      prompt: script({ parallel: commands }, toldLast, toldLast, toldLast),
      cwd: home.folder,
      ...asking,
    };
    let questions = questionsIn(await client.round('codex', args));
    // Those that came a little later are in the next round, with those that are still open.
    while (Object.keys(questions.inputRequests).length < 3) {
      const { requestState } = questions;
      questions = questionsIn(await client.round('codex', args, { requestState }));
    }
    const asked = Object.entries(questions.inputRequests);

    const inputResponses = Object.fromEntries(
      asked.map(([id, { params }]) => [id, accept(/touch two/.test(params.message) ? 'denied' : 'approved')]),
    );
    const { requestState } = questions;
    const result = await client.round('codex', args, { requestState, inputResponses });

    expect(textOf(result as CodexResult)).toMatch(/^told: /);
    expect(filesIn(home)).toEqual(['one', 'three']);
  });

  test('a question that was left out is asked again', async ({ connectModern, home }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const args = { prompt: running('touch ran'), cwd: home.folder, ...asking };
    const first = questionsIn(await client.round('codex', args));
    const again = questionsIn(await client.round('codex', args, { requestState: first.requestState }));
    expect(Object.keys(again.inputRequests)).toEqual(Object.keys(first.inputRequests));
    expect(filesIn(home)).toEqual([]);
    const result = await client.round('codex', args, answering(again, approved));
    expect(textOf(result as CodexResult)).toContain('exited with code 0');
    expect(filesIn(home)).toEqual(['ran']);
  });

  test('an answer that comes too late is ignored, and the result says so', async ({
    connectModern,
    home,
  }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const args = { prompt: running('touch ran'), cwd: home.folder, ...asking };
    const questions = questionsIn(await client.round('codex', args));
    const [{ threadId } = {}] = await threadsOf(client, home);
    await client.call('codex-stop', { threadId });

    const result = (await client.round('codex', args, answering(questions, approved))) as CodexResult;

    expect(result.isError).toBe(true);
    expect(result.structuredContent?.threadId).toBe(threadId);
    expect(notesOf(result).join()).toMatch(/too late and was ignored/);
    expect(filesIn(home)).toEqual([]);
  });

  test('an invalid answer approves nothing, and the call ends and says why', async ({
    connectModern,
    home,
  }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const garbage = {
      'no decision that there is': accept('perhaps'),
      null: null,
      'an answer in a JSON-RPC envelope': { method: 'elicitation/create', result: approved },
    };
    for (const [what, answer] of Object.entries(garbage)) {
      const args = { prompt: running('touch ran'), cwd: home.folder, ...asking };
      const questions = questionsIn(await client.round('codex', args));
      const result = (await client.round('codex', args, answering(questions, answer))) as CodexResult;
      expect(textOf(result), what).toContain('rejected by user');
      expect(notesOf(result), what).toEqual([expect.stringMatching(/^Patchbay: Denied: the client could/)]);
      // For people, not a parser's own words.
      expect(notesOf(result).join(), what).not.toMatch(/"(code|path)":/);
      expect(filesIn(home), what).toEqual([]);
    }
  });

  test('answers to questions that were not asked do nothing', async ({ connectModern, home }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const args = { prompt: running('touch ran'), cwd: home.folder, ...asking };
    const questions = questionsIn(await client.round('codex', args));
    const { requestState } = questions;
    const inputResponses = { nonsense: approved, __proto__: approved, constructor: approved };
    const again = questionsIn(await client.round('codex', args, { requestState, inputResponses }));
    expect(Object.keys(again.inputRequests)).toEqual(Object.keys(questions.inputRequests));
    expect(filesIn(home)).toEqual([]);
    await client.round('codex', args, answering(again, approved));
    expect(filesIn(home)).toEqual(['ran']);
  });
});

/** More than the 10 rounds after which a client of the official SDK gives up. */
const MANY = 11;

describe('eleven questions in one call', () => {
  const commands = Array.from({ length: MANY }, (_, at) => ({ exec: { cmd: `touch file${10 + at}` } }));
  const files = Array.from({ length: MANY }, (_, at) => `file${10 + at}`);

  test('are all asked and answered in the older era', async ({ connect, home }) => {
    const { codex, elicitations } = await connect({ onElicit: () => approved });
    const result = await codex({ prompt: script(...commands, toldLast), cwd: home.folder, ...asking });
    expect(textOf(result)).toContain('exited with code 0');
    expect(elicitations).toHaveLength(MANY);
    expect(filesIn(home)).toEqual(files);
  });

  for (const way of httpWay) {
    test(`are asked six times over ${way}, later ones are denied with the reason, and the call ends`, async ({
      connectWay,
      home,
      model,
    }) => {
      const { codex, elicitations } = await connectWay(way, { onElicit: () => approved });
      const result = await codex({ prompt: script(...commands, toldLast), cwd: home.folder, ...asking });
      expect(elicitations).toHaveLength(6);
      expect(filesIn(home)).toEqual(files.slice(0, 6));
      expect(textOf(result)).toMatch(/rejected by user/);
      expect(notesOf(result)).toEqual([expect.stringMatching(/asked its client six times.*codex-start/)]);
      expect(knownTo(model)).toMatch(/<patchbay_note>[^<]*asked its client six times/);
    });

    test(`are all answered with codex-start and codex-wait over ${way}`, async ({ connectWay, home }) => {
      const client = await connectWay(way, { onElicit: () => approved });
      const prompt = script(...commands, toldLast);
      const started = await client.call('codex-start', { prompt, cwd: home.folder, ...asking });
      const { threadId } = started.structuredContent as { threadId: string };
      const seen = await eventually(
        async () => {
          const { structuredContent } = await client.call('codex-wait', { threadId, timeoutSeconds: 5 });
          const { status } = structuredContent as unknown as { status: string };
          return /running|waiting/.test(status) ? false : structuredContent;
        },
        { withinMs: 40_000 },
      );
      expect(seen).toMatchObject({ status: 'completed', content: expect.stringContaining('code 0') });
      expect(client.elicitations).toHaveLength(MANY);
      expect(filesIn(home)).toEqual(files);
    });
  }
});

describe.for(modernWays)('the requestState of %s', (way) => {
  /** A call that has asked, and what it looks like while nothing has come of it. */
  async function asked(client: ModernClient, home: HomeOfTest) {
    const args = { prompt: running('touch ran'), cwd: home.folder, ...asking };
    return { args, questions: questionsIn(await client.round('codex', args)) };
  }

  test('is refused when it was changed, and the call continues', async ({ connectModern, home }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const { args, questions } = await asked(client, home);
    const [version = '', body = '', mac = ''] = questions.requestState.split('.');
    const payload = Buffer.from(body, 'base64url').toString();
    const forged = Buffer.from(payload.replace('"round":1', '"round":0')).toString('base64url');
    const states = {
      truncated: questions.requestState.slice(0, -8),
      halved: questions.requestState.slice(0, questions.requestState.length / 2),
      'with another payload': `${version}.${forged}.${mac}`,
      'without signature': `${version}.${body}.`,
      'with another signature': `${version}.${body}.${mac.split('').reverse().join('')}`,
      'with something behind it': `${questions.requestState}AAAA`,
      'of another version': `v2.${body}.${mac}`,
      'not ours': 'nonsense',
      empty: '',
    };
    expect(forged).not.toBe(body);
    for (const [what, requestState] of Object.entries(states)) {
      const retry = { ...answering(questions, approved), requestState };
      await expect(client.round('codex', args, retry), what).rejects.toEqual(errorWith(INVALID_PARAMS));
    }
    expect(await threadsOf(client, home)).toHaveLength(1);
    expect(filesIn(home)).toEqual([]);
    await client.round('codex', args, answering(questions, approved));
    expect(filesIn(home)).toEqual(['ran']);
  });

  test('is refused in another call, and nothing is started', async ({ connectModern, home, model }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const { args, questions } = await asked(client, home);
    const [{ threadId } = { threadId: '' }] = await threadsOf(client, home);
    const requestsBefore = model.requests.length;
    const others: [string, Record<string, unknown>][] = [
      ['codex', { ...args, prompt: running('touch other') }],
      ['codex', { ...args, sandbox: 'read-only' }],
      ['codex-reply', { prompt: 'hello', threadId }],
      ['codex-start', args],
      ['codex-wait', { threadId }],
      ['codex-stop', { threadId }],
    ];
    for (const [tool, otherArgs] of others) {
      const round = client.round(tool, otherArgs, answering(questions, approved));
      await expect(round, tool).rejects.toEqual(errorWith(INVALID_PARAMS));
    }
    expect(await threadsOf(client, home)).toMatchObject([{ threadId, status: 'running' }]);
    expect(model.requests).toHaveLength(requestsBefore);
    expect(filesIn(home)).toEqual([]);
    await client.round('codex', args, answering(questions, approved));
    expect(filesIn(home)).toEqual(['ran']);
  });

  test('gives the same result when it is used again, and nothing runs twice', async ({
    connectModern,
    home,
    model,
  }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const args = { prompt: running('echo line >> ran'), cwd: home.folder, ...asking };
    const questions = questionsIn(await client.round('codex', args));
    const retry = answering(questions, approved);
    const result = (await client.round('codex', args, retry)) as CodexResult;
    const requests = model.requests.length;
    for (const again of [
      retry,
      { requestState: questions.requestState },
      answering(questions, accept('abort')),
    ]) {
      const repeated = (await client.round('codex', args, again)) as CodexResult;
      expect(repeated.structuredContent).toEqual(result.structuredContent);
      expect(repeated.isError).toBeUndefined();
    }
    expect(model.requests).toHaveLength(requests);
    expect(fs.readFileSync(path.join(home.folder, 'ran'), 'utf8')).toBe('line\n');
  });

  test('is accepted with the right answer after refused ones, and is not called late', async ({
    connectModern,
    home,
  }) => {
    const client = await connectModern(way, { onElicit: () => approved });
    const { args, questions } = await asked(client, home);
    const forged = { ...answering(questions, approved), requestState: `${questions.requestState}AAAA` };
    await expect(client.round('codex', args, forged)).rejects.toEqual(errorWith(INVALID_PARAMS));
    const { requestState } = questions;
    const wrongKey = { requestState, inputResponses: { 'never-asked': approved } };
    const again = questionsIn(await client.round('codex', args, wrongKey));
    expect(Object.keys(again.inputRequests)).toEqual(Object.keys(questions.inputRequests));
    expect(filesIn(home)).toEqual([]);

    const retry = answering(again, approved);
    const result = (await client.round('codex', args, retry)) as CodexResult;
    const repeated = (await client.round('codex', args, retry)) as CodexResult;
    expect(filesIn(home)).toEqual(['ran']);
    expect(notesOf(result)).toEqual([]);
    expect(notesOf(repeated)).toEqual([]);

    const changed = (await client.round('codex', args, answering(again, accept('denied')))) as CodexResult;
    expect(notesOf(changed).join()).toContain('An answer came too late');
    expect(textOf(changed)).toContain('exited with code 0');
  });

  ownHostTest(
    'is invalid after the time a question waits, and so are the answers',
    async ({ connectModern, home }) => {
      const client = await connectModern(way, {
        onElicit: () => approved,
        args: ['--approval-timeout', '1'],
      });
      const { args, questions } = await asked(client, home);
      // An answer that comes in time would count.
      await eventually(() => isUnanswered(home));
      await eventually(async () => {
        const outcome = await client
          .round('codex', args, answering(questions, approved))
          .catch((error) => error);
        if (outcome instanceof Error) {
          expect(outcome).toEqual(errorWith(INVALID_PARAMS));
          return true;
        }
        expect(textOf(outcome)).toMatch(/rejected by user|stopped/);
        return false;
      });
      expect(filesIn(home)).toEqual([]);
      expect(await threadsOf(client, home)).toHaveLength(1);
    },
  );
});

test('the requestState of one principal is refused to another', async ({ host, home, model }) => {
  const other = await addToken(host.home, 'other');
  const owner = await connectModernHttp(host, { onElicit: () => approved });
  const thief = await connectModernHttp({ url: host.url, token: other }, { onElicit: () => approved });
  const args = { prompt: running('touch ran'), cwd: home.folder, ...asking };
  const questions = questionsIn(await owner.round('codex', args));
  const requests = model.requests.length;
  const stolen = thief.round('codex', args, answering(questions, approved));
  await expect(stolen).rejects.toEqual(errorWith(INVALID_PARAMS));
  expect(await threadsOf(thief, home)).toEqual([]);
  expect(model.requests).toHaveLength(requests);
  expect(filesIn(home)).toEqual([]);
  await owner.round('codex', args, answering(questions, approved));
  expect(filesIn(home)).toEqual(['ran']);
  await Promise.all([owner.close(), thief.close()]);
});

test('two calls of 2026-07-28 that take part in a turn are both asked, whatever their ids', async ({
  host,
  home,
  model,
}) => {
  const client = await connectModernHttp(host);
  const threadId = threadOf(await client.codex({ prompt: 'hello', cwd: home.folder, ...asking }));
  const replyOf = (prompt: string) => ({ ...callOf({ prompt, threadId }, {}, 'codex-reply'), id: 'same' });
  const first = await openModern(host, replyOf(silent));
  await eventually(() => model.openAnswers() === 1);
  const second = await openModern(host, replyOf(running('touch ran')));

  const rounds = await Promise.all(
    [first, second].map((stream) => stream.event(({ message }) => message?.result)),
  );

  for (const { message } of rounds) expect(message.result.resultType).toBe('input_required');
  await client.close();
});

test('a token that is revoked ends the running calls of 2026-07-28 that were made with it', async ({
  host,
  home,
  model,
}) => {
  const token = await addToken(host.home, 'revoked');
  const stream = await openModern({ ...host, token }, callOf({ prompt: silent, cwd: home.folder }));
  await eventually(() => model.openAnswers() === 1);
  expect((await runPatchbay(host.home, ['token', 'revoke', 'revoked'])).code).toBe(0);
  await eventually(() => model.openAnswers() === 0);
  await eventually(() => stream.hasEnded());
});

describe('a client of 2026-07-28 that goes away', () => {
  test('during a call has its turn interrupted at once', async ({ host, home, model }) => {
    const stream = await openModern(host, callOf({ prompt: silent, cwd: home.folder }));
    await eventually(() => model.openAnswers() === 1);
    stream.cut();
    await eventually(() => model.openAnswers() === 0);
    const client = await connectModernHttp(host);
    const [{ threadId } = {}] = await threadsOf(client, home);
    await eventually(async () => (await threadsOf(client, home))[0]?.status === 'idle');
    expect(textOf(await client.reply({ prompt: 'go on', threadId }))).toBe('Hello from the fake model.');
    await client.close();
  });

  test('in a later round of a call has it interrupted too', async ({ host, home, model }) => {
    const client = await connectModernHttp(host, { onElicit: () => approved });
    const args = {
      prompt: script({ exec: { cmd: 'touch ran' } }, { hang: true }),
      cwd: home.folder,
      ...asking,
    };
    const questions = questionsIn(await client.round('codex', args));
    const stream = await openModern(host, callOf(args, answering(questions, approved)));
    await eventually(() => model.openAnswers() === 1);
    stream.cut();
    await eventually(() => model.openAnswers() === 0);
    await client.close();
  });

  test('in the first moments of a call has its turn interrupted, and nothing continues', async ({
    host,
    home,
    model,
  }) => {
    const client = await connectModernHttp(host);
    for (const [at, requests] of [0, 1, 2, 4, 8].entries()) {
      const stream = await openModern(host, callOf({ prompt: silent, cwd: home.folder }));
      await eventually(async () => (await threadsOf(client, home)).length > at);
      for (let count = 0; count < requests; count++) await threadsOf(client, home);
      stream.cut();
      await eventually(async () => (await threadsOf(client, home))[0]?.status === 'idle', {
        describe: () => `still running when cut ${requests} requests after it was listed`,
      });
    }
    await eventually(() => model.openAnswers() === 0);
    await client.close();
  });

  for (const way of modernWays) {
    test(`by cancelling over ${way} has the turn interrupted at once`, async ({
      connectWay,
      home,
      model,
    }) => {
      const client = await connectWay(way);
      const cancelling = new AbortController();
      const call = client.codex({ prompt: silent, cwd: home.folder }, { signal: cancelling.signal });
      call.catch(() => undefined);
      await eventually(() => model.openAnswers() === 1);
      cancelling.abort();
      await eventually(() => model.openAnswers() === 0);
      await expect(call).rejects.toThrow();
    });
  }
});

describe('over HTTP, an answer of 2026-07-28', () => {
  test('sends its headers at once, keeps silent streams alive and reports progress with a heartbeat', async ({
    host,
    home,
  }) => {
    const prompt = script({ text: 'at last', firstMs: 12_000 });
    const stream = await openModern(host, {
      ...callOf({ prompt, cwd: home.folder }),
      progressToken: 'slow',
    });
    // Long before there is anything to tell.
    expect(stream.events()).toEqual([]);
    expect(stream.status).toBe(200);
    expect(stream.headers['content-type']).toBe('text/event-stream');
    expect(stream.headers['x-accel-buffering']).toBe('no');
    const { message } = await stream.event((event) => event.message?.result);
    expect(message.result.structuredContent.content).toBe('at last');
    await eventually(() => stream.hasEnded());
    const [, secondSign] = stream.text().matchAll(/^: ?keep-?alive/gm);
    expect(secondSign?.index).toBeLessThan(stream.text().indexOf('"result"'));
    const told = progressIn(stream);
    expect(told.every(({ progressToken }) => progressToken === 'slow')).toBe(true);
    expect(told.map(({ progress }) => progress)).toEqual(told.map((_, at) => at + 1));
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told.at(-1).message).toBe('writing');
    expect(stream.events().at(-1)?.message).toHaveProperty('result');
  });

  test('reports strictly increasing progress, and nothing of older eras', async ({ host, home }) => {
    const prompt = script(
      { exec: { cmd: 'echo working' } },
      { patch: addFile('added', 'content') },
      { text: 'one two three', delayMs: 30 },
    );
    const args = { prompt, cwd: home.folder, sandbox: 'workspace-write' };
    const stream = await openModern(host, { ...callOf(args), progressToken: 7 as never });
    await stream.event(({ message }) => message?.result);
    const told = progressIn(stream);
    expect(told.map(({ progress }) => progress)).toEqual(told.map((_, at) => at + 1));
    expect(told.map(({ message }) => message).join('\n')).toMatch(/echo working[\s\S]*added[\s\S]*writing/);
    const methods = stream.events().map(({ message }) => message.method);
    expect(new Set(methods)).toEqual(new Set(['notifications/progress', undefined]));
    expect(stream.text()).not.toContain('codex/event');
  });

  test('has no notifications for a client that gave no progress token', async ({ host, home }) => {
    const stream = await openModern(host, callOf({ prompt: 'hello', cwd: home.folder }));
    await stream.event(({ message }) => message?.result);
    await eventually(() => stream.hasEnded());
    expect(stream.events()).toHaveLength(1);
  });

  test('is 400 with -32020 where headers are missing or contradict the body, and nothing starts', async ({
    host,
    home,
    model,
  }) => {
    const call = callOf({ prompt: 'hello', cwd: home.folder });
    const wrong: Record<string, string | undefined>[] = [
      { 'Mcp-Method': undefined },
      { 'Mcp-Method': 'tools/list' },
      { 'Mcp-Method': 'TOOLS/CALL' },
      { 'Mcp-Name': undefined },
      { 'Mcp-Name': 'codex-reply' },
      { 'Mcp-Name': '' },
      { 'MCP-Protocol-Version': undefined },
      { 'MCP-Protocol-Version': '2025-11-25' },
    ];
    for (const headers of wrong) {
      const answer = await askModern(host, { ...call, headers });
      const what = JSON.stringify(headers);
      expect({ status: answer.status, code: answer.json?.error?.code }, what).toEqual({
        status: 400,
        code: -32020,
      });
    }
    expect(model.requests).toEqual([]);
    expect((await askModern(host, call)).json.result.structuredContent.content).toMatch(/^Hello/);
  });

  test('is 400 with -32022 for a version nobody speaks, and names those it does', async ({ host }) => {
    for (const version of ['2027-01-01', '2026-07-29']) {
      const { status, json } = await askModern(host, { method: 'server/discover', version });
      expect({ status, code: json.error.code }, version).toEqual({ status: 400, code: -32022 });
      expect(json.error.data.supported).toContain(MODERN_VERSION);
    }
  });

  test('is 404 with -32601 for an unknown method', async ({ host }) => {
    const { status, json } = await askModern(host, { method: 'resources/list' });
    expect({ status, code: json.error.code }).toEqual({ status: 404, code: -32601 });
  });

  test('needs a token, as for every other client', async ({ host }) => {
    const { status } = await askModern({ url: host.url, token: '' }, { method: 'server/discover' });
    expect(status).toBe(401);
  });
});

interface ListedThread {
  readonly threadId: string;
  readonly cwd: string;
  readonly status: string;
}

/** The threads in folders of the test. */
async function threadsOf(client: Pick<ModernClient, 'call'>, home: HomeOfTest): Promise<ListedThread[]> {
  const { structuredContent } = await client.call('codex-threads', {});
  const { threads } = structuredContent as unknown as { threads: ListedThread[] };
  return threads.filter(({ cwd }) => isInside(cwd, home.root));
}

function callOf(args: Record<string, unknown>, retry: Retry = {}, name = 'codex') {
  return {
    method: 'tools/call',
    params: { name, arguments: args, ...retry },
    capabilities: { elicitation: {} },
  };
}

function progressIn(stream: OpenAnswer) {
  const messages = stream.events().map(({ message }) => message);
  return messages.filter(({ method }) => method === 'notifications/progress').map(({ params }) => params);
}
