// The questions of one running call that wait for its client. Between two requests the client cannot be asked, so a
// question waits here until a request arrives that can show it.
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
  /** Adds a question here and waits for its answer. */
  readonly asker: Asker;
  list(): readonly PendingQuestion[];
  /** The approval that was asked under this id, even if it is over. */
  asked(approvalId: string): Approval | undefined;
  /** @returns whether the answer counts, or why not */
  answer(approvalId: string, answer: Answer): Taken;
  /** The client cannot answer this one. */
  fail(approvalId: string, reason: Error): void;
  /** Refuses further questions; open ones stay open. */
  refuseFurther(reason: string): void;
  /** Calls back when a question was added. @returns a function that ends this */
  onAdded(listener: (question: PendingQuestion) => void): () => void;
}

export type Taken =
  | 'taken'
  /** The same answer was accepted before: a client that retries sends it again. */
  | 'repeated'
  /** The question was over. */
  | 'late';

interface Waiting extends PendingQuestion {
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

/** @param asker.id of the session or principal; @param asker.name the client's name, for the audit file */
export function createPendingQuestions(asker: { id: string; name: string }): PendingQuestions {
  const waiting = new Map<string, Waiting>();
  const asked = new Map<string, Approval>();
  /** The answers that counted. */
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
