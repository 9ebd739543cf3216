// Reports the outcome of a client's calls of remotes, for the records.
import type { Params } from '../../remotes/wire/peer.ts';

/** A client's call of a remote and its outcome. */
export interface ForwardedCall {
  /** The session's id; from 2026-07-28 on, where there are no sessions, the principal and the day. */
  readonly session: string;
  readonly principal: string;
  readonly cwd: string | undefined;
  readonly remote: string;
  /** The tool, or the method of another request. */
  readonly what: string;
  readonly params: unknown;
  readonly outcome: 'answered' | 'failed';
  readonly result?: unknown;
  readonly error?: string | undefined;
  readonly afterMs: number;
}

/** The methods that do something; the others only list or describe. */
const TOLD_METHODS = ['tools/call', 'resources/read', 'prompts/get'];

/** @returns a function to call when a call has ended */
export function tellCalls(about: {
  principalId: string;
  sessionId: string;
  cwd: string | undefined;
  onCalled(call: ForwardedCall): void;
}) {
  const { principalId, cwd, onCalled } = about;
  return (
    request: { remote: string; method: string; params: Params | undefined; hasSession: boolean },
    startedAt: number,
    end: Pick<ForwardedCall, 'outcome' | 'result' | 'error'>,
  ): void => {
    const { remote, method, params, hasSession } = request;
    if (!TOLD_METHODS.includes(method)) return;
    const isTool = method === 'tools/call';
    const call: ForwardedCall = {
      session: hasSession ? about.sessionId : `${principalId}-${new Date().toISOString().slice(0, 10)}`,
      principal: principalId,
      cwd,
      remote,
      what: isTool ? String(params?.['name']) : method,
      params: isTool ? params?.['arguments'] : params,
      outcome: end.outcome,
      result: end.result,
      error: end.error,
      afterMs: Date.now() - startedAt,
    };
    // The client gets its answer first.
    setImmediate(onCalled, call);
  };
}
