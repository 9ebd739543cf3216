// What a caller sees when the model provider fails: an error result with what went wrong and the thread, which stays
// usable.
import fs from 'node:fs';
import { describe } from 'vitest';
import { type Step, script } from '../support/fake-model.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

interface Trouble {
  readonly name: string;
  readonly step: Step;
  /** In the text of the result, in the words of the provider or, where it keeps those back, of the engine. */
  readonly says: RegExp;
}

const test = hostTest();

/** After which silence is an error: long enough for a model that works, also on a busy machine. */
const IDLE_MS = 2500;
/** Where nobody is silent. */
const PATIENT_MS = 60_000;

const troubles: Trouble[] = [
  {
    name: 'a refused key (401)',
    step: { error: { status: 401, message: 'This key is not known.' } },
    says: /401 Unauthorized: This key is not known\.[\s\S]*Run `codex login` in a terminal/,
  },
  {
    name: 'too many requests (429)',
    step: { error: { status: 429, message: 'Slow down, please.' } },
    says: /429 Too Many Requests/,
  },
  {
    name: 'an internal error (500)',
    step: { error: { status: 500, message: 'Out of order.' } },
    says: /temporary errors/,
  },
  {
    name: 'a stream that is cut',
    step: { cut: { text: 'one two three four', after: 2 } },
    says: /stream disconnected before completion/,
  },
  {
    name: 'a stream that stays silent',
    step: { hang: true },
    says: /idle timeout/,
  },
  {
    name: 'a conversation that has become too long',
    step: { failed: { code: 'context_length_exceeded', message: 'Your input exceeds the context window.' } },
    says: /context window/,
  },
  {
    name: 'an answer that the provider gives up',
    step: { failed: { code: 'server_error', message: 'The provider lost its thread.' } },
    says: /The provider lost its thread\./,
  },
];

describe.each(troubles)('$name', ({ step, says }) => {
  test('makes the call an error that says so, and the thread continues', async ({ connect, home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, retries: { idleMs: 'hang' in step ? IDLE_MS : PATIENT_MS } });
    const { codex, reply } = await connect();

    const failed = await codex({ prompt: script(step), cwd: home.folder });

    expect(failed.isError).toBe(true);
    expect(textOf(failed)).toMatch(says);
    expect(failed.structuredContent).toMatchObject({ threadId: threadOf(failed), content: textOf(failed) });
    const next = await reply({ prompt: 'go on', threadId: threadOf(failed) });
    expect(next.isError).toBeUndefined();
    expect(next.structuredContent).toMatchObject({
      threadId: threadOf(failed),
      content: 'Hello from the fake model.',
    });
  });

  test('makes a reply an error too, after work that stays done', async ({ connect, home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, retries: { idleMs: 'hang' in step ? IDLE_MS : PATIENT_MS } });
    const { codex, reply } = await connect();
    const started = await codex({ prompt: 'hello', cwd: home.folder, sandbox: 'workspace-write' });
    const threadId = threadOf(started);

    const failed = await reply({ prompt: script({ exec: { cmd: 'touch done' } }, step), threadId });

    expect(failed.isError).toBe(true);
    expect(textOf(failed)).toMatch(says);
    expect(threadOf(failed)).toBe(threadId);
    expect(fs.readdirSync(home.folder)).toEqual(['done']);
    const next = await reply({ prompt: script({ text: 'back again' }), threadId });
    expect(next.structuredContent).toMatchObject({ threadId, content: 'back again' });
  });
});

test('an unreachable provider is retried, and the progress says so', async ({ connect, home, model }) => {
  home.writeConfig({ baseUrl: 'http://127.0.0.1:1/v1' });
  const { codex } = await connect();
  const seen: (string | undefined)[] = [];
  const cancelling = new AbortController();
  const call = codex(
    { prompt: 'hello', cwd: home.folder },
    { signal: cancelling.signal, onprogress: ({ message }) => seen.push(message) },
  );
  const rejection = expect(call).rejects.toThrow('waited enough');
  await eventually(() => seen.some((message) => message?.includes('waiting for network')));
  cancelling.abort('waited enough');
  await rejection;

  home.writeConfig({ baseUrl: model.baseUrl });
  expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe('Hello from the fake model.');
});

test('a temporary problem is shown as progress, and the call succeeds', async ({ connect, home, model }) => {
  home.writeConfig({ baseUrl: model.baseUrl, retries: { stream: 2 } });
  const { codex } = await connect();
  const seen: (string | undefined)[] = [];
  const trouble: Step = { cut: { text: 'one two three', after: 1 }, times: 1 };
  const result = await codex(
    { prompt: script(trouble), cwd: home.folder },
    { onprogress: ({ message }) => seen.push(message) },
  );
  expect(result.isError).toBeUndefined();
  expect(textOf(result)).toBe('done');
  expect(seen).toContainEqual(expect.stringContaining('1/2'));
});

test('a problem in one thread does not affect another', async ({ connect, home }) => {
  const [one, two] = [await connect(), await connect()];
  const [failed, fine] = await Promise.all([
    one.codex({ prompt: script({ error: { status: 500 }, firstMs: 100 }), cwd: home.folder }),
    two.codex({ prompt: script({ text: 'a b c d e f g h i j', delayMs: 30 }), cwd: home.folder }),
  ]);
  expect(failed.isError).toBe(true);
  expect(textOf(fine)).toBe('a b c d e f g h i j');
  expect(fine.isError).toBeUndefined();
});
