// Errors of what a person does in the window and the tray.
import { PatchbayError } from './error.ts';

/** The window asks for something that only a running server has. */
export function serverNotRunning(): PatchbayError {
  return new PatchbayError('server-not-running', 'The server is not running.', 'Start it first.');
}

/** The window asks to open an address that is not http or https. */
export function addressRefused(url: string): PatchbayError {
  return new PatchbayError(
    'address-refused',
    `Patchbay does not open ${url}.`,
    'Only http and https addresses are opened.',
  );
}

/** The window asks to show a file or folder that is gone. */
export function pathNotFound(path: string): PatchbayError {
  return new PatchbayError('path-not-found', `${path} does not exist any more.`, '');
}

/** The window saves a bundle that was not put together. */
export function bundleNotPrepared(): PatchbayError {
  return new PatchbayError(
    'bundle-not-prepared',
    'There is no diagnostics bundle to save.',
    'Close this and export it again.',
  );
}
