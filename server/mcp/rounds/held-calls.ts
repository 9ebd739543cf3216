// Forwarded calls of clients of the 2026-07-28 era. A question of the remote is the call's result (`input_required`);
// the call to the remote stays open until the client's next request brings the answers and joins it.
import { randomUUID } from 'node:crypto';
import type { AnswerTime, Deadline } from '../../approvals/awake-clock.ts';
import { callNotFound, nobodyListened } from '../../errors/errors.ts';
import type { Caller } from '../../remotes/connection/caller.ts';
import type { Params } from '../../remotes/wire/peer.ts';

export interface AskedInput {
  readonly method: string;
  readonly params: Params | undefined;
}

export type HeldStep =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'asks'; readonly requests: Readonly<Record<string, AskedInput>> };

export interface HeldCall {
  readonly handle: string;
  /** Delivers the client's answers, by id; an id that is no longer asked is ignored. */
  answer(responses: Readonly<Record<string, unknown>>, malformed: readonly string[]): void;
  /**
   * Listens until the call has ended or asks something. Rejects as the call does.
   * @param signal aborted when the client is gone, which ends the call
   */
  next(listener: Omit<Caller, 'ask'>, signal: AbortSignal): Promise<HeldStep>;
}

export interface HeldCalls {
  /** @param run makes the call; its caller reaches whichever request is listening at the time */
  start(principalId: string, run: (caller: Caller, signal: AbortSignal) => Promise<unknown>): HeldCall;
  /** @throws call-not-found, also when it belongs to another principal */
  find(principalId: string, handle: string): HeldCall;
  /** Ends the calls of principals that are no longer known. */
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
}

interface Waiting extends AskedInput {
  resolve(answer: unknown): void;
  reject(reason: Error): void;
}

interface Entry {
  readonly principalId: string;
  readonly call: HeldCall;
  stop(): void;
}

/** Questions that come this soon after the first are asked in the same round. */
const BATCH_MS = 20;

/** A client may take as long between two requests as a question waits. */
export function createHeldCalls({ deadlineMs, clock }: AnswerTime): HeldCalls {
  const entries = new Map<string, Entry>();

  function start(
    principalId: string,
    run: (caller: Caller, signal: AbortSignal) => Promise<unknown>,
  ): HeldCall {
    const handle = randomUUID();
    const controller = new AbortController();
    const waiting = new Map<string, Waiting>();
    let listener: Omit<Caller, 'ask'> | undefined;
    let onAsked: (() => void) | undefined;
    let unattended: Deadline | undefined;

    const caller: Caller = {
      ask(method, params, signal) {
        return new Promise<unknown>((resolve, reject) => {
          const id = randomUUID();
          waiting.set(id, { method, params, resolve, reject });
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          const forget = () => waiting.delete(id);
          signal.addEventListener('abort', forget, { once: true });
          onAsked?.();
        });
      },
      tell: (method, params) => listener?.tell(method, params),
      progress: (params) => listener?.progress?.(params),
    };

    const outcome = run(caller, controller.signal).finally(() => {
      unattended?.cancel();
      entries.delete(handle);
    });
    outcome.catch(() => undefined);

    function whenAsked(signal: AbortSignal): Promise<undefined> {
      return new Promise((resolve) => {
        let batch: NodeJS.Timeout | undefined;
        const finish = () => {
          clearTimeout(batch);
          resolve(undefined);
        };
        onAsked = () => {
          batch ??= setTimeout(finish, BATCH_MS);
        };
        if (waiting.size > 0) onAsked();
        signal.addEventListener('abort', finish, { once: true });
      });
    }

    const call: HeldCall = {
      handle,
      answer(responses, malformed) {
        for (const [id, response] of Object.entries(responses)) {
          waiting.get(id)?.resolve(response);
          waiting.delete(id);
        }
        for (const id of malformed) {
          waiting.get(id)?.reject(new Error('The answer of the client is malformed.'));
          waiting.delete(id);
        }
      },
      async next(newListener, signal) {
        unattended?.cancel();
        listener = newListener;
        const onGone = () => controller.abort(signal.reason);
        signal.addEventListener('abort', onGone, { once: true });
        if (signal.aborted) onGone();
        const over = new AbortController();
        try {
          const done = outcome.then((result): HeldStep => ({ kind: 'done', result }));
          while (true) {
            const step = await Promise.race([done, whenAsked(over.signal)]);
            if (step) return step;
            // Collected questions may have been withdrawn in the meantime.
            if (waiting.size > 0) break;
          }
          const unansweredMs = deadlineMs();
          unattended = clock.after(unansweredMs, () => controller.abort(nobodyListened(unansweredMs)));
          const requests = [...waiting].map(([id, { method, params }]) => [
            id,
            { method, params: params ?? {} },
          ]);
          return { kind: 'asks', requests: Object.fromEntries(requests) };
        } finally {
          over.abort();
          onAsked = undefined;
          listener = undefined;
          signal.removeEventListener('abort', onGone);
        }
      },
    };
    entries.set(handle, { principalId, call, stop: () => controller.abort(callNotFound()) });
    return call;
  }

  return {
    start,
    find(principalId, handle) {
      const entry = entries.get(handle);
      if (entry?.principalId !== principalId) throw callNotFound();
      return entry.call;
    },
    keepOnly(isStillKnown) {
      for (const entry of entries.values()) if (!isStillKnown(entry.principalId)) entry.stop();
    },
  };
}
