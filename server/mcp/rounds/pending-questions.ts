// The questions of one running call that wait for its client. Between two requests of a client nobody can be asked:
// a question then waits here until a request comes that can show it.
import { isDeepStrictEqual } from 'node:util';
import type { Answer, Approval } from '../../approvals/approval.ts';
import type { Asker } from '../../approvals/broker.ts';
import { createListeners } from '../../base/listeners.ts';

export interface PendingQuestion {
  readonly approval: Approval;
  /** Aborted when the question is over. */
  readonly signal: AbortSignal;
}

export interface PendingQuestions {
  /** Puts a question here and waits for its answer. */
  readonly asker: Asker;
  list(): readonly PendingQuestion[];
  /** What was asked here under this id, whether or not it is over. */
  asked(approvalId: string): Approval | undefined;
  /** @returns whether it counts, or why not */
  answer(approvalId: string, answer: Answer): Taken;
  /** The client cannot answer this one. */
  fail(approvalId: string, reason: Error): void;
  /** From now on nothing more is asked here; what is open stays open. */
  refuseFurther(reason: string): void;
  /** Calls back when a question was added. Returns how to stop that. */
  onAdded(listener: (question: PendingQuestion) => void): () => void;
}

export type Taken =
  | 'taken'
  /** The same answer has been taken already: a client that asks again sends it again. */
  | 'repeated'
  /** The question was over. */
  | 'late';

interface Waiting extends PendingQuestion {
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

/** @param asker.id of the session or principal; @param asker.name of the client, for the audit file */
export function createPendingQuestions(asker: { id: string; name: string }): PendingQuestions {
  const waiting = new Map<string, Waiting>();
  const asked = new Map<string, Approval>();
  /** Those that counted. */
  const answers = new Map<string, Answer>();
  const listeners = createListeners<[question: PendingQuestion]>();
  let refusal: string | undefined;

  function ask(approval: Approval, signal: AbortSignal): Promise<Answer> {
    if (refusal !== undefined) return Promise.reject(new Error(refusal));
    return new Promise<Answer>((resolve, reject) => {
      const question: Waiting = { approval, signal, resolve, reject };
      waiting.set(approval.id, question);
      asked.set(approval.id, approval);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      listeners.tell(question);
    }).finally(() => waiting.delete(approval.id));
  }

  return {
    asker: { ...asker, means: 'client', ask },
    list: () => [...waiting.values()],
    asked: (approvalId) => asked.get(approvalId),
    answer(approvalId, answer) {
      const question = waiting.get(approvalId);
      if (!question) return isDeepStrictEqual(answers.get(approvalId), answer) ? 'repeated' : 'late';
      waiting.delete(approvalId);
      answers.set(approvalId, answer);
      question.resolve(answer);
      return 'taken';
    },
    fail(approvalId, reason) {
      waiting.get(approvalId)?.reject(reason);
      waiting.delete(approvalId);
    },
    refuseFurther(reason) {
      refusal = reason;
    },
    onAdded: listeners.add,
  };
}
