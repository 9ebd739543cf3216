// What the platform's keyboard looks like.

export const isMac = navigator.userAgent.includes('Mac');

const symbols: Readonly<Record<string, string>> = isMac
  ? { mod: '⌘', shift: '⇧', enter: '⏎', backspace: '⌫', '.': '.' }
  : { mod: 'Ctrl', shift: 'Shift', enter: 'Enter', backspace: 'Bksp' };

/** The same as `aria-keyshortcuts` wants it: `Control+Shift+Enter`. */
export function ariaShortcut(shortcut: string): string {
  const keys = shortcut.split('+').map((key) => key.charAt(0).toUpperCase() + key.slice(1));
  return keys.join('+').replace('Mod', isMac ? 'Meta' : 'Control');
}

/** `mod+shift+enter` as a person reads it: `Ctrl+Shift+Enter` or `⌘⇧⏎`. */
export function shortcutText(shortcut: string): string {
  const keys = shortcut.split('+').map((key) => symbols[key] ?? (key.length === 1 ? key.toUpperCase() : key));
  return keys.join(isMac ? '' : '+');
}
