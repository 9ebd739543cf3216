// A turn that is given up before the engine has named it, because what comes before it takes too long; and prompts that
// come while a turn begins or ends.
import { afterEach, expect, test, vi } from 'vitest';
import { createTurn } from '../../server/engine/threads/turn.ts';
import { createTurnControl } from '../../server/engine/threads/turn-control.ts';
import type { Logger } from '../../server/logging/logger.ts';

const silent: Logger = { error() {}, warn() {}, info() {}, debug() {}, with: () => silent };
const never = () => new Promise<never>(() => undefined);

// biome-ignore lint/suspicious/noExplicitAny: nothing else of these is used here
const anything: any = {};

function controlWith(options: Partial<Parameters<typeof createTurnControl>[0]>) {
  const control = createTurnControl({
    engine: { ...anything, get: async () => anything },
    loader: { ...anything, load: async () => anything },
    startups: { ...anything, settled: () => undefined },
    beforeTurn: async () => undefined,
    afterTurn: async () => undefined,
    places: { ...anything, take: async () => undefined, leave: () => undefined },
    onQueued: () => undefined,
    onEnded: () => undefined,
    logger: silent,
    ...options,
  });
  return { control, thread: { ...anything, id: 'thread', turn: undefined }, turn: createTurn() };
}

afterEach(() => {
  vi.useRealTimers();
});

test.for([['loading'], ['what comes before a turn'], ['a place in line']])(
  'whoever stops it, steers it or waits for it is answered: %s takes too long',
  async ([what]) => {
    vi.useFakeTimers();
    const { control, thread, turn } = controlWith({
      ...(what === 'loading' && { loader: { ...anything, load: never } }),
      ...(what === 'what comes before a turn' && { beforeTurn: never }),
      ...(what === 'a place in line' && { places: { ...anything, take: never, leave: () => undefined } }),
    });
    const started = control.start(thread, turn, 'hello');
    await vi.advanceTimersByTimeAsync(0);
    const steered = control.steer(thread, turn, 'more');
    const interrupted = control.interrupt(thread);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await Promise.all([started, steered, interrupted])).toEqual([undefined, false, undefined]);
    expect(await turn.ended).toEqual({ kind: 'interrupted', text: '' });
  },
);

/** An engine whose turn is there only after `refusals` requests. */
function begunLate(refusals: number) {
  const asked: string[] = [];
  const server = {
    async request(method: string) {
      asked.push(method);
      if (asked.length <= refusals) throw new Error('no active turn to steer');
    },
  };
  const engine = { ...anything, get: async () => server };
  const made = controlWith({ engine });
  made.thread.turn = made.turn;
  made.turn.started('turn');
  return { ...made, asked };
}

test('a prompt for a turn that the engine has accepted and not begun is sent again', async () => {
  const { control, thread, turn, asked } = begunLate(2);
  expect(await control.steer(thread, turn, 'more')).toBe(true);
  expect(asked).toEqual(Array(3).fill('turn/steer'));
});

test('a prompt for a turn that is told to end meanwhile does not reach it, and waits for its end', async () => {
  const { control, thread, turn, asked } = begunLate(0);
  const steered = control.steer(thread, turn, 'more');
  turn.isInterrupted = true;
  let isOver = false;
  void steered.then(() => {
    isOver = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect([isOver, asked]).toEqual([false, []]);
  turn.end({ kind: 'interrupted', text: '' });
  expect(await steered).toBe(false);
});

test('a prompt for a turn that the engine has ended waits for the news of its end', async () => {
  const { control, thread, turn } = begunLate(Number.POSITIVE_INFINITY);
  const steered = control.steer(thread, turn, 'more');
  await new Promise((resolve) => setImmediate(resolve));
  thread.turn = undefined;
  turn.end({ kind: 'completed', text: 'the end' });
  expect(await steered).toBe(false);
});
