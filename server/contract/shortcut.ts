// The keys that bring a person to the oldest question from any program, in Electron's notation of accelerators.

/** Whether the keys lead here. `refused`: another program has them, or the system does not allow any. */
export type ShortcutState =
  | { readonly kind: 'none' }
  | { readonly kind: 'set' }
  | { readonly kind: 'refused'; readonly why: string };

export const DEFAULT_SHORTCUT = 'CommandOrControl+Alt+Shift+P';

const MODIFIER = '(?:CommandOrControl|Control|Alt|Shift|Super)';
const STRONG = '(?:CommandOrControl|Control|Alt|Super)';
const KEY =
  '(?:[A-Z0-9]|F(?:[1-9]|1\\d|2[0-4])|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert|Delete)';

/** At least one modifier besides Shift, so that typing goes to the other programs; or a function key alone. */
export const SHORTCUT = new RegExp(
  `^(?:(?=.*\\b${STRONG}\\+)(?:${MODIFIER}\\+){1,4}${KEY}|F(?:[1-9]|1\\d|2[0-4]))$`,
);
export const SHORTCUT_RULE = 'keys with Ctrl, Alt or Super among them, such as Ctrl+Alt+P, or a function key';

/** What a press of keys in a page tells. */
export interface PressedKeys {
  /** As `KeyboardEvent.code` names it: the place on the keyboard. */
  readonly code: string;
  /** As `KeyboardEvent.key`: what the layout makes of it. */
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/**
 * @param isMac there, Command is what Ctrl is elsewhere
 * @returns the shortcut; undefined for keys that cannot be one
 */
export function shortcutOfKeys(pressed: PressedKeys, isMac: boolean): string | undefined {
  const key = keyOf(pressed);
  if (key === undefined) return undefined;
  const modifiers = [
    (isMac ? pressed.metaKey : pressed.ctrlKey) && 'CommandOrControl',
    isMac && pressed.ctrlKey && 'Control',
    !isMac && pressed.metaKey && 'Super',
    pressed.altKey && 'Alt',
    pressed.shiftKey && 'Shift',
  ];
  const shortcut = [...modifiers.filter(Boolean), key].join('+');
  return SHORTCUT.test(shortcut) ? shortcut : undefined;
}

/** `Ctrl+Alt+Shift+P`, or with the words of a Mac. */
export function shownShortcut(shortcut: string, isMac: boolean): string {
  return shortcut
    .replace('CommandOrControl', isMac ? 'Cmd' : 'Ctrl')
    .replace(/\bControl\b/, 'Ctrl')
    .replace('Alt', isMac ? 'Option' : 'Alt');
}

/** Letters by the layout, because Electron looks for what is printed on the key; digits by their place. */
function keyOf({ code, key }: PressedKeys): string | undefined {
  const named = /^Arrow(Up|Down|Left|Right)$/.exec(code)?.[1];
  if (named) return named;
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit) return digit;
  // With Alt, a Mac makes other characters of letters.
  const letter = /^[a-z]$/i.test(key) ? key : /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return letter.toUpperCase();
  return new RegExp(`^${KEY}$`).test(code) ? code : undefined;
}
