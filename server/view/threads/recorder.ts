// Records what one thread does, from the engine's notifications, and returns it by page.
import type { PatchChange } from '../../approvals/approval.ts';
import type { CardDecision } from '../../contract/approval-card.ts';
import type { TimelineSpot } from '../../contract/thread-search.ts';
import type { PlanStep, TimelineEvent, TimelineItem, TimelinePage, Tokens } from '../../contract/timeline.ts';
import type { TokenCounts } from '../../contract/tokens.ts';
import type { EngineNotification } from '../../engine/process/rpc.ts';
import type { ThreadItem } from '../../engine/protocol/v2/ThreadItem.ts';
import type { ThreadTokenUsage } from '../../engine/protocol/v2/ThreadTokenUsage.ts';
import type { Turn as EngineTurn } from '../../engine/protocol/v2/Turn.ts';
import type { TurnPlanStep } from '../../engine/protocol/v2/TurnPlanStep.ts';
import type { RecordedDecision } from '../../records/record-decisions.ts';
import { createTimelineList } from './ordered-items.ts';
import { createOutputs } from './outputs.ts';
import { endItemOf, MAX_OUTPUT_CHARS, timelineItem, tokensOf } from './timeline-items.ts';

export interface TimelineRecorder {
  /** Processes one notification. @returns what changed, for those who follow the thread */
  receive(event: EngineNotification): TimelineEvent[];
  /** A turn begins, which has no diff yet. @returns as receive */
  begin(): TimelineEvent[];
  /** Adds an item of our own, or replaces the one with its id. */
  put(item: TimelineItem): TimelineEvent;
  find(itemId: string): TimelineItem | undefined;
  /** @param start negative: from the end */
  page(start: number, limit: number): TimelinePage;
  /** Where the entry is, or the one nearest in time; -1 in an empty timeline. */
  indexOf(spot: TimelineSpot): number;
  output(itemId: string, start: number, limit: number): { text: string; totalChars: number };
  patch(itemId: string): readonly PatchChange[];
  /** The files of patches applied since then. */
  changedSince(at: number): string[];
  /** The whole diff of the last turn. */
  readonly diff: string;
  readonly tokens: Tokens | undefined;
}

/** The fields read here; which ones are present depends on the method. */
interface EventParams {
  readonly threadId?: string;
  readonly turnId?: string;
  readonly itemId?: string;
  readonly item?: ThreadItem;
  readonly delta?: string;
  readonly diff?: string;
  readonly changes?: PatchChange[];
  readonly explanation?: string | null;
  readonly plan?: TurnPlanStep[];
  readonly tokenUsage?: ThreadTokenUsage;
  readonly error?: { readonly message: string };
  readonly willRetry?: boolean;
  readonly message?: string;
}

/** What the engine does not keep of a thread. */
export interface RecordedBeside {
  readonly decisions: readonly RecordedDecision[];
  /** By turn. */
  readonly tokens: ReadonlyMap<string, TokenCounts>;
}

/** @param history of an earlier run, with what was recorded beside it */
export function createTimelineRecorder(
  threadId: string,
  history: readonly EngineTurn[] = [],
  { decisions = [], tokens: tokensByTurn = new Map() }: Partial<RecordedBeside> = {},
): TimelineRecorder {
  const list = createTimelineList();
  const outputs = createOutputs();
  const patches = new Map<string, readonly PatchChange[]>();
  let diff = '';
  let tokens: Tokens | undefined;
  let notices = 0;

  function put(item: TimelineItem): TimelineEvent {
    return { kind: 'item', threadId, item: list.put(item) };
  }

  function putItem(item: ThreadItem, turnId: string, isOver: boolean): TimelineEvent[] {
    // Prompts are reported by ThreadsObserver instead.
    if (item.type === 'userMessage') return [];
    if (item.type === 'fileChange') patches.set(item.id, item.changes);
    if (item.type === 'commandExecution' && item.aggregatedOutput !== null) {
      outputs.set(item.id, item.aggregatedOutput);
    }
    const entry = withOutput(timelineItem(item, turnId));
    return [put(isOver ? entry : { ...entry, progress: 'running' })];
  }

  function append(itemId: string, text: string): TimelineEvent[] {
    const item = list.find(itemId);
    if (!item) return [];
    if (item.kind === 'command') outputs.append(itemId, text);
    else if (item.kind === 'message' || item.kind === 'reasoning') put({ ...item, text: item.text + text });
    return [{ kind: 'delta', threadId, itemId, text }];
  }

  function notice(level: 'info' | 'warning' | 'error', text: string, turnId: string): TimelineEvent[] {
    notices += 1;
    return [
      put({ id: `notice-${notices}`, turnId, at: Date.now(), progress: 'done', kind: 'notice', level, text }),
    ];
  }

  /** A command's output is joined only when it is viewed. */
  function withOutput(item: TimelineItem): TimelineItem {
    if (item.kind !== 'command') return item;
    const text = outputs.get(item.id);
    return { ...item, output: text.slice(-MAX_OUTPUT_CHARS), outputChars: text.length };
  }

  function receive({ method, params }: EngineNotification): TimelineEvent[] {
    const event = params as EventParams;
    const { turnId = '', itemId = '', delta = '' } = event;
    switch (method) {
      case 'item/started':
        return event.item ? putItem(event.item, turnId, false) : [];
      case 'item/completed':
        return event.item ? putItem(event.item, turnId, true) : [];
      case 'item/agentMessage/delta':
      case 'item/plan/delta':
      case 'item/reasoning/summaryTextDelta':
      case 'item/reasoning/textDelta':
      case 'item/commandExecution/outputDelta':
        return append(itemId, delta);
      case 'item/reasoning/summaryPartAdded': {
        const item = list.find(itemId);
        return item?.kind === 'reasoning' && item.text ? append(itemId, '\n\n') : [];
      }
      case 'item/fileChange/patchUpdated': {
        const item = list.find(itemId);
        if (item?.kind !== 'patch' || !event.changes) return [];
        patches.set(itemId, event.changes);
        return [put({ ...item, changes: event.changes })];
      }
      case 'item/mcpToolCall/progress': {
        const item = list.find(itemId);
        const isRunning = item?.kind === 'tool' && item.progress === 'running';
        return isRunning ? [put({ ...item, doing: event.message ?? '' })] : [];
      }
      case 'turn/plan/updated': {
        const steps: PlanStep[] = (event.plan ?? []).map(({ step, status }) => ({ text: step, status }));
        const about = { id: `plan-${turnId}`, turnId, at: 0, progress: 'done' as const };
        return [
          put({
            ...about,
            kind: 'plan',
            steps,
            ...(event.explanation && { explanation: event.explanation }),
          }),
        ];
      }
      case 'turn/diff/updated':
        diff = event.diff ?? '';
        return [{ kind: 'changes', threadId, diff }];
      case 'thread/tokenUsage/updated':
        if (event.tokenUsage && (event.threadId ?? threadId) === threadId)
          tokens = tokensOf(event.tokenUsage);
        return [];
      case 'error':
        return notice(event.willRetry ? 'warning' : 'error', event.error?.message ?? '', turnId);
      case 'warning':
        return notice('warning', event.message ?? '', turnId);
      default:
        return [];
    }
  }

  function putQuestion({ id, turnId, at, asks, decision }: RecordedDecision): void {
    put({
      id: questionId(id),
      turnId,
      at,
      progress: 'done',
      durationMs: decision.afterMs,
      kind: 'question',
      approvalId: id,
      asks,
      decision: decision as CardDecision,
    });
  }

  for (const turn of history) {
    const ofTurn = decisions.filter(({ turnId }) => turnId === turn.id);
    for (const item of turn.items) {
      if (item.type === 'commandExecution') outputs.set(item.id, item.aggregatedOutput ?? '');
      if (item.type === 'fileChange') patches.set(item.id, item.changes);
      put({ ...timelineItem(item, turn.id), at: item.startedAtMs ?? (turn.startedAt ?? 0) * 1000 });
      ofTurn.filter(({ itemId }) => itemId === item.id).forEach(putQuestion);
    }
    // An item the engine does not keep: a command that the sandbox stopped.
    ofTurn.filter(({ id }) => !list.find(questionId(id))).forEach(putQuestion);
    put(endItemOf(turn, tokensByTurn.get(turn.id)));
  }

  return {
    receive,
    begin() {
      diff = '';
      return [{ kind: 'changes', threadId, diff }];
    },
    put,
    find: list.find,
    page(start, limit) {
      const page = list.page(start, limit);
      return { ...page, items: page.items.map(withOutput) };
    },
    indexOf: list.indexOf,
    output(itemId, start, limit) {
      const text = outputs.get(itemId);
      return { text: text.slice(start, start + limit), totalChars: text.length };
    },
    patch: (itemId) => patches.get(itemId) ?? [],
    changedSince: (at) =>
      list.items.flatMap((item) =>
        item.kind === 'patch' && item.progress === 'done' && item.at >= at
          ? item.changes.map(({ path }) => path)
          : [],
      ),
    get diff() {
      return diff;
    },
    get tokens() {
      return tokens;
    },
  };
}

function questionId(approvalId: string): string {
  return `question-${approvalId}`;
}
