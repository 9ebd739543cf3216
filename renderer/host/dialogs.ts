const COVERING = '[role="dialog"], [role="menu"]';

/** Whether a dialog or a menu is open: then the page's shortcuts are disabled. */
export function isDialogOpen(): boolean {
  return document.querySelector(COVERING) !== null;
}

/** Whether the event is of a dialog or a menu, also of one that it has closed and that is gone already. */
export function isFromDialog({ target }: Event): boolean {
  return target instanceof Element && target.closest(COVERING) !== null;
}
