// MCP servers of Codex that take a while to start: a turn waits for their tools, but not for ever.
import { describe } from 'vitest';
import { deferred } from '../../server/base/deferred.ts';
import { script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { type HeardRemote, serveHeard } from '../support/heard-remote.ts';
import { type CodexResult, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';

/** A turn waits 10 s for servers. */
const BEFORE_IT_IS_GIVEN_UP_MS = 8000;
const test = base.extend<{ serve(starts: Promise<void>): Promise<HeardRemote> }>({
  serve: async ({ home, model }, use) => {
    const served: HeardRemote[] = [];
    await use(async (starts) => {
      const remote = await serveHeard('heard', starts);
      served.push(remote);
      home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('rem', remote.url) });
      return remote;
    });
    for (const remote of served) await remote.close();
  },
});

const calling = script(
  { mcp: { server: 'rem', tool: 'echo', args: { a: 1 } } },
  { text: 'It said: $LAST_OUTPUT' },
);

describe('the first turn of a thread', () => {
  test('has the tools of a server that was slow to start, and says what it waits for', async ({
    stdio,
    serve,
  }) => {
    const starts = deferred<void>();
    await serve(starts.promise);
    const { codex } = await stdio();
    // It starts once somebody has been told that it is waited for.
    const onprogress = ({ message }: { message?: string }) => {
      if (message === 'starting the MCP server rem') starts.resolve();
    };
    const result = await codex({ prompt: calling }, { onprogress });
    expect(textOf(result)).toContain('heard says a,1');
    expect(textOf(await codex({ prompt: calling }))).toContain('heard says a,1');
  });

  test('starts without a server that does not start', async ({ stdio, serve }) => {
    await serve(new Promise(() => undefined));
    const { codex } = await stdio();
    expect(textOf(await codex({ prompt: script({ text: 'Done without.' }) }))).toBe('Done without.');
  });

  test('is stopped at once while it waits, and the thread continues later', async ({ stdio, serve }) => {
    const starts = deferred<void>();
    const remote = await serve(starts.promise);
    const { client, reply } = await stdio();
    const started = await client.callTool({ name: 'codex-start', arguments: { prompt: calling } });
    const threadId = threadOf(started as CodexResult);
    await eventually(() => remote.heard.length > 0 || undefined);
    const before = Date.now();
    await client.callTool({ name: 'codex-stop', arguments: { threadId } });
    expect(Date.now() - before).toBeLessThan(BEFORE_IT_IS_GIVEN_UP_MS);
    starts.resolve();
    expect(textOf(await reply({ threadId, prompt: calling }))).toContain('heard says a,1');
  });
});
