/** Whether a dialog is open: then the page's shortcuts are disabled. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}
