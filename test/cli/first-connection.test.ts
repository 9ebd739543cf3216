// How long `patchbay connect` waits, and for whom.
import { expect, test } from 'vitest';
import { waitForConnection } from '../../server/cli/first-connection.ts';
import type { HostStatus } from '../../server/control/messages/hello.ts';

const SINCE = Date.parse('2026-01-02T03:04:05Z');
const session = (more: object) => ({
  id: 's',
  principal: 'local',
  transport: 'relay',
  openedAt: '2026-01-02T03:04:06Z',
  client: { name: 'cursor', version: '1' },
  ...more,
});

/** @param looks what the host says each time; after the last it goes on saying that */
function wait(
  looks: (object[] | undefined)[],
  more: { withinMs?: number; interrupted?: Promise<number> } = {},
) {
  const said: string[] = [];
  let count = 0;
  const end = waitForConnection({
    status: async () => {
      const sessions = looks[Math.min(count, looks.length - 1)];
      count += 1;
      return sessions && ({ sessions } as unknown as HostStatus);
    },
    isOfClient: ({ transport }) => transport === 'relay',
    since: SINCE,
    withinMs: more.withinMs ?? 60_000,
    everyMs: 1,
    interrupted: more.interrupted ?? new Promise(() => undefined),
    onWaiting: () => said.push('waiting'),
  });
  return { end, said, looks: () => count };
}

test('it ends with the first session that came in this way and was not there before', async () => {
  const earlier = session({ openedAt: '2026-01-02T03:04:04Z' });
  const other = session({ transport: 'http' });
  const unnamed = session({ client: undefined });
  const waiting = wait([[earlier], [earlier, other, unnamed], [earlier, other, session({})]]);
  expect(await waiting.end).toEqual({ kind: 'connected', client: { name: 'cursor', version: '1' } });
  expect(waiting.said).toEqual(['waiting']);
  expect(waiting.looks()).toBe(3);
});

test('it does not wait where nobody would tell', async () => {
  const waiting = wait([undefined]);
  expect(await waiting.end).toEqual({ kind: 'no-host' });
  expect(waiting.said).toEqual([]);
  expect(await wait([[], undefined]).end).toEqual({ kind: 'host-ended' });
});

test('it ends after a time, and at Ctrl-C at once', async () => {
  expect(await wait([[]], { withinMs: 5 }).end).toEqual({ kind: 'late' });
  const waiting = wait([[]], { interrupted: Promise.resolve(130) });
  expect(await waiting.end).toEqual({ kind: 'interrupted', exitCode: 130 });
});
