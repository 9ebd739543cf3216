// The modes, as choices of a list.
import type { HostState } from '../server/contract/state.ts';
import { words } from './words.ts';

type Mode = HostState['settings']['mode'];

const modes: readonly Mode[] = ['ask-first', 'ask-at-the-edge', 'look-only', 'as-the-call-says'];

export const modeChoices = modes.map((value) => ({ value, label: words.modes.names[value] }));

/** The mode for a value of the list, if it is one. */
export function modeOf(value: string | null): Mode | undefined {
  return modes.find((mode) => mode === value);
}

/** From the one that lets a client do least without you. */
const byWidth: readonly Mode[] = ['look-only', 'ask-first', 'ask-at-the-edge', 'as-the-call-says'];

/** Whether a client asks less in this mode than in the other. */
export function isWider(mode: Mode, than: Mode): boolean {
  return byWidth.indexOf(mode) > byWidth.indexOf(than);
}
