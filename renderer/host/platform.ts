// The platform's keyboard.

export const isMac = navigator.userAgent.includes('Mac');

const symbols: Readonly<Record<string, string>> = isMac
  ? { mod: '⌘', shift: '⇧', enter: '⏎', backspace: '⌫', '.': '.' }
  : { mod: 'Ctrl', shift: 'Shift', enter: 'Enter', backspace: 'Bksp' };

/** The same in the form of `aria-keyshortcuts`: `Control+Shift+Enter`. */
export function ariaShortcut(shortcut: string): string {
  const keys = shortcut.split('+').map((key) => key.charAt(0).toUpperCase() + key.slice(1));
  return keys.join('+').replace('Mod', isMac ? 'Meta' : 'Control');
}

/** `mod+shift+enter` as a person reads it: `Ctrl+Shift+Enter` or `⌘⇧⏎`. */
export function shortcutText(shortcut: string): string {
  const keys = shortcut.split('+').map((key) => symbols[key] ?? (key.length === 1 ? key.toUpperCase() : key));
  return keys.join(isMac ? '' : '+');
}
