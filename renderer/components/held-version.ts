import { words } from '../words.ts';

/**
 * What holds while config.toml is broken.
 * @param heldSince in ms since 1970; undefined when it was never read
 */
export function heldVersion(heldSince: number | undefined): string {
  const time =
    heldSince && new Date(heldSince).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return words.notices.configHeld(time || undefined);
}
