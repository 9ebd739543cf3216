// What the platform's keyboard looks like.

export const isMac = navigator.userAgent.includes('Mac');

const symbols: Readonly<Record<string, string>> = isMac
  ? { mod: '⌘', shift: '⇧', enter: '⏎', backspace: '⌫', '.': '.' }
  : { mod: 'Ctrl', shift: 'Shift', enter: 'Enter', backspace: 'Bksp' };

/** `mod+shift+enter` as a person reads it: `Ctrl+Shift+Enter` or `⌘⇧⏎`. */
export function shortcutText(shortcut: string): string {
  const keys = shortcut.split('+').map((key) => symbols[key] ?? (key.length === 1 ? key.toUpperCase() : key));
  return keys.join(isMac ? '' : '+');
}
