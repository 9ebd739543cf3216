// Errors of the one host of a home and of whoever connects to it: lock, control socket, relay.
import { PatchbayError } from './error.ts';
import { fileProblem } from './files.ts';

/**
 * @param own the version of this program
 * @param other undefined while the other host is still starting or does not answer
 */
export function hostAlreadyRunning(
  home: string,
  own: string,
  other: { pid: number; url: string; version: string } | undefined,
): PatchbayError {
  const who = other
    ? `(version ${other.version}, process ${other.pid}, ${other.url})`
    : `(it does not say where: it is starting, or hangs)`;
  const isOther = other !== undefined && other.version !== own;
  return new PatchbayError(
    'host-already-running',
    `Another Patchbay already serves ${home} ${who}.${isOther ? ` This one is version ${own}.` : ''}`,
    'Use that one, stop it first, give this one a folder of its own with PATCHBAY_HOME, or pass --standalone.',
    { fixInWindow: 'Use that one, or stop it and try again.' },
  );
}

/** A command needs a running Patchbay, and there is none. */
export function hostNotRunning(home: string): PatchbayError {
  return new PatchbayError(
    'host-not-running',
    `No Patchbay serves ${home}.`,
    'Start one with `patchbay mcp-server --port 7345`.',
  );
}

/** A host listens and says nothing in time. */
export function hostSilent(home: string): PatchbayError {
  return new PatchbayError(
    'host-silent',
    `The Patchbay that serves ${home} does not answer.`,
    'Try again; if that does not help, end its process and start it again.',
  );
}

/** @param threadId of the call that was cut off, when it is known */
export function hostGone(threadId?: string): PatchbayError {
  return new PatchbayError(
    'host-gone',
    'The Patchbay that ran this call has ended, so the call was cut off; nothing that was waiting has been run.',
    threadId === undefined
      ? 'Call again: this session goes on without it, and `codex-reply` continues a thread.'
      : `Call codex-reply with threadId ${threadId} to continue: this session goes on without it.`,
  );
}

/**
 * @param pid the process id of that Patchbay, if known; @param threadId the thread of the interrupted call, if known
 */
export function hostFrozen(pid: number | undefined, threadId?: string): PatchbayError {
  const which = pid === undefined ? '' : ` (process ${pid})`;
  return new PatchbayError(
    'host-frozen',
    `The Patchbay that runs this call${which} does not respond: it is stopped, or hangs. The call was cut off here; what it began may go on when that process does.`,
    `Let that process go on or end it, then ${threadId === undefined ? 'call again' : `call codex-reply with threadId ${threadId}`}: this session goes on without it.`,
  );
}

/** @param threadId of the call that was cut off, when it is known */
export function relayFrozen(threadId?: string): PatchbayError {
  return new PatchbayError(
    'relay-frozen',
    "This client's own `patchbay mcp-server` process was stopped for more than 10 s, so Patchbay ended the call; nothing that was waiting has been run.",
    threadId === undefined
      ? 'Call again; `codex-threads` lists the threads, and `codex-reply` continues one.'
      : `Call codex-reply with threadId ${threadId} to continue.`,
  );
}

/** Somebody else could listen in the folder of the control socket. */
export function controlFolderNotSafe(folder: string): PatchbayError {
  return new PatchbayError(
    'control-folder-not-safe',
    `${folder} is not a folder that only your user can reach, so Patchbay does not use it to find another Patchbay.`,
    'Remove it, or make it yours alone (chown, chmod 700).',
  );
}

/** The system does not let Patchbay listen on its control socket. */
export function controlSocketFailed(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'control-socket-failed',
    `Patchbay cannot listen on its control socket ${file} (${fileProblem(cause)}).`,
    'Set PATCHBAY_HOME to a folder on a local disk, or pass --standalone to run without it.',
    { cause, fixInWindow: 'Start Patchbay with PATCHBAY_HOME set to a folder on a local disk.' },
  );
}

/** The first line on a control connection is of another version. */
export function controlVersionDiffers(): PatchbayError {
  return new PatchbayError(
    'control-version-differs',
    'The Patchbay that runs and this one are of releases that cannot talk to each other.',
    'Start the older of the two again, with the newer release.',
  );
}

/** A relay or a sign-in comes with another CODEX_HOME than the host has. */
export function otherCodexHome(ofHost: string): PatchbayError {
  return new PatchbayError(
    'other-codex-home',
    `The Patchbay that runs uses another CODEX_HOME, ${ofHost}.`,
    'This one runs on its own.',
  );
}

/** Codex started a Patchbay that leads back to itself. */
export function nestedTooDeep(depth: number): PatchbayError {
  return new PatchbayError(
    'nested-too-deep',
    `This Patchbay was started inside Codex inside Patchbay, ${depth} levels deep.`,
    'Remove the entry that leads back to Patchbay from [mcp_servers] in config.toml.',
  );
}
