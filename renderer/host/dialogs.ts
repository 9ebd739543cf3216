/** Whether a dialog is open: keys of the page below it are then dead. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}
