// What went wrong with a remote, as an error a person understands.
import {
  messageOf,
  PatchbayError,
  remoteDidNotStart,
  remoteGone,
  remoteTimedOut,
  remoteTooNew,
} from '../errors/errors.ts';
import type { RemoteConfig, TimeLimit } from './config.ts';
import { RemoteError, TimedOut } from './wire/peer.ts';
import { NotDelivered, type Wire } from './wire/wire.ts';

/** JSON-RPC codes with which a server refuses the versions of `initialize`. */
const UNSUPPORTED_VERSION = [-32022, -32004];

/** What the remote itself answered, or what says that it never saw the message: passed on as it is. */
export function isReportable(error: unknown): boolean {
  return error instanceof RemoteError || error instanceof NotDelivered;
}

/**
 * @param call.instead what it wrote meanwhile where messages belong
 * @returns an error of ours as it is: it says already what happened
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
  const why = [messageOf(error), call.instead, lastLine && `it wrote last: ${lastLine}`];
  return remoteGone(name, why.filter(Boolean).join('; '));
}

/**
 * @param start.tail the last lines it wrote to stderr
 * @param start.instead what it wrote where messages belong
 * @returns an error whose cause is what was thrown
 */
export function startFailed(
  error: unknown,
  start: { config: RemoteConfig; tail: readonly string[]; instead: string | undefined },
): PatchbayError {
  if (error instanceof PatchbayError) return error;
  const { name } = start.config;
  const failed = speaksOnlyNewer(error)
    ? remoteTooNew(name)
    : remoteDidNotStart(name, [messageOf(error), start.instead].filter(Boolean).join('; '), start.tail);
  failed.cause = error;
  return failed;
}

function speaksOnlyNewer(error: unknown): boolean {
  if (error instanceof RemoteError) return UNSUPPORTED_VERSION.includes(error.code);
  // The body of the refusal is part of the message.
  return UNSUPPORTED_VERSION.some((code) => messageOf(error).includes(`"code":${code}`));
}
