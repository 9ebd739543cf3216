// The log as the window takes it apart and filters it.
import { describe, expect, test } from 'vitest';
import { everyLine, matcherOf, patternProblem } from '../../renderer/pages/activity/logs/log-filter.ts';
import { parseLogLine, textOf } from '../../renderer/pages/activity/logs/log-line.ts';

const line = parseLogLine(
  JSON.stringify({
    time: '2026-01-02T03:04:05.678Z',
    level: 'warn',
    event: 'remote-problem',
    session: 's1',
    remote: 'wiki',
    message: 'it said "no" (twice)',
    status: 503,
    error: { code: 'X' },
  }),
);

describe('a line of the log', () => {
  test('is split into common and specific fields', () => {
    expect(line).toMatchObject({ level: 'warn', event: 'remote-problem', session: 's1', remote: 'wiki' });
    expect(line.fields).toEqual([
      ['status', '503'],
      ['error', '{"code":"X"}'],
    ]);
    expect(line).not.toHaveProperty('thread');
  });

  test('that is incomplete is shown unchanged', () => {
    expect(parseLogLine('{"time":"2026')).toMatchObject({ message: '{"time":"2026', level: 'info' });
  });

  test('can be shown completely as text', () => {
    expect(textOf(line)).toBe(
      '2026-01-02T03:04:05.678Z warn remote-problem it said "no" (twice) session=s1 remote=wiki status=503 error={"code":"X"}',
    );
  });
});

describe('the filter of the log', () => {
  const passes = (changes: object) => matcherOf({ ...everyLine, ...changes })(line);

  test('filters by level, session, thread and remote', () => {
    expect(passes({})).toBe(true);
    expect(passes({ level: 'warn' })).toBe(true);
    expect(passes({ level: 'error' })).toBe(false);
    expect(passes({ session: 's1', remote: 'wiki' })).toBe(true);
    expect(passes({ session: 's2' })).toBe(false);
    expect(passes({ thread: 't1' })).toBe(false);
  });

  test('finds literal text, ignoring case, and patterns', () => {
    expect(passes({ text: 'SAID "No" (' })).toBe(true);
    expect(passes({ text: 'said.*twice' })).toBe(false);
    expect(passes({ text: 'said.*TWICE', isPattern: true })).toBe(true);
    expect(passes({ text: 'status=5\\d\\d', isPattern: true })).toBe(true);
    expect(passes({ text: 'status=4', isPattern: true })).toBe(false);
  });

  test('says why a pattern is invalid, and finds nothing with it', () => {
    const broken = { ...everyLine, text: '(', isPattern: true };
    expect(patternProblem(broken)).toContain('Unterminated group');
    expect(passes(broken)).toBe(false);
    expect(patternProblem({ ...broken, isPattern: false })).toBeUndefined();
  });
});
