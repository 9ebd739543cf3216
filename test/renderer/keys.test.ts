// Which chord decides, and where the window is.
import { describe, expect, test } from 'vitest';
import { decisionOf } from '../../renderer/pages/inbox/decision-chords.ts';
import { hashOf, placeOf } from '../../server/contract/places.ts';

const chord = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', true>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('a chord', () => {
  test('decides with the platform’s own modifier', () => {
    expect(decisionOf(chord('Enter', { ctrlKey: true }), false)).toBe('approve');
    expect(decisionOf(chord('Enter', { metaKey: true }), true)).toBe('approve');
    expect(decisionOf(chord('Enter', { ctrlKey: true, shiftKey: true }), false)).toBe('approve-for-thread');
    expect(decisionOf(chord('Backspace', { ctrlKey: true }), false)).toBe('deny');
    expect(decisionOf(chord('d', { ctrlKey: true }), false)).toBe('tell');
    expect(decisionOf(chord('.', { ctrlKey: true }), false)).toBe('stop-turn');
  });

  test('does nothing as a bare key or with an extra modifier', () => {
    expect(decisionOf(chord('Enter'), false)).toBeUndefined();
    expect(decisionOf(chord('d'), false)).toBeUndefined();
    expect(decisionOf(chord('Enter', { shiftKey: true }), false)).toBeUndefined();
    expect(decisionOf(chord('Enter', { ctrlKey: true, altKey: true }), false)).toBeUndefined();
    expect(decisionOf(chord('Enter', { metaKey: true }), false)).toBeUndefined();
    expect(decisionOf(chord('Backspace', { ctrlKey: true, shiftKey: true }), false)).toBeUndefined();
  });
});

describe('a place', () => {
  test('survives in the address', () => {
    const place = { page: 'threads', threadId: 'a/b ü' } as const;
    expect(placeOf(hashOf(place))).toEqual(place);
    const entry = { at: 1_795_963_837_129, id: 'question-1/2' };
    const found = { page: 'threads', threadId: 'a', entry } as const;
    expect(placeOf(hashOf(found))).toEqual(found);
    expect(placeOf('#/threads/a/entry/soon')).toEqual({ page: 'threads', threadId: 'a' });
    expect(placeOf(hashOf({ page: 'clients' }))).toEqual({ page: 'clients' });
  });

  test('is the inbox if the address names none', () => {
    expect(placeOf('')).toEqual({ page: 'inbox' });
    expect(placeOf('#/nowhere/%')).toEqual({ page: 'inbox' });
  });
});
