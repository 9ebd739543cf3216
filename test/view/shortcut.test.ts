// Which keys can be a global shortcut, and how they are written and shown.
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_SHORTCUT,
  type PressedKeys,
  SHORTCUT,
  shortcutOfKeys,
  shownShortcut,
} from '../../server/contract/shortcut.ts';

function pressed(keys: string, code: string, key: string): PressedKeys {
  return {
    code,
    key,
    ctrlKey: keys.includes('c'),
    altKey: keys.includes('a'),
    shiftKey: keys.includes('s'),
    metaKey: keys.includes('m'),
  };
}

describe('a shortcut', () => {
  test.each([
    ['cas', 'KeyP', 'P', 'CommandOrControl+Alt+Shift+P', 'Ctrl+Alt+Shift+P'],
    ['c', 'KeyY', 'z', 'CommandOrControl+Z', 'Ctrl+Z'],
    ['ms', 'Digit4', '$', 'Super+Shift+4', 'Super+Shift+4'],
    ['a', 'ArrowUp', 'ArrowUp', 'Alt+Up', 'Alt+Up'],
    ['', 'F9', 'F9', 'F9', 'F9'],
    ['c', 'Space', ' ', 'CommandOrControl+Space', 'Ctrl+Space'],
  ])('%s %s (%s) is %s', (keys, code, key, shortcut, shown) => {
    expect(shortcutOfKeys(pressed(keys, code, key), false)).toBe(shortcut);
    expect(shownShortcut(shortcut, false)).toBe(shown);
  });

  test('has the words of a Mac there', () => {
    const keys = pressed('ma', 'KeyP', 'π');
    expect(shortcutOfKeys(keys, true)).toBe('CommandOrControl+Alt+P');
    expect(shownShortcut('CommandOrControl+Alt+P', true)).toBe('Cmd+Option+P');
    expect(shortcutOfKeys(pressed('c', 'KeyP', 'p'), true)).toBe('Control+P');
  });

  test.each([
    ['', 'KeyP', 'p'],
    ['s', 'KeyP', 'P'],
    ['s', 'F4', 'F4'],
    ['c', 'ControlLeft', 'Control'],
    ['c', 'Escape', 'Escape'],
    ['c', 'Unidentified', 'ä'],
  ])('is nothing else: %s %s', (keys, code, key) => {
    expect(shortcutOfKeys(pressed(keys, code, key), false)).toBeUndefined();
  });

  test.each([DEFAULT_SHORTCUT, 'Super+F12', 'F1', 'Control+Alt+Delete'])('can be stored: %s', (shortcut) => {
    expect(SHORTCUT.test(shortcut)).toBe(true);
  });

  test.each(['P', 'Shift+P', 'Ctrl+P', 'Alt+', 'Alt+PP', 'MediaPlayPause', 'Alt+P\n', 'F25'])(
    'cannot be stored: %j',
    (shortcut) => {
      expect(SHORTCUT.test(shortcut)).toBe(false);
    },
  );
});
