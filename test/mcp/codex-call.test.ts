import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import { textOf, threadOf } from '../support/patchbay.ts';

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

  test('reports strictly increasing progress that ends with the call', async ({ stdio, home }) => {
    const { codex } = await stdio();
    const seen: { progress: number; message?: string }[] = [];
    const prompt = script({ exec: { cmd: 'echo working' } }, { text: 'one two three', delayMs: 20 });
    await codex(
      { prompt, cwd: home.folder, sandbox: 'workspace-write' },
      { onprogress: (progress) => seen.push(progress) },
    );
    expect(seen.map(({ message }) => message)).toEqual([expect.stringContaining('echo working'), 'writing']);
    expect(seen.map(({ progress }) => progress)).toEqual([1, 2]);
  });
});
