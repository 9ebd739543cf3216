// Calls that outlive the request that began them, by the handle with which their client finds them again.
import { callNotFound } from '../../errors/calls.ts';

export interface CallWithHandle {
  /** What its client names it by; unguessable. */
  readonly handle: string;
  readonly principalId: string;
  /** Ends it; harmless when it has ended. */
  stop(): void;
}

export interface CallHandles<Call extends CallWithHandle> {
  add(call: Call): void;
  /** @throws call-not-found, also when it belongs to another principal */
  find(principalId: string, handle: string): Call;
  remove(call: Call): void;
  /** Ends the calls of principals that are no longer known. */
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
}

export function createCallHandles<Call extends CallWithHandle>(): CallHandles<Call> {
  const calls = new Map<string, Call>();
  return {
    add: (call) => void calls.set(call.handle, call),
    find(principalId, handle) {
      const call = calls.get(handle);
      if (call?.principalId !== principalId) throw callNotFound();
      return call;
    },
    remove: (call) => void calls.delete(call.handle),
    keepOnly(isStillKnown) {
      for (const call of calls.values()) if (!isStillKnown(call.principalId)) call.stop();
    },
  };
}
