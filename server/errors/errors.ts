// Every error a person can meet, in one place: a code, what happened, where, and what to do about it.
// `summary` reads alone in a log line; `fix` is the next step; both are shown together by `message`.
import path from 'node:path';

/** Process exit codes, as documented in docs/cli.md. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130, terminated: 143 } as const;

export class PatchbayError extends Error {
  readonly code: string;
  readonly summary: string;
  readonly fix: string;
  /** The same for a person at the window, who has no command line at hand. */
  readonly fixInWindow: string;
  readonly details: string | undefined;

  /**
   * @param code stable, kebab-case: scripts and tests may rely on it
   * @param summary what happened and where, one sentence
   * @param fix what to do now, one or two sentences; empty where the summary says it
   * @param options.fixInWindow where `fix` names a command or an option
   * @param options.details what somebody who looks for the reason wants to read besides; no part of the message
   */
  constructor(
    code: string,
    summary: string,
    fix: string,
    options?: { cause?: unknown; details?: string; fixInWindow?: string },
  ) {
    super(fix ? `${summary} ${fix}` : summary, options);
    this.name = 'PatchbayError';
    this.code = code;
    this.summary = summary;
    this.fix = fix;
    this.fixInWindow = options?.fixInWindow ?? fix;
    this.details = options?.details;
  }
}

/** The text of anything that was thrown, for logs and results. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'your user may not do that there',
  EDQUOT: 'your disk quota is used up',
  EEXIST: 'there is something of that name already',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'this process has too many files open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'the system has too many files open',
  ENOENT: 'it does not exist, and cannot be made there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'the system does not permit it',
  EROFS: 'the disk is read-only',
};

/** What a failure of the file system means, as a clause; the text of anything else. */
export function fileProblem(error: unknown): string {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return FILE_PROBLEMS[code ?? ''] ?? messageOf(error);
}

function isFull(cause: unknown): boolean {
  return /^(ENOSPC|EDQUOT)$/.test((cause as NodeJS.ErrnoException).code ?? '');
}

// Starting up

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

/** @param owner the program that listens there, when the system says so */
export function portInUse(
  port: number,
  byPatchbay: boolean,
  owner: { name: string; pid: number } | undefined,
): PatchbayError {
  const whom = byPatchbay ? 'another Patchbay' : (owner?.name ?? 'another program');
  return new PatchbayError(
    'port-in-use',
    `Port ${port} is already used by ${whom}${owner ? ` (process ${owner.pid})` : ''}.`,
    byPatchbay
      ? 'Use that one, stop it first, or choose another port with --port.'
      : 'Stop that program, or choose another port with --port (0 picks a free one).',
    {
      fixInWindow: byPatchbay
        ? 'Use that one, stop it first, or choose another port under Network in Settings.'
        : 'Stop that program, or choose another port under Network in Settings (0 picks a free one).',
    },
  );
}

export function hostNotAvailable(host: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'host-not-available',
    `Patchbay cannot listen on ${host} (${messageOf(cause)}).`,
    'Pass an address of this machine with --host; 127.0.0.1 always works.',
    { cause },
  );
}

export function noAuthNeedsLoopback(host: string): PatchbayError {
  return new PatchbayError(
    'no-auth-needs-loopback',
    `--no-auth is refused for ${host}: anybody who reaches that address could run Codex as you.`,
    'Leave --host out (127.0.0.1), or leave --no-auth out and give each client a token with `patchbay token add NAME`.',
  );
}

export function nestedTooDeep(depth: number): PatchbayError {
  return new PatchbayError(
    'nested-too-deep',
    `This Patchbay was started inside Codex inside Patchbay, ${depth} levels deep.`,
    'Remove the entry that leads back to Patchbay from [mcp_servers] in config.toml.',
  );
}

/** @param cause why: what was thrown, or a clause */
export function fileBroken(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'file-broken',
    `${file} cannot be read (${fileProblem(cause)}).`,
    'Correct the file, or move it away; Patchbay then starts with a new one.',
    { cause },
  );
}

/** @param pid of the process that changes it */
export function fileInUse(file: string, pid: number): PatchbayError {
  return new PatchbayError(
    'file-in-use',
    `Another Patchbay (process ${pid}) is changing ${file} and does not finish.`,
    'Try again in a few seconds; if that does not help, end that process.',
  );
}

export function fileNewer(file: string, version: number, known: number): PatchbayError {
  return new PatchbayError(
    'file-newer',
    `${file} was written by a newer Patchbay (its version is ${version}, this Patchbay knows ${known}); it is left as it is.`,
    'Update Patchbay, or move the file away; Patchbay then starts with a new one.',
  );
}

/** @param first number of the first such line, from 1 */
export function linesBroken(file: string, count: number, first: number): PatchbayError {
  return new PatchbayError(
    'lines-broken',
    `${file} has ${count === 1 ? 'a line' : `${count} lines`} that cannot be read, the first is line ${first}; what stands there is kept and passed over.`,
    'Correct or remove these lines, or move the file away.',
  );
}

export function fileNotWritten(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'file-not-written',
    `${file} could not be written (${fileProblem(cause)}); what was there before is unchanged.`,
    isFull(cause) ? 'Make room there, then try again.' : 'Correct that, then try again.',
    { cause },
  );
}

/** Standard output takes nothing more. */
export function outputNotWritten(cause: unknown): PatchbayError {
  return new PatchbayError(
    'output-not-written',
    `Not everything could be written to standard output (${fileProblem(cause)}).`,
    'Make room there, then run the command again.',
    { cause },
  );
}

/** @param name of the token that was made and is of no use to anybody */
export function tokenNotShown(name: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'token-not-shown',
    `The token for ${name} could not be written to standard output (${fileProblem(cause)}), so it was revoked.`,
    'Run the command again where its output can be read.',
    { cause },
  );
}

/** A failure of the file system or the network that nobody expected there. @param cause has a code */
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

/** A defect of ours. */
export function unexpected(cause: unknown): PatchbayError {
  return new PatchbayError(
    'unexpected',
    `Something happened that Patchbay did not expect: ${messageOf(cause)}`,
    'This is a defect of Patchbay; with PATCHBAY_LOG=debug it says where.',
    { cause },
  );
}

/** @param variable that says where the home folder is */
export function homeNotAbsolute(variable: string, value: string): PatchbayError {
  return new PatchbayError(
    'home-not-absolute',
    `${variable} is ${JSON.stringify(value)}, which is not an absolute path: Patchbay's files would lie in whatever folder it is started in.`,
    `Set ${variable} to an absolute path, or leave it unset.`,
  );
}

export function homeUnknown(): PatchbayError {
  return new PatchbayError(
    'home-unknown',
    'Patchbay does not know where to keep its files: HOME is not set, and the system knows no home folder of your user.',
    'Set HOME, or PATCHBAY_HOME and CODEX_HOME, to absolute paths.',
  );
}

export function codexHomeNotUsable(folder: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'codex-home-not-usable',
    `The folder of Codex, ${folder}, cannot be used (${fileProblem(cause)}).`,
    'Correct that, or set CODEX_HOME to a folder that your user can write.',
    { cause },
  );
}

export function codexHomeMissing(folder: string): PatchbayError {
  return new PatchbayError(
    'codex-home-missing',
    `CODEX_HOME points to ${folder}, which does not exist.`,
    'Make that folder, or leave CODEX_HOME unset for the default.',
  );
}

export function turnsAreRunning(count: number): PatchbayError {
  return new PatchbayError(
    'turns-are-running',
    `${count === 1 ? 'A turn is' : `${count} turns are`} running, which this would end.`,
    'Stop them or wait until they have ended, then try again.',
  );
}

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

/** @param what one line for each value that does not fit, saying why */
export function settingRefused(what: string): PatchbayError {
  return new PatchbayError('setting-refused', what, 'Nothing was changed.');
}

// One host per PATCHBAY_HOME, and who connects to it

/** @param other undefined while it is still starting or does not answer */
export function hostAlreadyRunning(
  home: string,
  other: { pid: number; url: string } | undefined,
): PatchbayError {
  const who = other
    ? `(process ${other.pid}, ${other.url})`
    : `(it does not say where: it is starting, or hangs)`;
  return new PatchbayError(
    'host-already-running',
    `Another Patchbay already serves ${home} ${who}.`,
    'Use that one, stop it first, give this one a folder of its own with PATCHBAY_HOME, or pass --standalone.',
    { fixInWindow: 'Use that one, or stop it and try again.' },
  );
}

export function hostNotRunning(home: string): PatchbayError {
  return new PatchbayError(
    'host-not-running',
    `No Patchbay serves ${home}.`,
    'Start one with `patchbay mcp-server --port 7345`.',
  );
}

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

/** @param pid of that Patchbay, @param threadId of the call that was cut off, when they are known */
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

export function controlFolderNotSafe(folder: string): PatchbayError {
  return new PatchbayError(
    'control-folder-not-safe',
    `${folder} is not a folder that only your user can reach, so Patchbay does not use it to find another Patchbay.`,
    'Remove it, or make it yours alone (chown, chmod 700).',
  );
}

export function controlSocketFailed(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'control-socket-failed',
    `Patchbay cannot listen on its control socket ${file} (${fileProblem(cause)}).`,
    'Set PATCHBAY_HOME to a folder on a local disk, or pass --standalone to run without it.',
    { cause, fixInWindow: 'Start Patchbay with PATCHBAY_HOME set to a folder on a local disk.' },
  );
}

export function controlVersionDiffers(): PatchbayError {
  return new PatchbayError(
    'control-version-differs',
    'The Patchbay that runs and this one are of releases that cannot talk to each other.',
    'Start the running one again with the newer release.',
  );
}

export function otherCodexHome(ofHost: string): PatchbayError {
  return new PatchbayError(
    'other-codex-home',
    `The Patchbay that runs uses another CODEX_HOME, ${ofHost}.`,
    'This one runs on its own.',
  );
}

// Answering from a terminal

export function passphraseNotSet(): PatchbayError {
  return new PatchbayError(
    'passphrase-not-set',
    'Answers from a terminal, and changes of rules, need a passphrase, and none is set.',
    'Set one with `patchbay approvals passphrase`; questions that come after that can be answered here.',
  );
}

export function passphraseMissing(): PatchbayError {
  return new PatchbayError(
    'passphrase-missing',
    'No passphrase was given; nothing was done.',
    'Type it when asked, or write it to standard input, one line.',
  );
}

export function passphraseTooShort(least: number): PatchbayError {
  return new PatchbayError(
    'passphrase-too-short',
    `The passphrase is shorter than ${least} characters.`,
    'Choose a longer one; several words are easy to remember.',
  );
}

export function passphrasesDiffer(): PatchbayError {
  return new PatchbayError('passphrases-differ', 'The two passphrases are not the same.', 'Try again.');
}

/** @param waitMs until another try counts */
export function passphraseWrong(waitMs: number): PatchbayError {
  return new PatchbayError(
    'passphrase-wrong',
    'The passphrase is wrong; nothing was answered.',
    waitMs > 0 ? `Try again in ${Math.ceil(waitMs / 1000)} s.` : 'Try again.',
  );
}

export function passphraseLocked(waitMs: number): PatchbayError {
  return new PatchbayError(
    'passphrase-locked',
    'After wrong passphrases no other is looked at for a while; nothing was answered.',
    `Try again in ${Math.ceil(waitMs / 1000)} s.`,
  );
}

export function approvalNotWaiting(id: string): PatchbayError {
  return new PatchbayError(
    'approval-not-waiting',
    `No question ${id} is waiting: it is over, or never was.`,
    '`patchbay approvals list` shows what waits.',
    { fixInWindow: 'The Inbox shows what waits.' },
  );
}

export function recordNotFound(id: string): PatchbayError {
  return new PatchbayError(
    'record-not-found',
    `There is no record of a thread whose id begins with '${id}'.`,
    '`patchbay sessions list` shows what there is.',
  );
}

export function recordAmbiguous(id: string): PatchbayError {
  return new PatchbayError(
    'record-ambiguous',
    `More than one recorded thread begins with ${id}.`,
    'Give more of its id.',
  );
}

export function approvalAmbiguous(id: string): PatchbayError {
  return new PatchbayError(
    'approval-ambiguous',
    `More than one waiting question begins with ${id}.`,
    'Give more of its id.',
  );
}

export function approvalChanged(): PatchbayError {
  return new PatchbayError(
    'approval-changed',
    'What is asked for has changed since it was shown; nothing was answered.',
    'Look at it again with `patchbay approvals list`, then answer.',
    { fixInWindow: 'Look at its card again, then answer.' },
  );
}

export function approvalNotForTerminal(): PatchbayError {
  return new PatchbayError(
    'approval-not-for-terminal',
    'This question cannot be answered from a terminal: it was asked before a passphrase was set, or it is a form to fill in.',
    'Answer it in the MCP client.',
  );
}

/** @param threads those that could reach the terminal */
export function terminalNotTrusted(threads: readonly string[]): PatchbayError {
  return new PatchbayError(
    'terminal-not-trusted',
    `Answers from a terminal do not count while Codex runs with network access or without a sandbox (${threads.join(', ')}): what it runs could read or type your passphrase.`,
    'Answer in the MCP client, or wait until that turn has ended.',
  );
}

// Tokens

export function tokenNameInvalid(name: string): PatchbayError {
  return new PatchbayError(
    'token-name-invalid',
    `${JSON.stringify(name)} cannot be the name of a token.`,
    'Use up to 64 letters, digits, dots, dashes and underscores, for example the name of the client: cursor.',
  );
}

export function tokenNameTaken(name: string): PatchbayError {
  return new PatchbayError(
    'token-name-taken',
    `There is already a token named ${name}.`,
    `Choose another name, or run \`patchbay token revoke ${name}\` first.`,
    { fixInWindow: 'Choose another name, or revoke that token first.' },
  );
}

export function tokenNotFound(name: string): PatchbayError {
  return new PatchbayError(
    'token-not-found',
    `There is no token named ${name}.`,
    '`patchbay token list` shows the tokens there are.',
    { fixInWindow: 'The page Clients shows the tokens there are.' },
  );
}

// The Codex engine and its configuration

/** A place in a file of Codex that nobody can use as it stands. */
export class ConfigBroken extends PatchbayError {
  readonly file: string;
  /** From 1 on; undefined when it is the whole file, or nobody knows. */
  readonly line: number | undefined;
  /** What is wrong there, without the place. */
  readonly reason: string;

  constructor(file: string, line: number | undefined, reason: string) {
    const place = line === undefined ? file : `${file} line ${line}`;
    super(
      'config-broken',
      `${place}: ${reason}${/[.!?:]$/.test(reason) ? '' : '.'}`,
      `Correct that place in ${path.basename(file)}, then call again; nothing has to be restarted.`,
    );
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}

export function configBroken(file: string, line: number | undefined, reason: string): ConfigBroken {
  return new ConfigBroken(file, line, reason);
}

export function configNotUsable(): PatchbayError {
  return new PatchbayError(
    'config-not-usable',
    'A table of an MCP server in config.toml is broken, so Codex does not say who is signed in.',
    'Correct that table; the remotes page names it.',
  );
}

export function profileNotFound(name: string, file: string): PatchbayError {
  return new PatchbayError(
    'profile-not-found',
    `There is no Codex profile ${JSON.stringify(name)}: ${file} does not exist.`,
    'Leave `profile` out, or create that file.',
  );
}

export function engineMissing(file: string): PatchbayError {
  return new PatchbayError(
    'engine-missing',
    `The Codex engine is not at ${file}.`,
    'Install Patchbay again (`npm ci` in a checkout), or name your own codex with --engine PATH.',
    { fixInWindow: 'Install Patchbay again, or name your own codex under Engine in Settings.' },
  );
}

export function engineNotExecutable(file: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'engine-not-executable',
    `The Codex engine ${file} cannot be started (${messageOf(cause)}).`,
    'Make it executable (chmod +x), or name another codex with --engine PATH.',
    { cause, fixInWindow: 'Make it executable (chmod +x), or name another codex under Engine in Settings.' },
  );
}

export function engineTooOld(file: string, version: string, needed: string): PatchbayError {
  return new PatchbayError(
    'engine-too-old',
    `The Codex engine ${file} is version ${version}; Patchbay needs ${needed} or newer.`,
    'Update that codex, or leave --engine out to use the one that comes with Patchbay.',
    {
      fixInWindow:
        'Update that codex, or leave its path in Settings empty to use the one that comes with Patchbay.',
    },
  );
}

export function engineDidNotStart(detail: string): PatchbayError {
  return new PatchbayError(
    'engine-did-not-start',
    `The Codex engine did not start: ${detail}`,
    'Correct what it says, then call again.',
  );
}

export function engineKeepsStopping(waitMs: number, detail: string): PatchbayError {
  return new PatchbayError(
    'engine-keeps-stopping',
    `Codex stopped several times in a row (${detail}).`,
    `It is started again on the next call after ${Math.ceil(waitMs / 1000)} s.`,
  );
}

export function engineStopped(): PatchbayError {
  return new PatchbayError(
    'engine-stopped',
    'Codex stopped unexpectedly, so this turn ended; nothing that was waiting has been run.',
    'It starts again with your next call: continue the thread with codex-reply.',
  );
}

/** @param how it showed, a clause */
export function engineFrozen(how: string): PatchbayError {
  return new PatchbayError(
    'engine-frozen',
    `Codex did not respond any more (${how}) and was ended, so this turn ended; nothing that was waiting has been run.`,
    'It starts again with your next call: continue the thread with codex-reply.',
  );
}

export function notSignedIn(detail: string): PatchbayError {
  return new PatchbayError(
    'not-signed-in',
    `Codex is not signed in to its model provider (${detail}).`,
    'Run `codex login` in a terminal, or start Patchbay with --demo to try it without an account.',
    { fixInWindow: 'Sign in under Account in Settings, or try the demo, which needs no account.' },
  );
}

// What a call asks for

/** @param what in the words of `codex mcp-server` 0.153.4, which callers may look for */
export function argumentsRefused(what: string): PatchbayError {
  return new PatchbayError('arguments-refused', what, '');
}

export function noFolder(): PatchbayError {
  return new PatchbayError(
    'no-folder',
    'Patchbay does not know which folder to work in.',
    'Pass `cwd`, the absolute path of the project folder.',
  );
}

export function folderNotFound(folder: string, why: string): PatchbayError {
  return new PatchbayError(
    'folder-not-found',
    `The working folder ${folder} ${why}.`,
    'Pass `cwd`, the absolute path of a folder that exists on the machine where Patchbay runs.',
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

export function codexOwnFolder(folder: string): PatchbayError {
  return new PatchbayError(
    'codex-own-folder',
    `${folder} belongs to Codex itself: what is changed there decides what Codex runs.`,
    'Pass another `cwd`, or the sandbox `read-only`.',
  );
}

export function patchbayOwnFolder(folder: string): PatchbayError {
  return new PatchbayError(
    'patchbay-own-folder',
    `${folder} belongs to Patchbay itself: what is changed there decides who may do what.`,
    'Pass another `cwd`, or the sandbox `read-only`.',
  );
}

export function folderTooWide(folder: string, sandbox: string): PatchbayError {
  const word = /[^\w./-]/.test(folder) ? `'${folder}'` : folder;
  return new PatchbayError(
    'folder-too-wide',
    `The working folder ${folder} holds nearly everything of the person who runs Patchbay: with the sandbox \`${sandbox}\` all of it could be changed.`,
    `Pass the folder of the project as \`cwd\`, or the sandbox \`read-only\`. The person allows this one with \`--allow-folder ${word}\`, or in the window by choosing it as the folder of this client.`,
  );
}

export function configKeysRefused(keys: readonly string[], allowed: readonly string[]): PatchbayError {
  return new PatchbayError(
    'config-keys-refused',
    `\`config\` may not set ${keys.map((key) => `\`${key}\``).join(', ')}: a call may not choose commands, addresses, providers, folders or permissions.`,
    `Keys a call may set: ${allowed.join(', ')}. Anything else belongs in the config.toml of the person who runs Patchbay.`,
  );
}

export function aboveCeiling(asked: string, ceiling: string, how: string): PatchbayError {
  return new PatchbayError(
    'above-ceiling',
    `This call asks for ${asked}, which is above the ceiling of this client (${ceiling}).`,
    `Ask for less, or let the person who runs Patchbay raise it with ${how}.`,
  );
}

export function threadNotFound(threadId: string): PatchbayError {
  return new PatchbayError(
    'thread-not-found',
    `Session not found for thread_id: ${threadId}`,
    '(threads belong to the client that started them; start a new one with the codex tool).',
  );
}

export function nobodyListened(afterMs: number): PatchbayError {
  return new PatchbayError(
    'nobody-listened',
    `This turn was stopped because no client had listened to it for ${Math.round(afterMs / 1000)} s.`,
    'Continue it with codex-reply or codex-start, and call codex-wait while it runs.',
  );
}

export function noTurnRuns(): PatchbayError {
  return new PatchbayError('no-turn-runs', 'No turn runs in this thread any more.', '');
}

export function turnsPaused(): PatchbayError {
  return new PatchbayError(
    'turns-paused',
    'The person who runs Patchbay has paused new turns.',
    'Ask them to resume, then call again.',
  );
}

export function callNotFound(): PatchbayError {
  return new PatchbayError(
    'call-not-found',
    'The call these answers belong to is over or was never made.',
    'Make the call again without `requestState`.',
  );
}

export function threadInUse(threadId: string): PatchbayError {
  return new PatchbayError(
    'thread-in-use',
    `Thread ${threadId} is open in another Codex or Patchbay process.`,
    'Close it there, or start a new thread with the codex tool.',
  );
}

export function shuttingDown(): PatchbayError {
  return new PatchbayError(
    'shutting-down',
    'Patchbay is stopping, so this turn ended.',
    'Start Patchbay again and continue the thread with codex-reply.',
  );
}

// Remotes: the MCP servers of config.toml

export function remoteUnknown(name: string): PatchbayError {
  return new PatchbayError(
    'remote-unknown',
    `There is no MCP server ${JSON.stringify(name)} in config.toml.`,
    '`patchbay mcp list` shows those there are; `patchbay mcp add` adds one.',
    { fixInWindow: 'The page Remotes shows those there are.' },
  );
}

export function remoteDisabled(name: string): PatchbayError {
  return new PatchbayError(
    'remote-disabled',
    `The MCP server ${name} is disabled.`,
    `Set \`enabled = true\` in [mcp_servers.${name}] of config.toml; nothing has to be restarted.`,
  );
}

export function remoteLoops(name: string): PatchbayError {
  return new PatchbayError(
    'remote-loops',
    `The MCP server ${name} leads back to Patchbay, so it is not forwarded.`,
    `Remove [mcp_servers.${name}] from config.toml: what it offers is here already.`,
  );
}

export function remoteBroken(
  name: string,
  { file, line }: { file: string; line: number | undefined },
  reason: string,
): PatchbayError {
  return new PatchbayError(
    'remote-broken',
    `${file}${line === undefined ? '' : ` line ${line}`}: [mcp_servers.${name}]: ${reason}.`,
    'Correct that table; nothing has to be restarted, and the other servers go on.',
  );
}

/** @param stderrTail the last lines it wrote */
export function remoteDidNotStart(name: string, why: string, stderrTail: readonly string[]): PatchbayError {
  const said = stderrTail.length > 0 ? `\nIt wrote last:\n${stderrTail.join('\n')}\n` : '';
  return new PatchbayError(
    'remote-did-not-start',
    `The MCP server ${name} did not start: ${why}.${said}`,
    'Correct what it says, then call again; it is started anew.',
  );
}

/**
 * @param refusal.source which credential was sent
 * @param refusal.advice what to do about that credential
 */
export function remoteRefused(
  name: string,
  refusal: { status: number; host: string; source: string; advice: string },
): PatchbayError {
  const { status, host, source, advice } = refusal;
  return new PatchbayError(
    'remote-refused',
    `The MCP server ${name} refused to let Patchbay in (${status} from ${host}); it was tried with ${source}.`,
    advice,
  );
}

/** @param againS until it wants to be asked again, when it says so */
export function remoteBusy(name: string, host: string, againS: number | undefined): PatchbayError {
  return new PatchbayError(
    'remote-busy',
    `The MCP server ${name} got too many requests (429 from ${host}).`,
    againS === undefined ? 'Try again later, and less often.' : `Try again in ${againS} s.`,
  );
}

/** @param where it points, an origin or an address */
export function remoteRedirects(name: string, where: string): PatchbayError {
  return new PatchbayError(
    'remote-redirects',
    `The MCP server ${name} redirects to ${where}, where Patchbay does not send its credential.`,
    `If that is where it lives now, put that address into [mcp_servers.${name}] of config.toml.`,
  );
}

/**
 * @param limit.key of its table in config.toml; absent where nothing sets it
 * @param instead what it wrote meanwhile where messages belong
 */
export function remoteTimedOut(
  name: string,
  what: string,
  limit: { readonly ms: number; readonly key?: string },
  instead?: string | undefined,
): PatchbayError {
  const or = limit.key ? `, or set a longer \`${limit.key}\` in [mcp_servers.${name}] of config.toml` : '';
  const wrote = instead === undefined ? '' : `; ${instead}`;
  return new PatchbayError(
    'remote-timed-out',
    `The MCP server ${name} did not answer ${what} within ${limit.ms / 1000} s${wrote}.`,
    `Try again${or}.`,
  );
}

export function remoteGone(name: string, why: string): PatchbayError {
  return new PatchbayError(
    'remote-gone',
    `The MCP server ${name} did not finish this call: ${why}.`,
    'What it had done by then stays done. It is connected anew with the next call.',
  );
}

/** @param waitMs until it is tried again */
export function remoteKeepsFailing(name: string, waitMs: number, last: string): PatchbayError {
  return new PatchbayError(
    'remote-keeps-failing',
    `The MCP server ${name} is not connected: ${last}`,
    `It is tried again with the next call after ${Math.ceil(waitMs / 1000)} s.`,
  );
}

export function remoteToolFiltered(name: string, tool: string): PatchbayError {
  return new PatchbayError(
    'remote-tool-filtered',
    `The tool ${tool} of the MCP server ${name} is switched off by \`enabled_tools\` or \`disabled_tools\`.`,
    `Change [mcp_servers.${name}] in config.toml to allow it.`,
  );
}

export function remoteCallDenied(name: string, tool: string, reason: string | undefined): PatchbayError {
  return new PatchbayError(
    'remote-call-denied',
    `The call of ${name}.${tool} was not allowed, so it was not made${reason ? `: ${reason}` : '.'}`,
    '',
  );
}

export function credentialMissing(name: string, variable: string): PatchbayError {
  return new PatchbayError(
    'credential-missing',
    `The MCP server ${name} takes its credential from the variable ${variable}, which is not set.`,
    'Set it where Patchbay is started, then start Patchbay again.',
  );
}

export function headersHelperFailed(name: string, reason: string): PatchbayError {
  return new PatchbayError(
    'headers-helper-failed',
    `The \`http_headers_helper\` of the MCP server ${name} failed: ${reason}.`,
    'Run the command in a terminal; it must print a JSON object of headers.',
  );
}

// Signing in to remotes

export function signInNeeded(name: string, why: string): PatchbayError {
  return new PatchbayError(
    'sign-in-needed',
    `The sign-in to the MCP server ${name} does not hold any more: ${why}.`,
    `Sign in again with \`patchbay mcp login ${name}\` or in the window.`,
  );
}

/** @param againMs until it is tried again */
export function signInNotRenewed(name: string, why: string, againMs: number): PatchbayError {
  return new PatchbayError(
    'sign-in-not-renewed',
    `The sign-in to the MCP server ${name} could not be renewed: ${why}.`,
    `A call in ${Math.max(1, Math.ceil(againMs / 1000))} s tries again; nothing has been forgotten.`,
  );
}

export function signInNotPossible(name: string): PatchbayError {
  return new PatchbayError(
    'sign-in-not-possible',
    `The MCP server ${name} is a child process: OAuth login is only supported for streamable HTTP servers.`,
    'Give it its credentials with `env` or `env_vars` in config.toml.',
  );
}

export function signInDenied(name: string): PatchbayError {
  return new PatchbayError(
    'sign-in-denied',
    `Signing in to the MCP server ${name} was refused in the browser.`,
    'Start again to agree.',
  );
}

/** @param field of its table */
export function signInNotUsed(name: string, field: string): PatchbayError {
  return new PatchbayError(
    'sign-in-not-used',
    `The MCP server ${name} has its credential from \`${field}\` in config.toml, which goes before a sign-in.`,
    `Remove \`${field}\` from [mcp_servers.${name}] to sign in instead.`,
  );
}

/** Why a sign-in did not come about, a clause, and what helps against that. */
export interface SignInWords {
  readonly why: string;
  readonly fix: string;
}

export function signInFailed(name: string, { why, fix }: SignInWords, cause?: unknown): PatchbayError {
  return new PatchbayError('sign-in-failed', `Signing in to the MCP server ${name} failed: ${why}.`, fix, {
    cause,
  });
}

/** @param answer what a try to register came to, a clause */
export function signInWithoutClient(name: string, answer?: string): PatchbayError {
  const said = answer === undefined ? '' : ` (${answer})`;
  return new PatchbayError(
    'sign-in-without-client',
    `Signing in to the MCP server ${name} failed: its authorization server registers no clients by itself${said}.`,
    `Register one there by hand, with http://127.0.0.1/callback as its redirect address, and set \`oauth = { client_id = "…" }\` in [mcp_servers.${name}] of config.toml.`,
  );
}

/** @param answer a clause */
export function signInRegistrationRefused(name: string, answer: string): PatchbayError {
  return new PatchbayError(
    'sign-in-registration-refused',
    `Signing in to the MCP server ${name} failed: its authorization server refused to register Patchbay (${answer}).`,
    `It may take other redirect addresses alone: set \`oauth.callback_url\` in [mcp_servers.${name}] of config.toml to one on this machine that it takes, such as "http://localhost/callback". Else register a client by hand and name it with \`oauth.client_id\`.`,
  );
}

/** @param resource what its metadata say a token has to be for */
export function signInOtherResource(name: string, resource: string, url: string): PatchbayError {
  return new PatchbayError(
    'sign-in-unsafe',
    `The MCP server ${name} was not signed in to: its resource ${JSON.stringify(resource.slice(0, 200))} is refused because it is not ${url}.`,
    `A token for it could be meant for another server. If you know that it is right, set \`oauth_resource\` in [mcp_servers.${name}] of config.toml to it.`,
  );
}

/**
 * @param what which part of what the server says: `token_endpoint`
 * @param address what it says there, if that may be shown
 */
export function signInUnsafe(
  name: string,
  what: string,
  address: string | undefined,
  why: string,
): PatchbayError {
  const said = address === undefined ? '' : ` ${JSON.stringify(address.slice(0, 200))}`;
  return new PatchbayError(
    'sign-in-unsafe',
    `The MCP server ${name} was not signed in to: its ${what}${said} is refused because ${why}.`,
    'Nothing was opened or sent there. Ask whoever runs that server, and do not use it until you know why.',
  );
}

/**
 * The browser came back in the name of another authorization server; which one is not shown, it may be an attacker's text.
 * @param expected its issuer
 */
export function signInOtherIssuer(name: string, expected: string): PatchbayError {
  return new PatchbayError(
    'sign-in-unsafe',
    `The MCP server ${name} was not signed in to: the \`iss\` that the browser brought back is not ${expected}.`,
    'What it brought back was not used, and no token was asked for. Ask whoever runs that server, and do not use it until you know why.',
  );
}

export function signInTimedOut(name: string, limitMs: number): PatchbayError {
  return new PatchbayError(
    'sign-in-timed-out',
    `Nobody finished signing in to the MCP server ${name} within ${Math.round(limitMs / 60_000)} minutes.`,
    `Start again when there is time. If the browser showed an error instead: about an unknown client, starting again registers a new one; about the redirect address, set \`oauth.callback_url\` in [mcp_servers.${name}] of config.toml.`,
  );
}

export function signInReplaced(name: string): PatchbayError {
  return new PatchbayError(
    'sign-in-replaced',
    `This sign-in to the MCP server ${name} ended because another one was started.`,
    'Finish that one.',
  );
}

export function signInEnded(name: string): PatchbayError {
  return new PatchbayError(
    'sign-in-ended',
    `This sign-in to the MCP server ${name} ended because somebody signed out of it.`,
    'Start again if you want to be signed in.',
  );
}

export function callbackPortInUse(name: string, port: number): PatchbayError {
  return new PatchbayError(
    'callback-port-in-use',
    `Signing in to the MCP server ${name} needs port ${port} on this machine, which another program uses.`,
    'Stop that program, or set another `callbackPort` where the client was registered and in settings.json.',
  );
}

export function callbackUrlRefused(url: string): PatchbayError {
  return new PatchbayError(
    'callback-url-refused',
    `${JSON.stringify(url)} cannot be the address the browser is sent back to.`,
    'It has to be http on 127.0.0.1, localhost or [::1], without a query: `http://127.0.0.1/callback`.',
  );
}

/** @param notice why there is no place for them; absent: the person wants it so */
export function tokensNotKept(notice: string | undefined): PatchbayError {
  return new PatchbayError(
    'tokens-not-kept',
    `Tokens are kept in memory alone${notice === undefined ? '' : `, because: ${notice}`}, and no Patchbay runs that could hold them.`,
    'Start Patchbay first, or set `"secrets": { "store": "file" }` in settings.json: a file that only you can read.',
  );
}

export function keychainMissing(why: string): PatchbayError {
  return new PatchbayError(
    'keychain-missing',
    `The system's keychain cannot be used (${why}).`,
    'Unlock it, or let secrets be kept in a file that only you can read: `"secrets": { "store": "file" }` in settings.json.',
  );
}

export function proxyBroken(reason: string): PatchbayError {
  return new PatchbayError(
    'proxy-broken',
    `The proxy of HTTPS_PROXY or HTTP_PROXY cannot be used (${reason}).`,
    'Correct the variable where Patchbay is started; it looks like http://proxy.example.com:8080.',
  );
}

export function remoteTooNew(name: string): PatchbayError {
  return new PatchbayError(
    'remote-too-new',
    `The MCP server ${name} speaks only revisions of MCP that Patchbay does not know.`,
    'Update Patchbay, or use an older version of the server.',
  );
}

// Signing in to Azure. `what` needs the token: `the MCP server NAME`, for example

/** @param details what each way to sign in said */
export function azureNotSignedIn(what: string, details: string): PatchbayError {
  const hasCli = /az login/.test(details) && !/CLI could not be found|CLI not found/i.test(details);
  return new PatchbayError(
    'azure-not-signed-in',
    hasCli
      ? `Couldn't sign in to Azure for ${what}: the Azure CLI is installed but signed out.`
      : `Couldn't sign in to Azure for ${what}.`,
    hasCli
      ? 'Run `az login`, then try again.'
      : 'Run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET where Patchbay is started, then try again.',
    { details },
  );
}

/**
 * @param answer.code AADSTS…
 * @param answer.meaning a clause
 */
export function azureRefused(
  what: string,
  answer: { code: string; meaning: string; fix: string; details: string },
): PatchbayError {
  const { code, meaning, fix, details } = answer;
  return new PatchbayError(
    'azure-refused',
    `Azure refused to sign in for ${what}: ${meaning} (${code}).`,
    fix,
    {
      details,
    },
  );
}

export function azureExpired(what: string, expiredAt: Date): PatchbayError {
  return new PatchbayError(
    'azure-expired',
    `Azure's sign-in gave a token for ${what} that expired at ${expiredAt.toISOString()}.`,
    'Run `az login` again; update an Azure CLI before 2.54, and look whether the clock of this machine is right.',
  );
}

export function azureTooSlow(what: string, deadlineMs: number): PatchbayError {
  return new PatchbayError(
    'azure-too-slow',
    `Azure sign-in for ${what} took over ${deadlineMs / 1000} s.`,
    "If this machine isn't in Azure, set AZURE_TOKEN_CREDENTIALS=dev, or `azure.credentials` to `dev` in settings.json; else look whether `az account get-access-token` answers in a terminal.",
  );
}

export function azureUnreachable(what: string, details: string): PatchbayError {
  return new PatchbayError(
    'azure-unreachable',
    `Azure's sign-in could not be reached for ${what}.`,
    'Look at the network of this machine; behind a proxy set HTTPS_PROXY where Patchbay is started, and SSL_CERT_FILE if it has a certificate of its own.',
    { details },
  );
}

/** @param details what the library says about it */
export function azureMisconfigured(what: string, details: string): PatchbayError {
  return new PatchbayError(
    'azure-misconfigured',
    `Couldn't sign in to Azure for ${what}: ${details}`,
    'Correct AZURE_TOKEN_CREDENTIALS where Patchbay is started, or remove it.',
  );
}

export function azureNeedsHttps(name: string): PatchbayError {
  return new PatchbayError(
    'azure-needs-https',
    `The MCP server ${name} has an Azure scope, and its address is not https: a token could be read on the way.`,
    `Change the \`url\` of [mcp_servers.${name}] in config.toml to https.`,
  );
}

export function azureScopeInvalid(scope: string): PatchbayError {
  return new PatchbayError(
    'azure-scope-invalid',
    `${JSON.stringify(scope)} is no scope of Azure.`,
    'It ends in /.default, as in https://cognitiveservices.azure.com/.default or api://APPLICATION-ID/.default.',
  );
}

export function mcpWordUnknown(word: string): PatchbayError {
  return new PatchbayError(
    'mcp-word-unknown',
    `There is no \`patchbay mcp ${word}\`.`,
    'There are add, get, list, remove, login and logout; `patchbay mcp --help` explains them.',
  );
}

// Finding out what went wrong

export function bundleNotPrepared(): PatchbayError {
  return new PatchbayError(
    'bundle-not-prepared',
    'There is no diagnostics bundle to save.',
    'Close this and export it again.',
  );
}

// Changes of config.toml from the window

export function configChangedMeanwhile(): PatchbayError {
  return new PatchbayError(
    'config-changed-meanwhile',
    'config.toml was changed by somebody else meanwhile, so nothing was written.',
    'Look at it again and repeat the change.',
  );
}

/** @param reason in the engine's words */
export function configNotWritten(reason: string): PatchbayError {
  return new PatchbayError(
    'config-not-written',
    `config.toml was not changed: ${reason}`,
    'Correct that, then try again.',
  );
}

export function remoteNameTaken(name: string): PatchbayError {
  return new PatchbayError(
    'remote-name-taken',
    `There is an MCP server ${JSON.stringify(name)} in config.toml already.`,
    'Choose another name, or change that one.',
  );
}

/** @param reason what is wrong with which field */
export function remoteNotValid(reason: string): PatchbayError {
  return new PatchbayError('remote-not-valid', `This cannot be an MCP server: ${reason}.`, '');
}

export function remoteNeverStarted(name: string): PatchbayError {
  return new PatchbayError(
    'remote-never-started',
    `The MCP server ${name} was never connected as it is configured now.`,
    'Look at what it starts or reaches, then connect it.',
  );
}

export function remoteChangedMeanwhile(name: string): PatchbayError {
  return new PatchbayError(
    'remote-changed-meanwhile',
    `What the MCP server ${name} would start is not what you saw, so it was not started.`,
    'Look at it as it is now, then decide again.',
  );
}

/** @param message in the remote's words */
export function remoteAnsweredError(name: string, message: string): PatchbayError {
  return new PatchbayError(
    'remote-answered-error',
    `The MCP server ${name} answered with an error: ${message}`,
    '',
  );
}

export function remoteAnswerTooLarge(name: string, what: string): PatchbayError {
  return new PatchbayError(
    'remote-answer-too-large',
    `The answer of the MCP server ${name} to ${what} is too large to be shown.`,
    'A client can still get it.',
  );
}

// Rules

/** @param prefix of an id, as it was typed */
export function ruleNotFound(prefix: string): PatchbayError {
  return new PatchbayError(
    'rule-not-found',
    `No rule has an id that begins with ${prefix}.`,
    '`patchbay rules list` shows the rules with their ids.',
  );
}

export function ruleAmbiguous(prefix: string): PatchbayError {
  return new PatchbayError(
    'rule-ambiguous',
    `Several rules have an id that begins with ${prefix}.`,
    'Type more of the id.',
  );
}

export function rulesTooMany(limit: number): PatchbayError {
  return new PatchbayError(
    'rules-too-many',
    `There would be more than ${limit} rules.`,
    'Remove some with `patchbay rules remove`.',
  );
}

/** @param why a clause */
export function ruleInvalid(why: string): PatchbayError {
  return new PatchbayError(
    'rule-invalid',
    `This rule would count for nothing: ${why}.`,
    'Change the rule; nothing was saved.',
  );
}

/** @param why a clause */
export function ruleCommandNotSimple(text: string, why: string): PatchbayError {
  return new PatchbayError(
    'rule-command-not-simple',
    `\`${text}\` is not one simple command (${why}).`,
    'Name one program and the words its arguments begin with, like `npm test`.',
  );
}

export function ruleProgramNotFound(program: string): PatchbayError {
  return new PatchbayError(
    'rule-program-not-found',
    `${program} is not on the PATH, or has a relative path: an allow counts for one program file outside the folder.`,
    'Install it first, or name it with its whole path.',
  );
}

/** @param wanted what the rule is for: `turn` or `thread` */
export function ruleNeedsThread(wanted: string, threads: readonly string[]): PatchbayError {
  const found =
    threads.length === 0 ? 'none runs there' : `${threads.length} run there (${threads.join(', ')})`;
  return new PatchbayError(
    'rule-needs-thread',
    `--for ${wanted} means the one thread that runs now in that folder and for that client, and ${found}.`,
    'Name the folder or the client of the thread with --folder or --client, while it runs.',
  );
}

/** @param threads that run with network access or without a sandbox */
export function rulesNotNow(threads: readonly string[]): PatchbayError {
  return new PatchbayError(
    'rules-not-now',
    `Rules cannot be changed while Codex runs with network access or without a sandbox (${threads.join(', ')}): what it runs could change them too.`,
    'Wait until that turn has ended, or stop it.',
  );
}

/** @param what of --command, --patch, --tool and --host */
export function ruleNeedsOneSubject(): PatchbayError {
  return new PatchbayError(
    'rule-needs-one-subject',
    'A rule is about one thing: one of --command, --patch, --tool and --host.',
    'Name exactly one of them.',
  );
}

/** @param value of `--tool` */
export function ruleToolInvalid(value: string): PatchbayError {
  return new PatchbayError(
    'rule-tool-invalid',
    `${value} does not name a tool of a remote.`,
    'Write the name of the remote in config.toml, a slash, and the name of the tool: github/create_issue.',
  );
}
