// Remotes as a window lists them. Values of headers and variables are not among what it is shown, only their names.
import type { ActivityOf } from '../remotes/activity.ts';
import type { RemoteConfig } from '../remotes/config.ts';
import type { RemoteEntry } from '../remotes/entries.ts';
import { whereOf } from './remote-draft.ts';
import type { RemoteRow, RemoteStatus } from './state.ts';

/** Failures that end when the person has signed in. */
const SIGN_IN_CODES = ['sign-in-needed'];

export function remoteRow(options: {
  entry: RemoteEntry;
  activity: ActivityOf;
  isKnown: boolean;
  isShared: boolean;
  changedTools: readonly string[];
  shadowingTools: readonly string[];
  /** What of it may be secret is taken out. */
  redact(text: string): string;
}): RemoteRow {
  const { entry, activity, redact, isShared, isKnown } = options;
  const { lastError, calls, failedCalls, lastUsedAt, tools, credential } = activity;
  const config = entry.kind === 'broken' ? undefined : entry.config;
  return {
    name: entry.name,
    status: redacted(statusOf(entry, activity), redact),
    ...(config && transportOf(config)),
    isKnown,
    isShared,
    isRequired: config?.isRequired ?? false,
    ...(credential !== undefined && { credential }),
    ...(tools && { toolCount: tools.length }),
    changedTools: options.changedTools,
    shadowingTools: options.shadowingTools,
    calls,
    failedCalls,
    ...(lastError && { lastError: { ...lastError, text: redact(lastError.text) } }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
  };
}

function transportOf({ transport }: RemoteConfig): Pick<RemoteRow, 'transport' | 'where'> {
  return { transport: transport.kind, where: whereOf(transport) };
}

function statusOf(entry: RemoteEntry, { opening, open, failure, about }: ActivityOf): RemoteStatus {
  switch (entry.kind) {
    case 'disabled':
    case 'loop':
      return { kind: entry.kind };
    case 'broken':
      return { kind: 'broken', reason: entry.reason, file: entry.place.file, line: entry.place.line };
    case 'usable':
      if (open > 0) return { kind: 'ready' };
      if (opening > 0) return { kind: 'connecting' };
      if (failure && SIGN_IN_CODES.includes(failure.code))
        return { kind: 'needs-sign-in', why: failure.summary };
      if (failure) return { kind: 'failed', why: failure.summary, fix: failure.fix };
      return about ? { kind: 'idle' } : { kind: 'unused' };
  }
}

function redacted(status: RemoteStatus, redact: (text: string) => string): RemoteStatus {
  switch (status.kind) {
    case 'failed':
      return { ...status, why: redact(status.why) };
    case 'needs-sign-in':
      return { ...status, why: redact(status.why) };
    case 'broken':
      return { ...status, reason: redact(status.reason) };
    default:
      return status;
  }
}
