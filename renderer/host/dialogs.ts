const COVERING = '[role="dialog"], [role="menu"]';

/** Whether a dialog or a menu is open: then the page's shortcuts are disabled. */
export function isDialogOpen(): boolean {
  return document.querySelector(COVERING) !== null;
}
