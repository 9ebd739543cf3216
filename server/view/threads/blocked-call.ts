// Which failures the next call of the same client meets too, because something other than the call has to change.
import type { BlockedCall } from '../../contract/state.ts';
import type { TurnEnd } from '../../engine/threads/turn.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { PatchbayError, windowMessageOf } from '../../errors/error.ts';

type Needs = BlockedCall['needs'];

/** Not here: what the caller can change, and what the state of engine, server and config.toml says anyway. */
const blockingCodes: readonly ErrorCode[] = [
  'home-not-writable',
  'codex-home-not-usable',
  'codex-home-missing',
  'file-broken',
  'file-newer',
  'file-not-written',
  'leash-not-possible',
  'failed',
];

/** Of `codexErrorInfo`: they are about this one conversation. */
const aboutThread: readonly unknown[] = [
  'contextWindowExceeded',
  'sessionBudgetExceeded',
  'cyberPolicy',
  'misalignmentPolicyViolation',
  'tooManyDenials',
  'threadRollbackFailed',
];

/** @returns undefined when it was the call's own fault, or said elsewhere */
export function needsOfCall(error: unknown): Needs | undefined {
  if (error instanceof PatchbayError) {
    if (error.code === 'not-signed-in') return 'sign-in';
    return blockingCodes.includes(error.code) ? 'something' : undefined;
  }
  // A client that gave up is no failure.
  return error instanceof Error && error.name !== 'AbortError' ? 'something' : undefined;
}

/** @returns as needsOfCall */
export function needsOfEnd(end: TurnEnd): Needs | undefined {
  if (end.kind === 'stopped') return needsOfCall(end.error);
  if (end.kind !== 'failed') return undefined;
  const { codexErrorInfo: info } = end.error;
  if (aboutThread.includes(info)) return undefined;
  return info === 'unauthorized' || statusOf(info) === 401 ? 'sign-in' : 'something';
}

/** Why a turn ended, for a person: what a model provider sends as JSON is read. */
export function reasonOf({ error }: Extract<TurnEnd, { error: unknown }>): string {
  return error instanceof Error ? windowMessageOf(error) : withoutJson(error.message);
}

function withoutJson(text: string): string {
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}') + 1];
  if (start < 0 || end <= start) return text;
  try {
    const { error } = JSON.parse(text.slice(start, end)) as { error?: { message?: unknown } };
    return typeof error?.message === 'string' ? text.slice(0, start) + error.message + text.slice(end) : text;
  } catch {
    return text;
  }
}

function statusOf(info: unknown): unknown {
  if (typeof info !== 'object' || info === null) return undefined;
  const [details] = Object.values(info) as { httpStatusCode?: number }[];
  return details?.httpStatusCode;
}
