// The chords that decide. A bare letter or Enter never does.

export type DecisionKey = 'approve' | 'approve-for-thread' | 'deny' | 'tell' | 'stop-turn';

export const decisionShortcuts: Readonly<Record<DecisionKey, string>> = {
  approve: 'mod+enter',
  'approve-for-thread': 'mod+shift+enter',
  deny: 'mod+backspace',
  tell: 'mod+d',
  'stop-turn': 'mod+.',
};

/** A yes for more than once. */
export function isGrant(key: DecisionKey): boolean {
  return key === 'approve-for-thread';
}

export function isYes(key: DecisionKey): boolean {
  return key === 'approve' || isGrant(key);
}

interface Chord {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** @returns the decision of exactly this chord: an extra or missing modifier means nothing */
export function decisionOf(chord: Chord, usesCommandKey: boolean): DecisionKey | undefined {
  const [mod, other] = usesCommandKey ? [chord.metaKey, chord.ctrlKey] : [chord.ctrlKey, chord.metaKey];
  if (!mod || other || chord.altKey) return undefined;
  const pressed = `mod+${chord.shiftKey ? 'shift+' : ''}${chord.key.toLowerCase()}`;
  const found = Object.entries(decisionShortcuts).find(([, shortcut]) => shortcut === pressed);
  return found?.[0] as DecisionKey | undefined;
}
