// How long a client of 2026-07-28 may take to answer: as long as the question waits, whoever says how long that is.
import type { ServerContext } from '@modelcontextprotocol/server';
import { afterEach, describe, vi } from 'vitest';
import { createAwakeClock } from '../../server/approvals/awake-clock.ts';
import { resolvePaths } from '../../server/config/paths.ts';
import { anonymousPrincipal } from '../../server/config/principals.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';
import { startHost } from '../../server/host/start-host.ts';
import { silentLogger } from '../../server/logging/silent.ts';
import { createRoundCodec } from '../../server/mcp/rounds/rounds.ts';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import { openHttpDoor } from '../support/http-door.ts';
import { connectModernHttp, type Questions } from '../support/modern-client.ts';
import { type CodexResult, textOf } from '../support/patchbay.ts';

test("is the person's setting, not the default of the command line", async ({ home, model }) => {
  home.writeConfig({ baseUrl: model.baseUrl });
  const principal = anonymousPrincipal(defaultCeiling);
  const host = startHost({
    paths: resolvePaths({ env: home.env }),
    env: home.env,
    logger: silentLogger,
    // Over before any client can answer.
    approvalDeadlineMs: 1,
    policy: { of: () => ({ ceiling: defaultCeiling, mode: 'ask-first' }), deadlineMs: () => 60_000 },
    ownAddresses: () => [],
  });
  const server = await openHttpDoor(principal, {
    openSession: () => host.openSession(principal, { transport: 'http' }),
    logger: silentLogger,
  });
  const client = await connectModernHttp({ url: server.url, token: '' }, { onElicit: () => undefined });
  try {
    const prompt = script({ exec: { cmd: 'echo ran' } }, { text: 'the end' });
    const args = { prompt, cwd: home.folder, sandbox: 'workspace-write' };
    const { requestState, inputRequests } = (await client.round('codex', args)) as Questions;
    // Were its turn stopped when nobody listens, it would be by now.
    await client.call('codex-threads', {});
    const inputResponses = Object.fromEntries(
      Object.keys(inputRequests).map((id) => [id, { action: 'accept', content: {} }]),
    );
    const result = (await client.round('codex', args, { requestState, inputResponses })) as CodexResult;
    expect(textOf(result)).toBe('the end');
  } finally {
    await client.close();
    await host.close();
    await server.close();
  }
});

describe('the state of a round', () => {
  afterEach(() => vi.useRealTimers());
  const ctx = { mcpReq: { method: 'tools/call' } } as ServerContext;
  const state = { handle: 'h', digest: 'd', round: 1 };

  test('is valid for as long as a question waits', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    let deadlineMs = 60_000;
    const codec = createRoundCodec({ deadlineMs: () => deadlineMs, clock: createAwakeClock() });
    const sealed = await codec.mint(state, ctx);
    deadlineMs = 1000;
    vi.advanceTimersByTime(59_000);
    expect(await codec.verify(sealed, ctx)).toEqual(state);
    vi.advanceTimersByTime(2000);
    await expect(codec.verify(sealed, ctx)).rejects.toThrow('Invalid or expired requestState');
  });

  test('does not age while nobody could answer', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const clock = createAwakeClock();
    const codec = createRoundCodec({ deadlineMs: () => 60_000, clock });
    const sealed = await codec.mint(state, ctx);
    vi.advanceTimersByTime(30_000);
    clock.pause();
    vi.advanceTimersByTime(3_600_000);
    expect(await codec.verify(sealed, ctx)).toEqual(state);
    clock.resume();
    vi.advanceTimersByTime(29_000);
    expect(await codec.verify(sealed, ctx)).toEqual(state);
    vi.advanceTimersByTime(2000);
    await expect(codec.verify(sealed, ctx)).rejects.toThrow('Invalid or expired requestState');
  });
});
