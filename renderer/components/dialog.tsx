import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useFocusBefore } from './focus-before.tsx';

/**
 * A dialog, which is open as long as it is mounted unless `opened` says otherwise. Its first control has the focus, or
 * the one with `data-autofocus`. When it closes, what had the focus before gets it back.
 */
export function Dialog(props: Omit<ModalProps, 'opened'> & { opened?: boolean }) {
  const { opened = true, children, ...looks } = props;
  useFocusBack(opened);
  return (
    // Mantine's own way does nothing for a dialog that is mounted open.
    <Modal {...looks} opened={opened} returnFocus={false}>
      <div ref={markFirstControl}>{children}</div>
    </Modal>
  );
}

const CONTROLS = ':is(button, input, select, textarea):not(:disabled)';

/** Mantine gives the focus to what is marked, and otherwise to its button that closes the dialog. */
function markFirstControl(body: HTMLElement | null): void {
  if (body?.querySelector('[data-autofocus]')) return;
  body?.querySelector(CONTROLS)?.setAttribute('data-autofocus', '');
}

function useFocusBack(isOpen: boolean): void {
  const opener = useRef<HTMLElement>(null);
  const beforePalette = useFocusBefore();
  useLayoutEffect(() => {
    if (isOpen) opener.current = beforePalette?.current ?? openerOf(document.activeElement);
  }, [isOpen, beforePalette]);
  // When all else is as it is without the dialog: what was disabled meanwhile takes no focus before.
  useEffect(() => {
    if (!isOpen) return undefined;
    return () => opener.current?.focus({ preventScroll: true });
  }, [isOpen]);
}

/** The entry of a menu goes with its menu, whose button stays. */
function openerOf(focused: Element | null): HTMLElement | null {
  const button = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return button ? document.getElementById(button) : focused instanceof HTMLElement ? focused : null;
}
