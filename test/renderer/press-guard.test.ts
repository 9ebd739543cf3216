// When a yes to something dangerous counts: held long enough, or pressed again, and not by a double click.
import { describe, expect, test } from 'vitest';
import {
  changesIn,
  HOLD_MS,
  nextPress,
  type Press,
  type PressEvent,
} from '../../renderer/pages/inbox/press-guard.ts';

type Step = readonly [at: number, kind: PressEvent<string>['kind'], key?: string];

function pressed(...steps: Step[]): Press<string> {
  return steps.reduce<Press<string>>(
    (press, [at, kind, key = 'yes']) => nextPress(press, kind === 'down' ? { kind, key } : { kind }, at),
    { kind: 'idle' },
  );
}

const once = [
  [0, 'down'],
  [80, 'up'],
] as const;

describe('a guarded answer', () => {
  test.each<[string, string, Step[]]>([
    ['does not count when pressed once', 'pressed-once', [...once]],
    [
      'counts when held for a second',
      'confirmed',
      [
        [0, 'down'],
        [HOLD_MS, 'later'],
      ],
    ],
    [
      'counts when it is released after a second',
      'confirmed',
      [
        [0, 'down'],
        [HOLD_MS + 9, 'up'],
      ],
    ],
    [
      'is still held before that',
      'holding',
      [
        [0, 'down'],
        [HOLD_MS - 1, 'later'],
      ],
    ],
    ['counts at the second press', 'confirmed', [...once, [600, 'down'], [680, 'up']]],
    ['does not count at a double click', 'pressed-once', [...once, [150, 'down'], [230, 'up']]],
    [
      'counts at a third press after a double click',
      'confirmed',
      [...once, [150, 'down'], [230, 'up'], [700, 'down'], [760, 'up']],
    ],
    ['forgets a press after a while', 'idle', [...once, [5200, 'later']]],
    [
      'does not count when the pointer leaves the button',
      'idle',
      [
        [0, 'down'],
        [500, 'cancel'],
        [HOLD_MS, 'later'],
        [HOLD_MS, 'up'],
      ],
    ],
    [
      'takes a press of another answer as its first',
      'pressed-once',
      [...once, [600, 'down', 'other'], [680, 'up']],
    ],
    ['ignores a release without a press', 'idle', [[0, 'up']]],
  ])('%s', (_, kind, steps) => {
    expect(pressed(...steps).kind).toBe(kind);
  });

  test('says which answer counts', () => {
    expect(pressed([0, 'down', 'thread'], [HOLD_MS, 'later'])).toEqual({ kind: 'confirmed', key: 'thread' });
  });

  test('changes by itself when held, and when it is forgotten', () => {
    expect(changesIn(pressed([0, 'down']), 400)).toBe(HOLD_MS - 400);
    expect(changesIn(pressed(...once), 80)).toBeGreaterThan(1000);
    expect(changesIn(pressed(), 80)).toBeUndefined();
  });
});
