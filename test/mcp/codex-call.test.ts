import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import { textOf, threadOf } from '../support/patchbay.ts';
import { connectRawStdio } from '../support/raw-stdio-client.ts';

describe('a plain call', () => {
  test('answers with the last message and the thread, over stdio', async ({ stdio, home }) => {
    const { codex } = await stdio();
    const result = await codex({ prompt: 'hello', cwd: home.folder });
    expect(textOf(result)).toBe('Hello from the fake model.');
    expect(result.structuredContent).toMatchObject({ threadId: threadOf(result), content: textOf(result) });
    expect(result.isError).toBeUndefined();
  });

  test('answers the same over HTTP', async ({ http, httpClient, home }) => {
    const { codex } = await httpClient(await http());
    const result = await codex({ prompt: 'hello', cwd: home.folder });
    expect(textOf(result)).toBe('Hello from the fake model.');
  });

  test('reports strictly increasing progress that ends with the call', async ({ home }) => {
    // The client of the SDK forgets who wanted the progress that arrives together with the result.
    const { messages, request, close } = await connectRawStdio(home);
    const prompt = script({ exec: { cmd: 'echo working' } }, { text: 'one two three', delayMs: 20 });
    const args = { prompt, cwd: home.folder, sandbox: 'workspace-write' };
    const params = { name: 'codex', arguments: args, _meta: { progressToken: 'token' } };
    expect((await request('tools/call', params)).result.isError).toBeUndefined();
    const seen = messages.filter(({ method }) => method === 'notifications/progress');
    await close();
    expect(messages.filter(({ method }) => method === 'notifications/progress')).toEqual(seen);
    expect(seen.map(({ params: { message } }) => message)).toEqual([
      expect.stringContaining('echo working'),
      'writing',
    ]);
    expect(seen.map(({ params: { progress } }) => progress)).toEqual([1, 2]);
    expect(seen.map(({ params: { progressToken } }) => progressToken)).toEqual(['token', 'token']);
  });
});
