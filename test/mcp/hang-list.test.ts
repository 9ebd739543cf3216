// The eight situations in which `codex mcp-server` left a call without an answer for ever (last seen in 0.153.4).
// Here each is answered soon after what settles it, in both eras and over both transports.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from 'vitest';
import { isUnanswered } from '../support/audit.ts';
import { type FakeModel, script } from '../support/fake-model.ts';
import type { HomeOfTest } from '../support/host-test.ts';
import { answering, questionsIn } from '../support/modern-client.ts';
import { type CodexResult, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { COMPILED } from '../support/remotes.ts';
import {
  expect,
  modernWays,
  oneOfEachEra,
  test as ownHostTest,
  type WayClient,
  ways,
  waysTest,
} from '../support/ways.ts';

/** A silent model is not given up. */
const test = waysTest({ retries: { idleMs: 60_000 } });

/** Many times what it takes, and much less than what a client waits. */
const SOON_MS = 10_000;

const asking = { 'approval-policy': 'untrusted', sandbox: 'workspace-write' };
const toldLast = { text: 'told: $LAST_OUTPUT' };
const question = script({ exec: { cmd: 'touch ran' } }, toldLast);
const legacyWays = ways.filter((way) => !modernWays.some((modern) => modern === way));

describe.for(ways)('over %s', (way) => {
  test.for([
    ['decision: abort', { action: 'accept', content: { decision: 'abort' } }],
    ['action: cancel', { action: 'cancel' }],
  ] as const)('a question answered with %s ends the call', async ([, answer], { connectWay, home }) => {
    const cause = later();
    const client = await connectWay(way, { onElicit: () => cause.now(answer) });
    const result = await inTime(client.codex({ prompt: question, cwd: home.folder, ...asking }), cause);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/stopped/);
  });

  test('a reply to a busy thread and the call it is busy with are both answered', async ({
    connectWay,
    home,
    model,
  }) => {
    const client = await connectWay(way);
    const { first, threadId } = await busyThread(client, home, model);
    const reply = client.reply({ prompt: script('turn left', { text: 'turned left' }), threadId });
    const cause = onceModelAnswered(model);
    const results = await Promise.all([inTime(first, cause), inTime(reply, cause)]);
    expect(results.map(({ structuredContent }) => structuredContent)).toMatchObject([
      { threadId, content: 'turned left' },
      { threadId, content: 'turned left' },
    ]);
  });

  test.for(['first', 'second'] as const)(
    'when the %s of two calls on a thread is cancelled, the other is answered',
    async (which, { connectWay, home, model }) => {
      const client = await connectWay(way);
      const cancelling = new AbortController();
      const signals = { [which]: { signal: cancelling.signal } } as Record<string, { signal: AbortSignal }>;
      const { first, threadId } = await busyThread(client, home, model, signals['first']);
      const requests = model.requests.length;
      const prompt = script({ text: 'the end', firstMs: 1500 });
      const second = client.reply({ prompt, threadId }, signals['second']);
      second.catch(() => undefined);
      await eventually(() => model.requests.length > requests);
      const cause = onceModelAnswered(model);
      cancelling.abort();
      await expect(which === 'first' ? first : second).rejects.toThrow();
      const result = await inTime(which === 'first' ? second : first, cause);
      expect(result.structuredContent).toMatchObject({ threadId, content: 'the end' });
    },
  );

  test('a method Patchbay does not offer is answered with an error', async ({ connectWay }) => {
    const client = await connectWay(way);
    const uri = 'file:///nowhere';
    const ref = { type: 'ref/prompt', name: 'none' };
    const methods: [string, object?][] = [
      ['resources/list'],
      ['resources/templates/list'],
      ['resources/read', { uri }],
      ['resources/subscribe', { uri }],
      ['resources/unsubscribe', { uri }],
      ['prompts/list'],
      ['prompts/get', { name: 'none' }],
      ['completion/complete', { ref, argument: { name: 'a', value: '' } }],
    ];
    for (const [method, params] of methods) {
      const cause = later();
      cause.now();
      const answer = await inTime(client.ask(method, params), cause);
      // What its era does not have, a client of the official SDK refuses by itself.
      expect([-32601, 'METHOD_NOT_SUPPORTED_BY_PROTOCOL_VERSION'], method).toContain(answer.error?.code);
    }
  });
});

describe.for(oneOfEachEra)('over %s', (way) => {
  test.for([
    ['approved', { action: 'accept', content: { decision: 'approved' } }, /put: content/],
    ['denied', { action: 'decline' }, /rejected/],
  ] as const)(
    'the approval of a tool of another MCP server reaches the client, and is %s',
    async (row, { connectWay, home, model }) => {
      const [, answer, told] = row;
      withTools(home, model);
      const cause = later();
      const client = await connectWay(way, { onElicit: () => cause.now(answer) });
      const result = await inTime(
        client.codex({ prompt: putting(home), cwd: home.folder, ...asking }),
        cause,
      );
      expect(client.elicitations).toHaveLength(1);
      expect(textOf(result)).toMatch(told);
    },
  );

  test('the approval of a tool of another MCP server is denied when nobody can be asked', async ({
    connectWay,
    home,
    model,
  }) => {
    withTools(home, model);
    const client = await connectWay(way);
    const result = await client.codex({ prompt: putting(home), cwd: home.folder, ...asking });
    expect(textOf(result)).toMatch(/rejected/);
    expect(result.content.map(wordsOf).join()).toMatch(/nobody could be asked/);
  });

  test('a prompt that cannot be submitted is answered with the reason', async ({ connectWay, home }) => {
    const client = await connectWay(way);
    const threadId = threadOf(await client.codex({ prompt: 'hello', cwd: home.folder }));
    const tooLong = 'x'.repeat(1024 * 1024 + 1);
    const cause = later();
    cause.now();
    const result = await inTime(client.reply({ prompt: tooLong, threadId }), cause);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/maximum length/);
    const next = await client.reply({ prompt: 'hello', threadId });
    expect(textOf(next)).toBe('Hello from the fake model.');
  });
});

describe.for(oneOfEachEra)('over %s', (way) => {
  test('half of a character in a prompt is no reason for silence', async ({ connectWay, home }) => {
    const client = await connectWay(way);
    const cause = later();
    cause.now();
    const call = client.codex({ prompt: 'hello \ud800', cwd: home.folder, 'base-instructions': '\udfff' });
    expect(textOf(await inTime(call, cause))).toBe('Hello from the fake model.');
  });
});

describe.for(legacyWays)('over %s', (way) => {
  ownHostTest(
    'a question nobody answers is denied when the time is over, and the call continues',
    async ({ connect, home }) => {
      const cause = later();
      const client = await connect(way, {
        onElicit: () => cause.in(1000),
        args: ['--approval-timeout', '1'],
      });
      const result = await inTime(client.codex({ prompt: question, cwd: home.folder, ...asking }), cause);
      expect(textOf(result)).toMatch(/rejected by user/);
      expect(result.content.map(wordsOf).join()).toMatch(/nobody answered within 1 s/);
    },
  );

  test('a question answered with a JSON-RPC error is denied, and the call continues', async ({
    connectWay,
    home,
  }) => {
    const cause = later();
    const client = await connectWay(way, {
      onElicit() {
        cause.now();
        throw new Error('there is no screen');
      },
    });
    const result = await inTime(client.codex({ prompt: question, cwd: home.folder, ...asking }), cause);
    expect(textOf(result)).toMatch(/rejected by user/);
    expect(result.content.map(wordsOf).join()).toMatch(/there is no screen/);
  });
});

describe.for(modernWays)('over %s', (way) => {
  ownHostTest(
    'a client that comes back when the time for its answer is over is told so',
    async ({ connectModern, home }) => {
      const client = await connectModern(way, {
        onElicit: () => undefined,
        args: ['--approval-timeout', '1'],
      });
      const args = { prompt: question, cwd: home.folder, ...asking };
      const { requestState } = questionsIn(await client.round('codex', args));
      await eventually(() => isUnanswered(home));
      const cause = later();
      cause.now();
      const end = await inTime(
        client.round('codex', args, { requestState }).catch((error: Error) => error),
        cause,
      );
      if (end instanceof Error) expect(end.message).toMatch(/expired/);
      else expect(JSON.stringify(end)).toMatch(/nobody answered within 1 s|no client had listened/);
    },
  );

  test('a question with an invalid answer is denied, and the call continues', async ({
    connectModern,
    home,
  }) => {
    const client = await connectModern(way, { onElicit: () => undefined });
    const args = { prompt: question, cwd: home.folder, ...asking };
    const questions = questionsIn(await client.round('codex', args));
    const cause = later();
    cause.now();
    const error = { code: -32601, message: 'Method not found' };
    const end = client.round('codex', args, answering(questions, { jsonrpc: '2.0', id: 1, error }));
    expect(textOf((await inTime(end, cause)) as CodexResult)).toMatch(/rejected by user/);
  });
});

/** When the thing happened that settles a call. */
interface Cause {
  readonly happened: Promise<number>;
}

/** A cause that a test brings about itself. */
function later() {
  let happen: (at: number) => void = () => undefined;
  const happened = new Promise<number>((resolve) => {
    happen = resolve;
  });
  return {
    happened,
    /** It happens now. Gives back what it was given. */
    now<T>(answer?: T): T {
      happen(performance.now());
      return answer as T;
    },
    /** It happens after so long, and is never answered. */
    in(ms: number): Promise<never> {
      happen(performance.now() + ms);
      return new Promise(() => {});
    },
  };
}

/** The model has given all its answers. */
function onceModelAnswered(model: FakeModel): Cause {
  const happened = eventually(() => model.openAnswers() === 1)
    .then(() => eventually(() => model.openAnswers() === 0))
    .then(() => performance.now());
  return { happened };
}

/** Waits for an answer; fails when it comes without its cause, or long after it. */
async function inTime<T>(answer: Promise<T>, { happened }: Cause): Promise<T> {
  const given = await answer;
  const at = performance.now();
  const cause = await Promise.race([happened, sleep(SOON_MS, undefined, { ref: false })]);
  if (cause === undefined) throw new Error(`answered for another reason: ${JSON.stringify(given)}`);
  expect(at - cause).toBeLessThan(SOON_MS);
  return given;
}

/** A thread whose turn hangs at the model, and the call that waits for it. */
async function busyThread(
  client: WayClient,
  home: HomeOfTest,
  model: FakeModel,
  options?: { signal: AbortSignal },
): Promise<{ first: Promise<CodexResult>; threadId: string }> {
  const threadId = threadOf(await client.codex({ prompt: 'hello', cwd: home.folder }));
  const first = client.reply({ prompt: script({ hang: true }), threadId }, options);
  first.catch(() => undefined);
  await eventually(() => model.openAnswers() === 1);
  return { first, threadId };
}

/** An MCP server of the tests in config.toml. */
function withTools(home: HomeOfTest, model: FakeModel): void {
  const toolServer = path.resolve(import.meta.dirname, '../support/tool-server.ts');
  const extra = `[mcp_servers.lab]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(toolServer)}]
${COMPILED}
startup_timeout_sec = 60`;
  home.writeConfig({ baseUrl: model.baseUrl, extra });
}

/** Calls a tool that says nothing about itself, so that it is asked about. */
function putting(home: HomeOfTest): string {
  const args = { file: path.join(home.folder, 'put'), text: 'content' };
  return script({ mcp: { server: 'lab', tool: 'put', args } }, toldLast);
}

function wordsOf(block: CodexResult['content'][number]): string {
  return block.type === 'text' ? block.text : '';
}
