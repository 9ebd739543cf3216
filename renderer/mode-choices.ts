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
