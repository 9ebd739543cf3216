// Errors of what a person does in the window and the tray.
import { PatchbayError } from './error.ts';

export function serverNotRunning(): PatchbayError {
  return new PatchbayError('server-not-running', 'The server is not running.', 'Start it first.');
}

export function addressRefused(url: string): PatchbayError {
  return new PatchbayError(
    'address-refused',
    `Patchbay does not open ${url}.`,
    'Only http and https addresses are opened.',
  );
}

export function pathNotFound(path: string): PatchbayError {
  return new PatchbayError('path-not-found', `${path} does not exist any more.`, '');
}

export function bundleNotPrepared(): PatchbayError {
  return new PatchbayError(
    'bundle-not-prepared',
    'There is no diagnostics bundle to save.',
    'Close this and export it again.',
  );
}
