// What the Inbox proposes while nothing waits.
import { describe, expect, test } from 'vitest';
import { nextStepOf } from '../../renderer/pages/inbox/next-step.ts';
import type { HostState, RemoteRow } from '../../server/contract/state.ts';
import { remotes } from './stage/remotes.ts';
import { clients } from './stage/rows.ts';
import { sceneOf } from './stage/scenes.ts';

const done = sceneOf('done').state;
const withRemotes = (...kinds: RemoteRow['status']['kind'][]): HostState => ({
  ...done,
  remotes: kinds.map((kind, at) => ({
    ...(remotes[0] as RemoteRow),
    name: `r${at}`,
    status: { kind } as never,
  })),
});

describe('the next step', () => {
  test('is to connect a client while none has ever come', () => {
    expect(nextStepOf({ ...withRemotes('failed'), clients: [] })?.kind).toBe('connect');
    const gone = clients.map((client) => ({ ...client, isConnected: false }));
    expect(nextStepOf({ ...withRemotes('ready'), clients: gone })).toBeUndefined();
  });

  test('is a sign-in before a failure, and names all it is about', () => {
    const step = nextStepOf(withRemotes('failed', 'needs-sign-in', 'ready', 'needs-sign-in'));
    expect(step).toEqual({
      kind: 'remote-sign-in',
      names: ['r1', 'r3'],
      place: { page: 'remotes', remote: 'r1' },
    });
    expect(nextStepOf(withRemotes('broken', 'failed'))).toMatchObject({
      kind: 'remote-failed',
      names: ['r1', 'r0'],
    });
  });

  test('is none when remotes are idle, unused or switched off on purpose', () => {
    expect(nextStepOf(withRemotes('idle', 'unused', 'disabled', 'connecting', 'loop'))).toBeUndefined();
  });
});
