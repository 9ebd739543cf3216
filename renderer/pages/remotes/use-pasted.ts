import { useEffect, useEffectEvent } from 'react';
import { isDialogOpen } from '../../host/dialogs.ts';

/** Calls `onPasted` with a text that is pasted on the page, outside of every field and dialog. */
export function usePasted(onPasted: (text: string) => void): void {
  const take = useEffectEvent((event: ClipboardEvent) => {
    if (isDialogOpen() || isField(event.target)) return;
    const text = event.clipboardData?.getData('text/plain').trim();
    if (text) onPasted(text);
  });
  useEffect(() => {
    document.addEventListener('paste', take);
    return () => document.removeEventListener('paste', take);
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
}
