/** Whether a dialog is open: then the page's shortcuts are disabled. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

/** Whether the event is of a dialog, also of one that it has closed and that is gone already. */
export function isFromDialog({ target }: Event): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null;
}
