// The chords that decide. They are disabled inside text fields and dialogs, and for a moment after the card appears or
// changes, so that keys meant for something else cannot answer it.
import { useEffect, useState } from 'react';
import { isDialogOpen } from '../../host/dialogs.ts';
import { isMac } from '../../host/platform.ts';
import { type DecisionKey, decisionOf } from './decision-chords.ts';

const DEAD_MS = 500;

/**
 * @param options.shown what is shown, with its revision: each new value disables the keys for `DEAD_MS`
 * @returns whether the keys are active now
 */
export function useDecisionKeys(options: { shown: string; onDecide: (key: DecisionKey) => void }): boolean {
  const { shown, onDecide } = options;
  const [liveFor, setLiveFor] = useState<string>();
  const isLive = liveFor === shown;

  useEffect(() => {
    const timer = setTimeout(() => setLiveFor(shown), DEAD_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const key = decisionOf(event, isMac);
      if (!key || isTyping(event.target) || isDialogOpen()) return;
      event.preventDefault();
      if (isLive && !event.repeat) onDecide(key);
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isLive, onDecide]);

  return isLive;
}

const TEXT_FIELDS =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TEXT_FIELDS) !== null;
}
