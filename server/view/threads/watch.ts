// Follows the threads of a host: their rows in the state, and their timelines.

import type { Approval, Decision } from '../../approvals/approval.ts';
import { checkoutOf } from '../../approvals/rules/checkout.ts';
import { overlapInTimeline, threadName } from '../../contract/overlap.ts';
import { type Receipt, receiptInWords } from '../../contract/receipt.ts';
import { hasRunningTurn, hasTurn } from '../../contract/selectors.ts';
import type { ThreadRow } from '../../contract/state.ts';
import { surpriseOf } from '../../contract/surprise.ts';
import type { TimelineEvent, TimelineItem } from '../../contract/timeline.ts';
import { makeVisible } from '../../contract/visible.ts';
import type { LeashObserver } from '../../engine/leash/leashes.ts';
import type { EngineNotification } from '../../engine/process/rpc.ts';
import type { Thread } from '../../engine/threads/thread.ts';
import type { ThreadsObserver } from '../../engine/threads/threads.ts';
import type { TurnEnd } from '../../engine/threads/turn.ts';
import type { Redactor } from '../../logging/redact.ts';
import type { CallWatch, CallWithoutThread } from '../../mcp/codex/call.ts';
import { describeEvent } from '../../mcp/progress.ts';
import type { RecordedOverlap } from '../../records/record-line.ts';
import type { ViewStore } from '../app/view-store.ts';
import { cardDecisionOf } from '../approvals/card-decision.ts';
import { needsOfEnd, reasonOf } from './blocked-call.ts';
import { createCallRows } from './call-rows.ts';
import { cleanTimeline } from './clean.ts';
import { gitBranch } from './git-branch.ts';
import { createTimelineRecorder, type TimelineRecorder } from './recorder.ts';
import { createRunningTurns } from './running-turns.ts';

export interface ThreadWatch extends ThreadsObserver, LeashObserver {
  callCame(call: CallWithoutThread): CallWatch;
  receipt(thread: Thread, receipt: Receipt): void;
  overlapped(thread: Thread, made: RecordedOverlap): void;
  listenersLeft(threadId: string, left: ThreadRow['left']): void;
  row(threadId: string): ThreadRow | undefined;
  timeline(threadId: string): TimelineRecorder | undefined;
  /** How many files patches have changed since that time (ms since 1970). */
  changedSince(at: number): number;
  /** Somebody has signed in to Codex: what waited for that is not blocked any more. */
  signedIn(): void;
  /** The thread whose timeline is sent live. */
  follow(threadId: string | null): void;
  /** A thread of an earlier run goes on: what happened before is shown with it. */
  adopt(threadId: string, earlier: EarlierThread): void;
  /** A new thread with what was said in another one. */
  forked(thread: Thread, earlier: EarlierThread): void;
  asked(approval: Approval): void;
  decided(approval: Approval, decision: Decision): void;
}

/** What is known of a thread without a row. */
export interface EarlierThread {
  readonly title: string;
  readonly timeline: TimelineRecorder;
}

const MAX_TITLE_CHARS = 200;

/**
 * @param options.nameOf a principal's name for a person
 * @param options.redactor applied to everything shown of a thread
 */
export function watchThreads(options: {
  store: ViewStore;
  nameOf(principalId: string): string;
  /** The copy that a folder is in. */
  copyAt(folder: string): ThreadRow['copy'];
  /** What was recorded of a thread of an earlier run; undefined without a record. */
  earlierOf(threadId: string): EarlierThread | undefined;
  redactor: Pick<Redactor, 'redact'>;
  /** A call failed before it had a thread. */
  onFailedCall(error: unknown): void;
}): ThreadWatch {
  const { store, redactor } = options;
  const rows = new Map<string, ThreadRow>();
  const timelines = new Map<string, TimelineRecorder>();
  const waiting = new Map<string, Set<string>>();
  /** The last end of a turn, by thread. */
  const ends = new Map<string, TimelineItem & { kind: 'turn-end' }>();
  /** Of threads of earlier runs that go on. */
  const titles = new Map<string, string>();
  const turns = createRunningTurns();
  let followed: string | null = null;
  let prompts = 0;

  /** A thread of an earlier run that goes on here begins with what was recorded of it. */
  function timelineOf(threadId: string): TimelineRecorder {
    const known = timelines.get(threadId);
    if (known) return known;
    const earlier = options.earlierOf(threadId);
    if (earlier) titles.set(threadId, earlier.title);
    const timeline = earlier?.timeline ?? cleanTimeline(createTimelineRecorder(threadId), redactor);
    timelines.set(threadId, timeline);
    return timeline;
  }

  function tell(threadId: string, events: readonly TimelineEvent[]): void {
    if (threadId === followed) store.tell(...events);
  }

  function change(threadId: string, changes: Partial<ThreadRow>): void {
    const row = rows.get(threadId);
    if (!row) return;
    show({ ...row, ...changes });
  }

  function show(row: ThreadRow): void {
    rows.set(row.id, row);
    store.apply({ kind: 'thread', thread: row });
  }

  function addRow(thread: Thread, prompt: string): void {
    const { cwd, sandbox, approvalPolicy, networkAccess, model } = thread.options;
    const branch = gitBranch(cwd);
    const worktree = checkoutOf(cwd)?.root;
    const copy = options.copyAt(cwd);
    const usedModel = thread.beginning?.model ?? model;
    const known = rows.get(thread.id);
    const row: ThreadRow = {
      id: thread.id,
      principal: thread.principal,
      who: options.nameOf(thread.principal),
      folder: cwd,
      ...(branch !== undefined && { branch }),
      ...(worktree !== undefined && { worktree }),
      ...(copy && { copy }),
      ...(known?.changedAt !== undefined && { changedAt: known.changedAt }),
      title: known?.title ?? titles.get(thread.id) ?? redactor.redact(titleOf(prompt)),
      state: 'running',
      startedAt: Date.now(),
      ...(usedModel !== undefined && { model: usedModel }),
      sandbox,
      approvalPolicy,
      network: networkAccess,
      ...(known?.tokens && { tokens: known.tokens }),
      ...(known?.blocked && { blocked: known.blocked }),
    };
    show(row);
  }

  /** What the engine says of the thread as a whole. */
  function takeFacts({ id }: Thread, { method, params }: EngineNotification): void {
    const { threadId, threadName } = params as { threadId?: string; threadName?: string };
    const row = rows.get(id);
    if (threadId !== id || !row) return;
    if (method === 'thread/name/updated' && threadName) change(id, { title: redactor.redact(threadName) });
    if (method === 'thread/archived') change(id, { isArchived: true });
    if (method !== 'thread/unarchived') return;
    const { isArchived: _isArchived, ...rest } = row;
    show(rest);
  }

  function setWaiting(approval: Approval, isWaiting: boolean): void {
    const ids = waiting.get(approval.threadId) ?? new Set();
    waiting.set(approval.threadId, ids);
    if (isWaiting) ids.add(approval.id);
    else ids.delete(approval.id);
    const row = rows.get(approval.threadId);
    if (!row || !hasRunningTurn(row)) return;
    change(approval.threadId, { state: ids.size > 0 ? 'needs-you' : 'running' });
  }

  function putQuestion(approval: Approval, decision?: Decision): void {
    const { id, threadId, turnId } = approval;
    const asked = timelineOf(threadId).find(`question-${id}`);
    const event = timelineOf(threadId).put({
      id: `question-${id}`,
      turnId,
      at: asked?.at ?? Date.now(),
      progress: decision ? 'done' : 'running',
      ...(decision && { durationMs: decision.afterMs }),
      kind: 'question',
      approvalId: id,
      asks: approval.subject.kind,
      ...(decision && { decision: cardDecisionOf(approval, decision, rows.get(threadId)?.folder) }),
    });
    tell(threadId, [event]);
  }

  const callRows = createCallRows({
    nameOf: options.nameOf,
    redact: redactor.redact,
    titleOf,
    show,
    put: (rowId, item) => tell(rowId, [timelineOf(rowId).put(item)]),
    remove(rowId) {
      rows.delete(rowId);
      timelines.delete(rowId);
      store.apply({ kind: 'thread-gone', id: rowId });
    },
    onFailed: options.onFailedCall,
  });

  return {
    ...callRows,
    row: (threadId) => rows.get(threadId),
    timeline: (threadId) => timelines.get(threadId),
    changedSince: (at) =>
      new Set([...timelines.values()].flatMap((timeline) => timeline.changedSince(at))).size,
    follow(threadId) {
      followed = threadId;
    },

    prompted(thread, { text, by }) {
      const row = rows.get(thread.id);
      if (!thread.turn || !row || !hasTurn(row)) {
        addRow(thread, text);
        turns.began(thread.id);
        tell(thread.id, timelineOf(thread.id).begin());
      }
      prompts += 1;
      const about = { id: `prompt-${prompts}`, turnId: '', at: Date.now(), progress: 'done' as const };
      const item = { ...about, kind: 'prompt' as const, text, ...(by !== undefined && { by }) };
      tell(thread.id, [timelineOf(thread.id).put(item)]);
    },

    queued({ id }, queued) {
      const row = rows.get(id);
      if (!row) return;
      const { queued: _, ...rest } = row;
      show(
        queued ? { ...rest, state: 'waiting', queued } : { ...rest, state: 'running', startedAt: Date.now() },
      );
    },

    event(thread: Thread, event: EngineNotification) {
      const timeline = timelineOf(thread.id);
      tell(thread.id, timeline.receive(event));
      turns.receive(thread.id, event);
      takeFacts(thread, event);
      if (event.method === 'thread/tokenUsage/updated' && timeline.tokens) {
        change(thread.id, { tokens: timeline.tokens });
      }
      const told = describeEvent(event);
      const doing = told === undefined ? undefined : redactor.redact(told);
      if (doing !== undefined && doing !== rows.get(thread.id)?.doing) change(thread.id, { doing });
    },

    turnEnded(thread: Thread, end: TurnEnd) {
      const endedAt = Date.now();
      const row = rows.get(thread.id);
      const timeline = timelineOf(thread.id);
      const { turnId, tokens } = turns.ended(thread.id);
      const item = {
        id: `end-${endedAt}-${timeline.page(0, 0).total}`,
        turnId,
        at: endedAt,
        ...(row && { durationMs: endedAt - row.startedAt }),
        progress: end.kind === 'completed' ? ('done' as const) : ('failed' as const),
        kind: 'turn-end' as const,
        outcome: end.kind,
        ...('error' in end && { text: reasonOf(end) }),
        ...('why' in end && { text: end.why.messageInWindow }),
        ...(tokens && { tokens }),
      };
      ends.set(thread.id, item);
      tell(thread.id, [timeline.put(item)]);
      const state = {
        completed: 'done',
        interrupted: 'interrupted',
        failed: 'failed',
        stopped: 'failed',
      } as const;
      if (!row) return;
      const {
        doing: _doing,
        left: _left,
        silentSince: _silence,
        queued: _queued,
        blocked: before,
        ...rest
      } = row;
      const why = 'error' in end ? redactor.redact(reasonOf(end)) : undefined;
      const needs = needsOfEnd(end);
      // Only a turn that ends well shows that nothing is in the way any more.
      const still = end.kind === 'completed' ? undefined : before;
      const blocked = needs && why !== undefined ? { why, at: endedAt, needs } : still;
      show({
        ...rest,
        state: state[end.kind],
        endedAt,
        ...(why !== undefined && { why }),
        ...(blocked && { blocked }),
      });
    },

    receipt({ id }, receipt) {
      const end = ends.get(id);
      if (receipt.fileCount > 0) change(id, { changedAt: Date.now() });
      if (!end) return;
      const { checkpoint } = receipt;
      const did = receiptInWords(receipt);
      const item = { ...end, did, ...(checkpoint !== undefined && { checkpoint }) };
      tell(id, [timelineOf(id).put(item)]);
      const surprise = surpriseOf(receipt, end.outcome);
      if (surprise) change(id, { surprise });
    },

    overlapped(thread, { itemId, overlaps, wasAsked }) {
      const nameOf = (id: string) => threadName(rows.get(id));
      const text = overlaps
        .map((overlap) => overlapInTimeline(overlap, { folder: thread.options.cwd, nameOf, wasAsked }))
        .join('\n');
      const about = { id: `overlap-${itemId}`, turnId: '', at: Date.now(), progress: 'done' as const };
      const notice = { ...about, kind: 'notice' as const, level: 'warning' as const, text };
      tell(thread.id, [timelineOf(thread.id).put(notice)]);
    },

    adopt(threadId, { title, timeline }) {
      if (rows.has(threadId)) return;
      titles.set(threadId, title);
      timelines.set(threadId, timeline);
    },

    forked(thread, { title, timeline }) {
      titles.set(thread.id, title);
      timelines.set(thread.id, timeline);
      addRow(thread, title);
      change(thread.id, { state: 'done', endedAt: Date.now() });
    },

    signedIn() {
      for (const { blocked, ...row } of [...rows.values()]) if (blocked?.needs === 'sign-in') show(row);
    },

    spent: (threadId, spent) => change(threadId, { spent }),

    stalled(threadId, silentSince) {
      const row = rows.get(threadId);
      if (!row) return;
      const { silentSince: _, ...rest } = row;
      show({ ...rest, ...(silentSince !== undefined && { silentSince }) });
    },

    listenersLeft(threadId, left) {
      const row = rows.get(threadId);
      if (!row) return;
      const { left: _, ...rest } = row;
      show({ ...rest, ...(left && { left }) });
    },

    asked(approval) {
      setWaiting(approval, true);
      putQuestion(approval);
    },

    decided(approval, decision) {
      setWaiting(approval, false);
      putQuestion(approval, decision);
    },
  };
}

function titleOf(prompt: string): string {
  const [firstLine = ''] = prompt.trim().split('\n');
  return makeVisible(firstLine.slice(0, MAX_TITLE_CHARS));
}
