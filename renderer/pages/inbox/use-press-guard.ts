import { useEffect, useRef, useState } from 'react';
import { isMac } from '../../host/platform.ts';
import type { DecisionKey } from './decision-chords.ts';
import { changesIn, nextPress, type Press, type PressEvent } from './press-guard.ts';

/** A timer may go off a moment before its time. */
const TIMER_SLACK_MS = 5;

export interface PressGuard {
  readonly press: Press<DecisionKey>;
  /** This answer asks for more than one press. */
  isGuarded(key: DecisionKey): boolean;
  /**
   * @param at when it happened, in ms of `performance.now()`, if it is heard later than that: on a busy machine a double
   * click is heard as slowly as two presses
   */
  on(event: PressEvent<DecisionKey>, at?: number): void;
  /** Its chord is down. While ⌘ is held, macOS does not say that a key is released: there it counts as pressed at once. */
  onChord(key: DecisionKey): void;
  /** Pressed and released at once, as screen readers do it. */
  onPress(key: DecisionKey): void;
}

/**
 * @param options.shown what is shown: what was pressed for something else counts no more
 * @param options.onConfirm the answer counts
 */
export function usePressGuard(options: {
  shown: string;
  isGuarded(key: DecisionKey): boolean;
  onConfirm(key: DecisionKey): void;
}): PressGuard {
  const { shown, isGuarded, onConfirm } = options;
  const [state, setState] = useState<Held>({ shown, press: { kind: 'idle' } });
  // Two events of one frame each go on from what the one before has made.
  const current = useRef(state);
  const press: Press<DecisionKey> = state.shown === shown ? state.press : { kind: 'idle' };

  function on(event: PressEvent<DecisionKey>, at = performance.now()) {
    const before: Press<DecisionKey> =
      current.current.shown === shown ? current.current.press : { kind: 'idle' };
    const next = nextPress(before, event, at);
    current.current = { shown, press: next.kind === 'confirmed' ? { kind: 'idle' } : next };
    setState(current.current);
    if (next.kind === 'confirmed') onConfirm(next.key);
  }

  const latest = useRef(on);
  useEffect(() => {
    latest.current = on;
  });
  useEffect(() => {
    const wait = changesIn(press, performance.now());
    if (wait === undefined) return;
    const timer = setTimeout(() => latest.current({ kind: 'later' }), wait + TIMER_SLACK_MS);
    return () => clearTimeout(timer);
  }, [press]);
  useEffect(() => {
    const cancel = () => latest.current({ kind: 'cancel' });
    window.addEventListener('blur', cancel);
    return () => window.removeEventListener('blur', cancel);
  }, []);

  function onPress(key: DecisionKey) {
    on({ kind: 'down', key });
    on({ kind: 'up' });
  }
  return {
    press,
    isGuarded,
    on,
    onPress,
    onChord: (key) => (isMac ? onPress(key) : on({ kind: 'down', key })),
  };
}

interface Held {
  readonly shown: string;
  readonly press: Press<DecisionKey>;
}
