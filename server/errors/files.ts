// Errors of files of ours: one that cannot be read, written or had alone.
import { messageOf, PatchbayError } from './error.ts';

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'your user has no permission to do that there',
  EDQUOT: 'your disk quota is used up',
  EFBIG: 'the file would be larger than the system lets you write',
  EEXIST: 'something with that name exists already',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'this process has too many files open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'the system has too many files open',
  ENOENT: 'it does not exist and cannot be created there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is not a folder',
  EPERM: 'the system does not permit it',
  EROFS: 'the disk is read-only',
};

/** What a file system error means, as a clause; for other errors, their message. */
export function fileProblem(error: unknown): string {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return FILE_PROBLEMS[code ?? ''] ?? messageOf(error);
}

/** @param cause the thrown error, or a clause */
export function fileBroken(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'file-broken',
    `${file} cannot be read (${fileProblem(cause)}).`,
    'Correct the file, or move it away; Patchbay then starts with a new one.',
    { cause },
  );
}

/** @param pid the process that is changing it */
export function fileInUse(file: string, pid: number): PatchbayError {
  return new PatchbayError(
    'file-in-use',
    `Another Patchbay (process ${pid}) is changing ${file} and does not finish.`,
    'Try again in a few seconds; if that does not help, end that process.',
  );
}

/** A file of ours has a version that this release does not know. */
export function fileNewer(file: string, version: number, known: number): PatchbayError {
  return new PatchbayError(
    'file-newer',
    `${file} was written by a newer Patchbay (its version is ${version}, this Patchbay knows ${known}); it is left as it is.`,
    'Update Patchbay, or move the file away; Patchbay then starts with a new one.',
  );
}

/** @param first the number of the first such line, starting at 1 */
export function linesBroken(file: string, count: number, first: number): PatchbayError {
  return new PatchbayError(
    'lines-broken',
    `${file} has ${count === 1 ? 'a line' : `${count} lines`} that cannot be read, the first is line ${first}; nothing in the file is lost, but what cannot be read is skipped.`,
    'Correct or remove these lines, or move the file away.',
  );
}

/** A file of ours could not be replaced. */
export function fileNotWritten(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'file-not-written',
    `${file} could not be written (${fileProblem(cause)}); what was there before is unchanged.`,
    isFull(cause) ? 'Make room there, then try again.' : 'Correct that, then try again.',
    { cause },
  );
}

/** Whether it failed because there is no room left. */
export function isFull(cause: unknown): boolean {
  return /^(ENOSPC|EDQUOT|EFBIG)$/.test(((cause ?? {}) as NodeJS.ErrnoException).code ?? '');
}
