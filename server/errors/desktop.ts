// Errors of what a person does in the window and the tray.
import { PatchbayError } from './error.ts';

/** Of a link from outside, which may be as long as it likes. */
const MAX_LINK_CHARS = 100;

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

/**
 * Another program opens a `patchbay:` link that leads to no place of the window.
 * @param shown the link, without characters that cannot be seen
 */
export function linkUnknown(shown: string): PatchbayError {
  return new PatchbayError(
    'link-unknown',
    `The link ${shown.slice(0, MAX_LINK_CHARS)} leads nowhere in Patchbay.`,
    'If it is from a newer Patchbay, update this one.',
  );
}

/** @param shown the keys, as a person reads them */
export function shortcutTaken(shown: string): PatchbayError {
  return new PatchbayError(
    'shortcut-taken',
    `${shown} cannot be used: another program or the desktop has it already.`,
    'Press other keys, or free these in the other program first.',
  );
}

/** @param why a sentence without its full stop */
export function appNotOpened(why: string, waiting: number | undefined): PatchbayError {
  const questions = waiting
    ? ` ${waiting === 1 ? '1 question is' : `${waiting} questions are`} waiting.`
    : '';
  return new PatchbayError(
    'app-not-opened',
    `The window cannot be opened: ${why}.${questions}`,
    'Run this where there is a desktop. At a terminal, `patchbay approvals watch` shows and answers questions.',
  );
}

/**
 * `patchbay open` has started the app, and no window has come.
 * @param afterMs how long it waited
 */
export function appNotStarted(afterMs: number): PatchbayError {
  return new PatchbayError(
    'app-not-started',
    `The app was started and is not there after ${afterMs / 1000} s.`,
    'An older Patchbay may be asking whether it may end. Otherwise run `patchbay` at a terminal and read what it says.',
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

/** @param problem a clause */
export function bundleNotSaved(file: string, problem: string): PatchbayError {
  return new PatchbayError(
    'bundle-not-saved',
    `The diagnostics bundle could not be saved as ${file}: ${problem}.`,
    'Name another file, in a folder that is there; or `-` to get it on standard output.',
  );
}
