// Forwarded calls of clients of the 2026-07-28 era. A question of the remote is the call's result (`input_required`);
// the call to the remote stays open until the client's next request brings the answers and joins it.
import { randomUUID } from 'node:crypto';
import type { AnswerTime, Deadline } from '../../approvals/awake-clock.ts';
import { createListeners } from '../../base/listeners.ts';
import { callNotFound } from '../../errors/calls.ts';
import { nobodyListened } from '../../errors/threads.ts';
import type { Caller } from '../../remotes/connection/caller.ts';
import type { Params } from '../../remotes/wire/peer.ts';
import { type CallHandles, type CallWithHandle, createCallHandles } from './call-handles.ts';
import { firstQuestions } from './first-questions.ts';

export interface AskedInput {
  readonly method: string;
  readonly params: Params | undefined;
}

export type HeldStep =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'asks'; readonly requests: Readonly<Record<string, AskedInput>> };

export interface HeldCall extends CallWithHandle {
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
  readonly find: CallHandles<HeldCall>['find'];
  readonly keepOnly: CallHandles<HeldCall>['keepOnly'];
}

interface Waiting extends AskedInput {
  resolve(answer: unknown): void;
  reject(reason: Error): void;
}

/** A client may take as long between two requests as a question waits. */
export function createHeldCalls({ deadlineMs, clock }: AnswerTime): HeldCalls {
  const handles = createCallHandles<HeldCall>();

  function start(
    principalId: string,
    run: (caller: Caller, signal: AbortSignal) => Promise<unknown>,
  ): HeldCall {
    const controller = new AbortController();
    const waiting = new Map<string, Waiting>();
    let listener: Omit<Caller, 'ask'> | undefined;
    const asked = createListeners();
    let isOver = false;
    let unattended: Deadline | undefined;

    const caller: Caller = {
      ask(method, params, signal) {
        return new Promise<unknown>((resolve, reject) => {
          const id = randomUUID();
          waiting.set(id, { method, params, resolve, reject });
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          const forget = () => waiting.delete(id);
          signal.addEventListener('abort', forget, { once: true });
          asked.tell();
        });
      },
      tell: (method, params) => listener?.tell(method, params),
      progress: (params) => listener?.progress?.(params),
    };

    const outcome = run(caller, controller.signal).finally(() => {
      isOver = true;
      unattended?.cancel();
      handles.remove(call);
    });
    outcome.catch(() => undefined);

    const awaited = { ended: outcome, hasQuestions: () => waiting.size > 0, onAsked: asked.add };
    const call: HeldCall = {
      handle: randomUUID(),
      principalId,
      stop: () => controller.abort(callNotFound()),
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
        try {
          do {
            await firstQuestions(awaited, signal);
            if (isOver || signal.aborted) return { kind: 'done', result: await outcome };
          } while (waiting.size === 0);
          const unansweredMs = deadlineMs();
          unattended = clock.after(unansweredMs, () => controller.abort(nobodyListened(unansweredMs)));
          const requests = [...waiting].map(([id, { method, params }]) => [
            id,
            { method, params: params ?? {} },
          ]);
          return { kind: 'asks', requests: Object.fromEntries(requests) };
        } finally {
          listener = undefined;
          signal.removeEventListener('abort', onGone);
        }
      },
    };
    handles.add(call);
    return call;
  }

  return { start, find: handles.find, keepOnly: handles.keepOnly };
}
