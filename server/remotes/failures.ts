// What went wrong with a remote, as an error a person understands.
import fs from 'node:fs';
import { UNSUPPORTED_VERSION, UNSUPPORTED_VERSION_IN_DRAFTS } from '../base/json-rpc.ts';
import { messageOf, PatchbayError } from '../errors/error.ts';
import { type NetworkFailure, networkFailure } from '../errors/network.ts';
import {
  remoteDidNotStart,
  remoteGone,
  remoteNotMcp,
  remoteNotReached,
  remoteTimedOut,
  remoteTooNew,
} from '../errors/remotes.ts';
import { NotReached } from '../network/network.ts';
import type { RemoteConfig, TimeLimit } from './config.ts';
import { Malformed } from './odd/fix-ups.ts';
import { RemoteError, TimedOut } from './wire/peer.ts';
import { NotDelivered, type Wire } from './wire/wire.ts';

/** JSON-RPC codes of servers that refuse the protocol version of `initialize`. */
const VERSION_REFUSED = [UNSUPPORTED_VERSION, UNSUPPORTED_VERSION_IN_DRAFTS];

/** The remote's own error, or one that says it never saw the message: passed on unchanged. */
export function isReportable(error: unknown): boolean {
  return error instanceof RemoteError || error instanceof NotDelivered;
}

/**
 * @param call.instead what it wrote in the meantime instead of messages
 * @returns our own errors unchanged, since they already say what happened
 */
export function callFailed(
  error: unknown,
  call: {
    config: RemoteConfig;
    method: string;
    limit: TimeLimit | undefined;
    wire: Wire | undefined;
    instead?: string | undefined;
  },
): PatchbayError {
  if (error instanceof PatchbayError) return error;
  const { name } = call.config;
  if (error instanceof TimedOut && call.limit)
    return remoteTimedOut(name, call.method, call.limit, call.instead);
  const lastLine = call.wire?.stderrTail?.().at(-1);
  const why = [
    networkFailureOf(error, call.config)?.reason ?? failureWords(error),
    call.instead,
    lastLine && `it wrote last: ${lastLine}`,
  ];
  return remoteGone(name, why.filter(Boolean).join('; '));
}

/**
 * @param start.tail the last lines it wrote to stderr
 * @param start.instead what it wrote instead of messages
 * @returns an error with the thrown one as its cause
 */
export function startFailed(
  error: unknown,
  start: { config: RemoteConfig; tail: readonly string[]; instead: string | undefined },
): PatchbayError {
  if (error instanceof PatchbayError) return error;
  const { name } = start.config;
  const failed = speaksOnlyNewer(error)
    ? remoteTooNew(name)
    : (notReachedAt(error, start.config) ?? notStarted(error, start));
  failed.cause = error;
  return failed;
}

function notStarted(
  error: unknown,
  { config, tail, instead }: { config: RemoteConfig; tail: readonly string[]; instead: string | undefined },
): PatchbayError {
  const { name, transport } = config;
  const why = [folderMissing(error, config) ?? failureWords(error), instead].filter(Boolean).join('; ');
  // Its own error is an answer of MCP. A program that said nothing may still be starting.
  const isHttp = transport.kind === 'http';
  const isOther = isHttp || instead !== undefined || error instanceof Malformed;
  return isOther && !(error instanceof RemoteError)
    ? remoteNotMcp(name, why, isHttp ? 'url' : 'command', tail)
    : remoteDidNotStart(name, why, tail);
}

/** Replacements for unhelpful library messages: part of their text → ours. */
const NETWORK_FAILURES: readonly (readonly [RegExp, string])[] = [
  [/^terminated$/, 'it broke its answer off'],
  [
    /^Headers\.\w+: |invalid header (name|value)/i,
    'a header for it has a name or a value that HTTP does not allow',
  ],
];

function notReachedAt(error: unknown, config: RemoteConfig): PatchbayError | undefined {
  const failure = networkFailureOf(error, config);
  return failure && remoteNotReached(config.name, hostOf(config), failure);
}

function networkFailureOf(error: unknown, config: RemoteConfig): NetworkFailure | undefined {
  return error instanceof NotReached ? networkFailure(error.message, hostOf(config)) : undefined;
}

function hostOf({ transport }: RemoteConfig): string {
  return transport.kind === 'http' ? new URL(transport.url).host : '';
}

const SPAWN_FAILURES: Readonly<Record<string, string>> = {
  E2BIG: 'its arguments and variables are too long',
  EACCES: 'your user may not run it',
  ENOENT: 'there is no such program, or no such folder to run it in',
  ENOTDIR: 'a part of its path, or of the folder to run it in, is not a folder',
};

/** Node says of a missing folder what it says of a missing program. */
function folderMissing(error: unknown, { transport }: RemoteConfig): string | undefined {
  const folder = transport.kind === 'stdio' ? transport.cwd : undefined;
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && folder && !fs.existsSync(folder);
  return isMissing ? `there is no folder ${folder}, its \`cwd\`, to run it in` : undefined;
}

/**
 * Why a program could not be started or an address could not be reached, as a clause; for other errors, their message.
 */
function failureWords(error: unknown): string {
  const message = messageOf(error);
  const { code, syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (syscall?.startsWith('spawn') && SPAWN_FAILURES[code ?? '']) {
    return `\`${path}\` cannot be run: ${SPAWN_FAILURES[code ?? '']}`;
  }
  if (code === 'ERR_INVALID_ARG_VALUE' && message.includes('null bytes')) {
    return 'its command, arguments, folder or variables have a null character in them';
  }
  return NETWORK_FAILURES.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}

function speaksOnlyNewer(error: unknown): boolean {
  if (error instanceof RemoteError) return VERSION_REFUSED.includes(error.code);
  // The body of the refusal is part of the message.
  return VERSION_REFUSED.some((code) => messageOf(error).includes(`"code":${code}`));
}
