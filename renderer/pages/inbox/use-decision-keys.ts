// The chords that decide. They are disabled inside text fields and dialogs, and for a moment after the card appears or
// changes, so that keys meant for something else cannot answer it.
import { useLayoutEffect } from 'react';
import { isDialogOpen } from '../../host/dialogs.ts';
import { isMac } from '../../host/platform.ts';
import { useLive } from '../../host/use-live.ts';
import { type DecisionKey, decisionOf } from './decision-chords.ts';

/**
 * @param options.shown what is shown, with its revision: each new value disables the keys for a moment
 * @param options.onDown a chord was pressed
 * @param options.onUp a key is no longer held; `at` is when it was released, in ms of `performance.now()`
 * @returns whether the keys are active now
 */
export function useDecisionKeys(options: {
  shown: string;
  onDown: (key: DecisionKey) => void;
  onUp: (at: number) => void;
}): boolean {
  const { shown, onDown, onUp } = options;
  const isLive = useLive(shown);

  // A layout effect: a chord counts as soon as the card looks as if it did.
  useLayoutEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const key = decisionOf(event, isMac);
      if (!key || isTyping(event.target) || isDialogOpen()) return;
      event.preventDefault();
      if (isLive && !event.repeat) onDown(key);
    }
    function onKeyUp({ timeStamp }: KeyboardEvent) {
      onUp(timeStamp);
    }
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
    };
  }, [isLive, onDown, onUp]);

  return isLive;
}

const TEXT_FIELDS =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TEXT_FIELDS) !== null;
}
