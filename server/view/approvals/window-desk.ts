// The desk of the person at the window: every question becomes a card, and the card's answer goes to the broker.
import type { Answer, Approval, ApprovalSubject, Decision, Verdict } from '../../approvals/approval.ts';
import type { Deadline } from '../../approvals/awake-clock.ts';
import type { Asker, Desk } from '../../approvals/broker.ts';
import { engineScript } from '../../approvals/engine-script.ts';
import type { Presence } from '../../approvals/presence.ts';
import type { ApprovalCard, CardState, CommandScript } from '../../contract/approval-card.ts';
import { approvalChanged, approvalNotWaiting } from '../../errors/approvals.ts';
import type { ViewStore } from '../app/view-store.ts';
import { cardDecisionOf } from './card-decision.ts';
import { editOfferOf } from './edit-offer.ts';

export interface WindowDesk extends Desk {
  /**
   * The question that waits, as it was shown.
   * @throws approval-not-waiting, approval-changed
   */
  question(id: string, digest: string): Approval;
  /** @throws approval-not-waiting, approval-changed */
  answerQuestion(answer: Answer & { readonly id: string; readonly digest: string }): void;
  /**
   * Lets a missed request pass once.
   * @throws approval-not-waiting
   */
  allowMissed(id: string): void;
  /** Whether the person has allowed exactly this request. Uses the permission up. */
  takeAllowance(approval: Approval): boolean;
  /** Deadlines have been paused or resumed. */
  deadlinesChanged(): void;
}

/** The facts on a card beside the question itself. */
export type CardFacts = Pick<
  ApprovalCard,
  'who' | 'folder' | 'branch' | 'title' | 'why' | 'consequence' | 'dangers' | 'uncovered'
>;

interface Question {
  readonly approval: Approval;
  readonly deadline: Deadline;
  readonly settle: ((answer: Answer) => void) | undefined;
}

const KEPT_AFTER_DECISION_MS = 2 * 60_000;
const ALLOWED_FOR_MS = 30 * 60_000;

export function createWindowDesk(options: {
  store: ViewStore;
  factsOf(approval: Approval): Promise<CardFacts>;
  /** Of the person at the machine. */
  presence: Presence;
  isEngineRunning(): boolean;
  onAsked(approval: Approval): void;
  onDecided(approval: Approval, decision: Decision): void;
}): WindowDesk {
  const { store } = options;
  const questions = new Map<string, Question>();
  const allowances = new Map<string, number>();

  const asker: Asker = {
    id: 'window',
    means: 'window',
    name: 'window',
    ask: ({ id }) =>
      new Promise((settle) => {
        const question = questions.get(id);
        if (question) questions.set(id, { ...question, settle });
      }),
  };

  function cardOf(id: string): ApprovalCard | undefined {
    return store.state.inbox.find((card) => card.id === id);
  }

  function finish(id: string, state: CardState): void {
    const card = cardOf(id);
    if (!card) return;
    const { deadlineAt: _, ...rest } = card;
    store.apply({ kind: 'card', card: { ...rest, state } });
    if (state.kind === 'missed') return;
    setTimeout(() => store.apply({ kind: 'card-gone', id }), KEPT_AFTER_DECISION_MS).unref();
  }

  function stateAfter(approval: Approval, decision: Decision): CardState {
    const at = Date.now();
    if (decision.unanswered === 'turn-over') {
      return { kind: 'over', at, why: options.isEngineRunning() ? 'turn-ended' : 'engine-stopped' };
    }
    if (decision.unanswered !== undefined) return { kind: 'missed', at };
    return { kind: 'decided', at, decision: cardDecisionOf(approval, decision, cardOf(approval.id)?.folder) };
  }

  /** @throws approval-not-waiting, approval-changed */
  function shown(id: string, digest: string): Question {
    const question = questions.get(id);
    if (!question) throw approvalNotWaiting(id.slice(0, 8));
    if (question.approval.digest !== digest) throw approvalChanged();
    return question;
  }

  return {
    async asked(approval, deadline) {
      const { id, principal, threadId, subject, digest, reason } = approval;
      const now = Date.now();
      questions.set(id, { approval, deadline, settle: undefined });
      options.onAsked(approval);
      const facts = await options.factsOf(approval);
      const before = cardOf(id);
      const edit = editOfferOf(subject);
      const script = scriptOf(subject);
      const card: ApprovalCard = {
        id,
        threadId,
        principal,
        ...facts,
        askedAt: before?.askedAt ?? now,
        ...deadlineOf(deadline),
        revision: (before?.revision ?? 0) + 1,
        subject,
        digest,
        ...(reason !== undefined && { reason }),
        offers: offersOf(subject),
        ...(script && { script }),
        ...(edit && { edit }),
        state: { kind: 'waiting' },
      };
      store.apply({ kind: 'card', card });
    },

    askerFor: () => asker,
    presence: options.presence,

    decided(approval, decision) {
      questions.delete(approval.id);
      finish(approval.id, stateAfter(approval, decision));
      options.onDecided(approval, decision);
    },

    passed: (approval, decision) => options.onDecided(approval, decision),

    // Its card may be there a moment before it can be answered.
    question: (id, digest) => shown(id, digest).approval,

    answerQuestion({ id, digest, ...answer }) {
      const { settle } = shown(id, digest);
      if (!settle) throw approvalNotWaiting(id.slice(0, 8));
      settle(answer);
    },

    allowMissed(id) {
      const card = cardOf(id);
      if (card?.state.kind !== 'missed') throw approvalNotWaiting(id.slice(0, 8));
      const allowedUntil = Date.now() + ALLOWED_FOR_MS;
      allowances.set(allowanceKey(card), allowedUntil);
      store.apply({ kind: 'card', card: { ...card, state: { ...card.state, allowedUntil } } });
    },

    takeAllowance(approval) {
      const key = allowanceKey(approval);
      const until = allowances.get(key) ?? 0;
      allowances.delete(key);
      return until > Date.now();
    },

    deadlinesChanged() {
      for (const [id, { deadline }] of questions) {
        const card = cardOf(id);
        if (!card) continue;
        const { deadlineAt: _, ...rest } = card;
        store.apply({ kind: 'card', card: { ...rest, ...deadlineOf(deadline) } });
      }
    },
  };
}

/** Identifies exactly this request in this thread. */
function allowanceKey({ threadId, digest }: Pick<Approval, 'threadId' | 'digest'>): string {
  return `${threadId} ${digest}`;
}

function deadlineOf(deadline: Deadline): { deadlineAt?: number } {
  const deadlineAt = deadline.endsAt();
  return deadlineAt === undefined ? {} : { deadlineAt };
}

/** Input for a program that is running is no command: nothing around it is left out. */
function scriptOf(subject: ApprovalSubject): CommandScript | undefined {
  return subject.kind === 'command' && !subject.isInput ? engineScript(subject.command) : undefined;
}

function offersOf(subject: ApprovalSubject): readonly Verdict[] {
  if (subject.kind === 'folder') return ['approve', 'deny'];
  if (subject.kind === 'leash') return ['approve', 'stop-turn'];
  const lasts = subject.kind === 'tool' ? subject.canLast : subject.kind !== 'form' && subject.kind !== 'url';
  return lasts ? ['approve', 'approve-for-thread', 'deny', 'stop-turn'] : ['approve', 'deny', 'stop-turn'];
}
