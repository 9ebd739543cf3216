// How a turn's spending is counted, when a cap is reached, and what a yes gives: on events as the engine sends them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Decision } from '../../server/approvals/approval.ts';
import { deferred } from '../../server/base/deferred.ts';
import { describeSubject } from '../../server/contract/describe-subject.ts';
import { amountsOf, type Caps, lowestCaps, type Spent } from '../../server/contract/leash.ts';
import { amountText, spentText } from '../../server/contract/leash-words.ts';
import { callLeash } from '../../server/engine/leash/call-leash.ts';
import { createStallWatch } from '../../server/engine/leash/stall-watch.ts';
import { stepOf } from '../../server/engine/leash/step.ts';
import { createTurnLeash, type LeashSubject } from '../../server/engine/leash/turn-leash.ts';
import { createUsage, raisedCap, reachedCap } from '../../server/engine/leash/usage.ts';

const started = { method: 'turn/started', params: { threadId: 'main' } };
const item = (method: 'started' | 'completed', fields: object) => ({
  method: `item/${method}`,
  params: { threadId: 'main', item: fields },
});
const command = (id: string, fields: object = {}) => ({
  type: 'commandExecution',
  id,
  source: 'agent',
  ...fields,
});
const patch = (id: string, status: string, ...paths: string[]) => ({
  type: 'fileChange',
  id,
  status,
  changes: paths.map((path) => ({ path, kind: { type: 'add' }, diff: '' })),
});
const tokens = (threadId: string, total: number, last: number) => ({
  method: 'thread/tokenUsage/updated',
  params: { threadId, tokenUsage: { total: { totalTokens: total }, last: { totalTokens: last } } },
});
const shell = (id: string) => stepOf({ id, tool: 'Bash', input: { command: 'ls' } }, '/srv');

const counted: readonly [
  what: string,
  events: readonly object[],
  Partial<Record<'tokens' | 'commands' | 'files', number>>,
][] = [
  [
    'a command when it starts',
    [item('started', command('a')), item('completed', command('a'))],
    { commands: 1 },
  ],
  [
    'no command a person denied',
    [item('started', command('a')), item('completed', command('a', { status: 'declined' }))],
    { commands: 0 },
  ],
  [
    'a failed command',
    [item('started', command('a')), item('completed', command('a', { status: 'failed' }))],
    { commands: 1 },
  ],
  [
    'no text written to a running program',
    [item('started', command('a', { source: 'unifiedExecInteraction' }))],
    { commands: 0 },
  ],
  [
    'files of patches, each once',
    [
      item('completed', patch('p', 'completed', '/a', '/b')),
      item('completed', patch('q', 'completed', '/a')),
    ],
    { files: 2 },
  ],
  [
    'no file of a patch that was not applied',
    [item('completed', patch('p', 'declined', '/a'))],
    { files: 0 },
  ],
  [
    'tokens since the turn began',
    [tokens('main', 900, 100), started, tokens('main', 1000, 100), tokens('main', 1300, 300)],
    { tokens: 400 },
  ],
  [
    'tokens of sub-agents',
    [started, tokens('main', 100, 100), tokens('sub', 70, 30), tokens('sub', 90, 20)],
    { tokens: 150 },
  ],
];

test.for(counted)('counts %s', ([, events, amounts]) => {
  const usage = createUsage();
  for (const event of events) usage.receive(event as never);
  expect(usage).toMatchObject(amounts);
});

test('counts the files of a patch that was accepted in part, and not those that were left out', () => {
  const usage = createUsage();
  usage.receive(item('completed', patch('p', 'completed', '/a')) as never);
  usage.take({ id: 'q', isCommand: false, files: ['/b', '/c'] });
  usage.accepted(patch('q', '', '/a', '/b').changes as never);
  usage.receive(item('completed', patch('q', 'declined', '/b', '/c')) as never);
  expect(usage.files).toBe(2);
});

test('counts an announced command once, and its files as soon as they are announced', () => {
  const usage = createUsage();
  const change = stepOf(
    {
      id: 'p',
      tool: 'apply_patch',
      input: {
        command:
          '*** Begin Patch\n*** Add File: a\n+a\n*** Update File: /srv/b\n*** Move to: c\n@@\n*** End Patch',
      },
    },
    '/srv',
  );
  usage.take(shell('a'));
  usage.take(change);
  usage.receive(item('started', command('a')) as never);
  usage.receive(item('started', command('from-code')) as never);
  expect(change).toEqual({ id: 'p', isCommand: false, files: ['/srv/a', '/srv/b', '/srv/c'] });
  expect(usage).toMatchObject({ commands: 1, files: 3 });
  usage.receive(item('completed', patch('p', 'failed', '/srv/a')) as never);
  expect(usage.files).toBe(0);
});

describe('a cap', () => {
  const used = { minutes: 3, tokens: 500, commands: 4, files: 2 };
  const reached: readonly [
    caps: Caps,
    after: { commands: number; files: number },
    cap: string | undefined,
  ][] = [
    [{}, { commands: 5, files: 9 }, undefined],
    [{ minutes: 3 }, used, 'minutes'],
    [{ minutes: 3.01 }, used, undefined],
    [{ tokens: 500 }, used, 'tokens'],
    [{ tokens: 501 }, used, undefined],
    [{ commands: 4 }, used, undefined],
    [{ commands: 4 }, { commands: 5, files: 2 }, 'commands'],
    [{ files: 2 }, { commands: 5, files: 2 }, undefined],
    [{ files: 2 }, { commands: 4, files: 3 }, 'files'],
  ];
  test.for(reached)('%j with %j is reached: %s', ([caps, after, cap]) => {
    expect(reachedCap(used, after, caps)?.cap).toBe(cap);
  });

  test.for([
    ['commands', 10, 10, 10, undefined, 12],
    ['commands', 1, 1, 1, undefined, 2],
    ['commands', 12, 10, 12, undefined, 14],
    ['tokens', 1000, 1000, 5400, undefined, 5600],
    ['minutes', 30, 30, 30, undefined, 36],
    ['files', 5, 5, 5, 6, 6],
    ['files', 5, 5, 5, 12, 12],
  ] as const)(
    'of %s at %i, %i at first, with %i used, is raised for a step to %s: %i',
    ([cap, limit, first, amount, needs, next]) => {
      expect(raisedCap({ cap, limit, ...(needs && { needs }) }, first, amount)).toBe(next);
    },
  );

  test('of the caller is the lower one', () => {
    expect(lowestCaps({ minutes: 5, tokens: 9 }, { minutes: 7, files: 1 })).toEqual({
      minutes: 5,
      tokens: 9,
      files: 1,
    });
    expect(callLeash({ minutes: 5 }, { minutes: 7, files: 1 }).caps).toEqual({ minutes: 5, files: 1 });
    expect(() => callLeash({ minutes: 8 }, { minutes: 7 })).toThrow('asks for 8 min');
  });

  test.for([
    ['commands', 6, 8, 'Continue with 20% more?'],
    ['files', 5, 6, 'Continue with 20% more?'],
    ['files', 5, 12, 'Continue with 7 more files?'],
  ] as const)('of %s at %i that would be %i is asked about in words: %s', ([cap, limit, next, question]) => {
    expect(describeSubject({ kind: 'leash', cap, limit, next, spent: used }).question).toBe(question);
  });

  test('never reads as reached before it is', () => {
    expect(spentText({ minutes: 29.99, tokens: 84_900, commands: 1, files: 3 }, { minutes: 30 })).toBe(
      '29 of 30 min · 84k tokens · 1 command · 3 files',
    );
    expect(spentText({ minutes: 3.7, tokens: 0, commands: 0, files: 0 }, { minutes: 30.5 })).toBe(
      '3 of 30 min · 0 tokens · 0 commands · 0 files',
    );
    expect(spentText({ minutes: 0.999, tokens: 0, commands: 0, files: 0 }, { minutes: 30 })).toBe(
      '59 s of 30 min · 0 tokens · 0 commands · 0 files',
    );
    expect(spentText({ minutes: 0.37, tokens: 1_250_000, commands: 0, files: 1 })).toBe(
      '22 s · 1.2M tokens · 0 commands · 1 file',
    );
  });
});

test('a limit is never shown as none', () => {
  const shown = [0.1, 0.05, 0.019, 0.01, 1e-9].map((minutes) => amountText('minutes', minutes));
  expect(shown).toEqual(['0.1 min', '0.05 min', '0.01 min', '0.01 min', 'less than 0.01 min']);
  expect(spentText({ minutes: 0.001, tokens: 0, commands: 0, files: 0 }, { minutes: 0.05 })).toBe(
    '0 of 0.05 min · 0 tokens · 0 commands · 0 files',
  );
});

describe('in time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function leash(caps: Caps, verdict: Decision['verdict'], ended = Promise.resolve()) {
    const asked: LeashSubject[] = [];
    const stopped: LeashSubject[] = [];
    let last: Spent | undefined;
    const turn = createTurnLeash({
      caps,
      stallMs: 1e9,
      async ask(subject) {
        asked.push(subject);
        return { verdict, means: 'window', by: 'window', afterMs: 0 };
      },
      async stop(at) {
        stopped.push(at);
        await ended;
      },
      onSpent(spent) {
        last = spent;
      },
      onStalled: () => undefined,
    });
    return { turn, asked, stopped, minutes: () => last && amountsOf(last, Date.now()).minutes };
  }

  test('the clock of a turn stands still while a question waits', async () => {
    const { turn, asked, minutes } = leash({ minutes: 10 }, 'approve');
    await vi.advanceTimersByTimeAsync(6 * 60_000);
    turn.asked('one');
    turn.asked('two');
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    turn.answered('one');
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(minutes()).toBe(6);
    turn.answered('two');
    await vi.advanceTimersByTimeAsync(3.9 * 60_000);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(0.2 * 60_000);
    expect(asked).toMatchObject([{ cap: 'minutes', limit: 10, next: 12 }]);
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(asked).toMatchObject([{ next: 12 }, { limit: 12, next: 14 }]);
  });

  test('several steps at a cap ask once, and none is done after a no', async () => {
    const { turn, asked, stopped } = leash({ commands: 1 }, 'stop-turn');
    const may = await Promise.all(['a', 'b', 'c'].map((id) => turn.mayGoOn(shell(id))));
    expect(may).toEqual([true, false, false]);
    expect(asked).toHaveLength(1);
    expect(stopped).toHaveLength(1);
    expect(await turn.mayGoOn(shell('d'))).toBe(false);
  });

  test('no step is refused before the turn that is stopped has ended', async () => {
    const ended = deferred<void>();
    const { turn, stopped } = leash({ commands: 1 }, 'stop-turn', ended.promise);
    expect(await turn.mayGoOn(shell('a'))).toBe(true);
    const answers: boolean[] = [];
    const steps = ['b', 'c'].map((id) => turn.mayGoOn(shell(id)).then((may) => answers.push(may)));
    await vi.advanceTimersByTimeAsync(1000);
    expect(stopped).toHaveLength(1);
    steps.push(turn.mayGoOn(shell('d')).then((may) => answers.push(may)));
    await vi.advanceTimersByTimeAsync(1000);
    expect(answers).toEqual([]);
    ended.resolve();
    await Promise.all(steps);
    expect(answers).toEqual([false, false, false]);
  });

  test('used up tokens are asked about only when the turn goes on', async () => {
    const { turn, asked } = leash({ tokens: 100 }, 'approve');
    turn.receive(started as never);
    turn.receive(tokens('main', 150, 150) as never);
    expect(asked).toEqual([]);
    turn.receive(item('started', { type: 'reasoning', id: 'r' }) as never);
    expect(asked).toMatchObject([{ cap: 'tokens', limit: 100, next: 170, spent: { tokens: 150 } }]);
  });

  test('silence is reported once, is over with the next event, and is none while a question waits', async () => {
    const told: (number | undefined)[] = [];
    const watch = createStallWatch(5000, (since) => told.push(since));
    const began = Date.now();
    await vi.advanceTimersByTimeAsync(4000);
    watch.heard();
    await vi.advanceTimersByTimeAsync(4999);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([began + 4000]);
    watch.heard();
    expect(told).toEqual([began + 4000, undefined]);
    watch.pause();
    await vi.advanceTimersByTimeAsync(60_000);
    watch.resume();
    await vi.advanceTimersByTimeAsync(4999);
    expect(told).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toHaveLength(3);
    watch.pause();
    expect(vi.getTimerCount()).toBe(0);
  });
});
