// Errors of the command line itself: its words, its output, and what no other file foresees.
import { messageOf, PatchbayError } from './error.ts';
import { fileProblem } from './files.ts';

/** Standard output can no longer be written. */
export function outputNotWritten(cause: unknown): PatchbayError {
  return new PatchbayError(
    'output-not-written',
    `Not everything could be written to standard output (${fileProblem(cause)}).`,
    'Make room there, then run the command again.',
    { cause },
  );
}

/** An unexpected error of the file system or network. @param cause has a code */
export function systemFailed(cause: NodeJS.ErrnoException): PatchbayError {
  if (cause.syscall === 'uv_cwd') {
    return new PatchbayError(
      'system-failed',
      'The folder in which Patchbay was started does not exist any more.',
      'Change to another folder, then try again.',
      { cause },
    );
  }
  const where = cause.path === undefined ? '' : `${cause.path}: `;
  return new PatchbayError(
    'system-failed',
    `${where}${fileProblem(cause)} (${cause.code}${cause.syscall ? `, ${cause.syscall}` : ''}).`,
    'Correct that, then try again.',
    { cause },
  );
}

/** A bug in Patchbay. */
export function unexpected(cause: unknown): PatchbayError {
  return new PatchbayError(
    'unexpected',
    `Something happened that Patchbay did not expect: ${messageOf(cause)}`,
    'This is a defect of Patchbay; with PATCHBAY_LOG=debug it says where.',
    { cause },
  );
}

/** @param option where the folder was named */
export function notAFolder(option: string, folder: string, cause: unknown): PatchbayError {
  const code = (cause as { code?: string }).code ?? 'unknown';
  return new PatchbayError(
    'not-a-folder',
    `${option} ${folder} is not a folder that can be read (${code}).`,
    'Name a folder that exists.',
    { cause },
  );
}
