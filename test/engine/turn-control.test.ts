// A turn that is given up before the engine has named it, because what comes before it takes too long.
import { afterEach, expect, test, vi } from 'vitest';
import { createTurn } from '../../server/engine/threads/turn.ts';
import { createTurnControl } from '../../server/engine/threads/turn-control.ts';
import type { Logger } from '../../server/logging/logger.ts';

const silent: Logger = { error() {}, warn() {}, info() {}, debug() {}, with: () => silent };
const never = () => new Promise<never>(() => undefined);

afterEach(() => {
  vi.useRealTimers();
});

test.for([['loading'], ['what comes before a turn']])(
  'whoever stops it, steers it or waits for it is answered: %s takes too long',
  async ([what]) => {
    vi.useFakeTimers();
    // biome-ignore lint/suspicious/noExplicitAny: nothing else of these is used before a turn has begun
    const anything: any = {};
    const control = createTurnControl({
      engine: { ...anything, get: async () => anything },
      loader: { ...anything, load: what === 'loading' ? never : async () => anything },
      startups: { ...anything, settled: () => undefined },
      beforeTurn: what === 'loading' ? async () => undefined : never,
      afterTurn: async () => undefined,
      places: { ...anything, take: async () => undefined, leave: () => undefined },
      onQueued: () => undefined,
      onEnded: () => undefined,
      logger: silent,
    });
    const thread = { ...anything, id: 'thread', turn: undefined };
    const turn = createTurn();
    const started = control.start(thread, turn, 'hello');
    await vi.advanceTimersByTimeAsync(0);
    const steered = control.steer(thread, turn, 'more');
    const interrupted = control.interrupt(thread);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await Promise.all([started, steered, interrupted])).toEqual([undefined, false, undefined]);
    expect(await turn.ended).toEqual({ kind: 'interrupted', text: '' });
  },
);
