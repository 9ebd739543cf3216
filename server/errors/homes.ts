// Errors of the folders in which Patchbay and Codex keep their files.
import { PatchbayError } from './error.ts';
import { fileProblem, isFull } from './files.ts';

/** PATCHBAY_HOME cannot be made or written. */
export function homeNotWritable(directory: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'home-not-writable',
    `Patchbay cannot write to its folder ${directory} (${fileProblem(cause)}).`,
    isFull(cause)
      ? 'Make room there, or set PATCHBAY_HOME to a folder on another disk.'
      : 'Make the folder writable for your user, or set PATCHBAY_HOME to one that is.',
    { cause },
  );
}

/** @param variable the variable that names the home folder */
export function homeNotAbsolute(variable: string, value: string): PatchbayError {
  return new PatchbayError(
    'home-not-absolute',
    `${variable} is ${JSON.stringify(value)}, which is not an absolute path: Patchbay's files would lie in whatever folder it is started in.`,
    `Set ${variable} to an absolute path, or leave it unset.`,
  );
}

/** No variable and no system call says where the home folder is. */
export function homeUnknown(): PatchbayError {
  return new PatchbayError(
    'home-unknown',
    'Patchbay does not know where to keep its files: HOME is not set, and the system knows no home folder of your user.',
    'Set HOME, or PATCHBAY_HOME and CODEX_HOME, to absolute paths.',
  );
}

/** CODEX_HOME cannot be made or written. */
export function codexHomeNotUsable(folder: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'codex-home-not-usable',
    `The folder of Codex, ${folder}, cannot be used (${fileProblem(cause)}).`,
    'Correct that, or set CODEX_HOME to a folder that your user can write.',
    { cause },
  );
}

/** `patchbay mcp` is to change a config.toml in a CODEX_HOME that is not there. */
export function codexHomeMissing(folder: string): PatchbayError {
  return new PatchbayError(
    'codex-home-missing',
    `CODEX_HOME points to ${folder}, which does not exist.`,
    'Create that folder, or leave CODEX_HOME unset for the default.',
  );
}
