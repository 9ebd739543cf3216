// Remotes as a window lists them. It gets the names of headers and variables, never their values.

import { whereOf } from '../../contract/remote-draft.ts';
import type { RemoteOddity, RemoteRow, RemoteSignIn, RemoteStatus } from '../../contract/state.ts';
import { type ActivityOf, odditiesOf } from '../../remotes/activity.ts';
import type { Explanation } from '../../remotes/auth/choose.ts';
import type { SignInState } from '../../remotes/auth/oauth/sign-ins.ts';
import type { RemoteConfig } from '../../remotes/config.ts';
import type { RemoteEntry } from '../../remotes/entries.ts';

/** Failures that a sign-in fixes. */
const SIGN_IN_CODES = ['sign-in-needed', 'sign-in-not-renewed'];
/** Another credential was configured on purpose, and a sign-in would not be used. */
const SIGN_IN_CREDENTIALS: readonly string[] = ['oauth', 'none'];

type Known = ActivityOf & { readonly isKnown: boolean };

export function remoteRow(options: {
  entry: RemoteEntry;
  activity: ActivityOf;
  isKnown: boolean;
  isShared: boolean;
  /** For a remote at an address. */
  credential: Explanation | undefined;
  signIn: SignInState;
  changedTools: readonly string[];
  shadowingTools: readonly string[];
  suspectTools: readonly string[];
  /** With possible secrets removed. */
  redact(text: string): string;
}): RemoteRow {
  const { entry, activity, redact, isShared, isKnown, credential } = options;
  const counts = credential && SIGN_IN_CREDENTIALS.includes(credential.kind);
  const signIn: SignInState = counts ? options.signIn : { kind: 'none' };
  const { lastError, calls, failedCalls, lastUsedAt, tools } = activity;
  const config = entry.kind === 'broken' ? undefined : entry.config;
  return {
    name: entry.name,
    status: redacted(statusOf(entry, { ...activity, isKnown }, signIn), redact),
    ...(config && transportOf(config)),
    isKnown,
    isShared,
    isRequired: config?.isRequired ?? false,
    ...(credential && { credential: { kind: credential.kind, why: redact(credential.why) } }),
    ...(counts && { signIn: signInOf(signIn) }),
    ...(tools && isKnown && { toolCount: tools.length }),
    changedTools: options.changedTools,
    shadowingTools: options.shadowingTools,
    suspectTools: options.suspectTools,
    oddities: isKnown ? odditiesOf(activity).map((oddity) => shownOddity(oddity, redact)) : [],
    calls,
    failedCalls,
    outputLines: activity.stderrCount,
    ...(lastError && { lastError: { ...lastError, text: redact(lastError.text) } }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
  };
}

function shownOddity({ kind, what, why }: RemoteOddity, redact: (text: string) => string): RemoteOddity {
  return { kind, what: redact(what), why: redact(why) };
}

function transportOf({ transport }: RemoteConfig): Pick<RemoteRow, 'transport' | 'where'> {
  return { transport: transport.kind, where: whereOf(transport) };
}

function statusOf(entry: RemoteEntry, activity: Known, signIn: SignInState): RemoteStatus {
  switch (entry.kind) {
    case 'disabled':
    case 'loop':
      return { kind: entry.kind };
    case 'broken':
      return { kind: 'broken', reason: entry.reason, file: entry.place.file, line: entry.place.line };
    case 'usable':
      return liveStatus(activity, signIn);
  }
}

function liveStatus({ opening, open, failure, about, isKnown }: Known, signIn: SignInState): RemoteStatus {
  // Also for a connected remote: its calls fail until someone signs in.
  if (signIn.kind === 'needs-sign-in') return { kind: 'needs-sign-in', why: signIn.why };
  if (open > 0) return { kind: 'ready' };
  if (opening > 0) return { kind: 'connecting' };
  if (!failure) return { kind: about && isKnown ? 'idle' : 'unused' };
  const { code, summary: why, fixInWindow: fix, details } = failure;
  if (SIGN_IN_CODES.includes(code)) return { kind: 'needs-sign-in', why };
  return { kind: 'failed', why, fix, ...(details && { details }) };
}

function signInOf(state: SignInState): RemoteSignIn {
  if (state.kind !== 'signed-in') return { kind: state.kind };
  const { account, issuer, since, until, kept } = state;
  return {
    kind: 'signed-in',
    issuer,
    kept,
    since: since.getTime(),
    ...(account !== undefined && { account }),
    ...(until && { until: until.getTime() }),
  };
}

function redacted(status: RemoteStatus, redact: (text: string) => string): RemoteStatus {
  switch (status.kind) {
    case 'failed': {
      const { why, details } = status;
      return { ...status, why: redact(why), ...(details && { details: redact(details) }) };
    }
    case 'needs-sign-in':
      return { ...status, why: redact(status.why) };
    case 'broken':
      return { ...status, reason: redact(status.reason) };
    default:
      return status;
  }
}
