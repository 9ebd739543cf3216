// Questions of the engine on their way to a person and back: request → approval → broker → response.
import { randomUUID } from 'node:crypto';
import {
  type Approval,
  type ApprovalSubject,
  type Decision,
  digestOf,
  type PatchChange,
} from '../../approvals/approval.ts';
import type { Broker } from '../../approvals/broker.ts';
import { METHOD_NOT_FOUND } from '../../base/json-rpc.ts';
import type { Overlap } from '../../contract/overlap.ts';
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import { EngineError, type EngineNotification, type EngineRequest } from '../process/rpc.ts';
import type { Engine } from '../process/supervisor.ts';
import type { ThreadItem } from '../protocol/v2/ThreadItem.ts';
import type { Thread } from '../threads/thread.ts';
import type { Threads } from '../threads/threads.ts';
import { askersOf, type Turn } from '../threads/turn.ts';
import { noteText } from '../threads/turn-control.ts';
import { commandNote, notAppliedNote, patchNote } from './edit-notes.ts';
import { questionKinds } from './kinds.ts';

/** What the questions have in common. */
interface QuestionParams {
  readonly threadId: string;
  readonly turnId: string | null;
  readonly itemId?: string;
}

export interface EngineQuestions {
  /**
   * @returns the engine's response, always: a denial if nobody can be asked
   * @throws EngineError with METHOD_NOT_FOUND for requests that are not a known question
   */
  answer(request: EngineRequest): Promise<unknown>;
  /** `serverRequest/resolved`: the engine no longer waits for that answer. */
  receive(event: EngineNotification): void;
  /** The engine is gone and no longer waits for answers. */
  withdrawAll(): void;
}

/** Knows which files of a patch somebody else has changed since its thread last saw them. */
export interface PatchOverlaps {
  /** An item does nothing until somebody has answered. Resolves when `now` can tell. Never rejects. */
  asked(thread: Thread, item: ThreadItem): Promise<void>;
  now(thread: Thread, changes: readonly PatchChange[]): readonly Overlap[];
  /** @param subject as it was shown */
  approved(thread: Thread, itemId: string, subject: ApprovalSubject): void;
  /** A part of a patch was written for the thread. */
  accepted(thread: Thread, itemId: string, changes: readonly PatchChange[]): void;
}

export function createEngineQuestions(options: {
  threads: Threads;
  engine: Engine;
  broker: Broker;
  overlaps: PatchOverlaps;
  /** What is approved in this thread waits for it. */
  ready(threadId: string): Promise<void>;
  /** Before it goes on: what others did since it asked, in ms since 1970, is not its own. */
  waited(threadId: string, itemId: string, askedAtMs: number): void;
  /**
   * Writes what was accepted of a patch.
   * @throws edit-not-applied, edit-not-possible; then nothing was changed
   */
  accept(thread: Thread, changes: readonly PatchChange[]): Promise<void>;
  logger: Logger;
}): EngineQuestions {
  const { threads, engine, broker, overlaps, logger } = options;
  const open = new Map<string | number, AbortController>();

  async function answer(request: EngineRequest): Promise<unknown> {
    const kind = questionKinds[request.method];
    if (!kind)
      throw new EngineError({ code: METHOD_NOT_FOUND, message: `Patchbay has no ${request.method}` });
    const params = request.params as never;
    const question: QuestionParams = params;
    const thread = threads.ofMessage(question.threadId);
    const turn = thread?.turn;
    const item = question.itemId === undefined ? undefined : turn?.item(question.itemId);
    const subject = kind.subject(params, item);
    if (!thread || !turn || !subject) {
      logger.warn('question-denied', { thread: question.threadId, message: `cannot show ${request.method}` });
      return kind.response(params, { verdict: 'deny' });
    }

    const withdrawn = new AbortController();
    open.set(request.id, withdrawn);
    // `serverRequest/resolved` comes after the end of the turn (observed on 0.169.0).
    void turn.ended.then(() => withdrawn.abort(new Error('The turn ended.')));
    const id = randomUUID();
    const reason = kind.reason(params);
    const approvalOf = (shown: ApprovalSubject): Approval => ({
      id,
      principal: thread.principal,
      threadId: thread.id,
      turnId: question.turnId ?? '',
      itemId: question.itemId ?? '',
      ...(reason && { reason }),
      subject: shown,
      digest: digestOf(shown),
    });
    const askedAtMs = Date.now();
    const shownNow = () =>
      withOverlaps(kind.subject(params, turn.item(question.itemId ?? '')) ?? subject, thread);
    try {
      if (item) await overlaps.asked(thread, item);
      const decision = await broker.decide({
        current: () => approvalOf(shownNow()),
        askers: askersOf(turn),
        signal: withdrawn.signal,
      });
      if (decision.verdict.startsWith('approve')) {
        await options.ready(thread.id);
        overlaps.approved(thread, question.itemId ?? '', shownNow());
      }
      if (decision.verdict === 'approve-for-thread') threads.keepLoaded(thread);
      options.waited(thread.id, question.itemId ?? '', askedAtMs);
      if (!withdrawn.signal.aborted) {
        const note = await noteOf(thread, turn, { itemId: question.itemId ?? '', asked: subject }, decision);
        if (note !== undefined) await tell(question, turn, note);
      }
      // Interrupt before answering: a quick model would end the turn after the answer.
      if (decision.verdict === 'stop-turn' && !kind.stopsTurn) await threads.interrupt(thread.id);
      return kind.response(params, decision);
    } finally {
      open.delete(request.id);
    }
  }

  /** What the model must know besides the engine's answer. An edit of the question takes effect here. */
  async function noteOf(
    thread: Thread,
    turn: Turn,
    { itemId, asked }: { itemId: string; asked: ApprovalSubject },
    { verdict, reason, means, edited }: Decision,
  ): Promise<string | undefined> {
    if (edited?.kind === 'command' && asked.kind === 'command') return commandNote(edited, asked.command);
    if (edited?.kind === 'patch') {
      try {
        await options.accept(thread, edited.changes);
        overlaps.accepted(thread, itemId, edited.changes);
        return patchNote(edited, thread.options.cwd);
      } catch (error) {
        turn.notes.push(messageOf(error));
        return notAppliedNote(error);
      }
    }
    if (verdict !== 'deny' || !reason) return undefined;
    // No person gave the reason: the client's user reads it in the result.
    if (means === 'nobody' || means === 'rule') turn.notes.push(reason);
    return reason;
  }

  function withOverlaps(shown: ApprovalSubject, thread: Thread): ApprovalSubject {
    if (shown.kind !== 'patch') return shown;
    const found = overlaps.now(thread, shown.changes);
    return found.length === 0 ? shown : { ...shown, overlaps: found };
  }

  /**
   * The engine tells the model only "rejected by user". The note is added as input to the running turn, and the
   * model reads it together with the rejection (observed on 0.169.0).
   */
  async function tell(question: QuestionParams, turn: Turn, note: string): Promise<void> {
    const text = noteText(note);
    try {
      const server = await engine.get();
      await server.request('turn/steer', {
        threadId: question.threadId,
        expectedTurnId: question.turnId ?? (await turn.id),
        input: [{ type: 'text', text, text_elements: [] }],
      });
    } catch (error) {
      logger.info('reason-not-told', { thread: question.threadId, message: messageOf(error) });
    }
  }

  return {
    answer,
    receive({ method, params }) {
      if (method !== 'serverRequest/resolved') return;
      const { requestId } = params as { requestId: string | number };
      open.get(requestId)?.abort(new Error('The turn ended.'));
    },
    withdrawAll() {
      for (const controller of open.values()) controller.abort(new Error('Codex stopped.'));
    },
  };
}
