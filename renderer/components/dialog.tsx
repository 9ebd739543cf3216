import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef } from 'react';

/**
 * A dialog, which is open as long as it is mounted unless `opened` says otherwise. When it closes, what had the focus
 * before gets it back.
 */
export function Dialog({ opened = true, ...props }: Omit<ModalProps, 'opened'> & { opened?: boolean }) {
  useFocusBack(opened);
  // Mantine's own way does nothing for a dialog that is mounted open.
  return <Modal {...props} opened={opened} returnFocus={false} />;
}

function useFocusBack(isOpen: boolean): void {
  const opener = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (isOpen) opener.current = openerOf(document.activeElement);
  }, [isOpen]);
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
