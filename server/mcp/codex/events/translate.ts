// `codex/event` notifications for hosts written for `codex mcp-server`: made from the engine's notifications, in the
// shapes and the order of 0.153.4. Messages with the model's instructions and raw answers (`raw_response_item`) are
// left out.
import type { Approval } from '../../../approvals/approval.ts';
import type { EngineNotification } from '../../../engine/process/rpc.ts';
import type { ServerNotification } from '../../../engine/protocol/ServerNotification.ts';
import type { ItemCompletedNotification } from '../../../engine/protocol/v2/ItemCompletedNotification.ts';
import type { ItemStartedNotification } from '../../../engine/protocol/v2/ItemStartedNotification.ts';
import type { ThreadItem } from '../../../engine/protocol/v2/ThreadItem.ts';
import type { Turn as EngineTurn } from '../../../engine/protocol/v2/Turn.ts';
import type { TurnError } from '../../../engine/protocol/v2/TurnError.ts';
import type { TurnEnd } from '../../../engine/threads/turn.ts';
import { errorInfoOf, plainMessage, streamError, taskStarted } from './event-messages.ts';
import { type CodexEventMessage, completedItem, startedItem } from './item-events.ts';
import { questionMessage } from './question-events.ts';
import { type NewSession, sessionConfigured } from './session-configured.ts';
import { createMcpStartup } from './startup.ts';

/** The params of one `codex/event` notification. */
export interface CodexEventParams {
  readonly _meta: { readonly requestId: string | number; readonly threadId: string };
  /** The turn's id; empty for events about the session. */
  readonly id: string;
  readonly msg: CodexEventMessage;
}

/** The events of one tools/call, in the order in which they have to be sent. */
export interface CodexEvents {
  /** The call has started a new thread. A call that continues one has no such event. */
  started(session: NewSession): CodexEventParams[];
  /** A notification of the turn the call takes part in, as a participant gets it. */
  translate(event: EngineNotification): CodexEventParams[];
  /** The client is about to be asked. */
  asked(approval: Approval): CodexEventParams[];
  /** The call is about to be answered. An end that the engine did not report is reported now. */
  ended(end: TurnEnd): CodexEventParams[];
}

/** @param call.requestId JSON-RPC id of the tools/call */
export function createCodexEvents(call: { threadId: string; requestId: string | number }): CodexEvents {
  const { threadId, requestId } = call;
  const startup = createMcpStartup();
  /** Items whose start has not been reported yet: a command that may never run, a patch that may need an approval. */
  const held = new Map<string, ItemStartedNotification>();
  const startedAtMs = new Map<string, number>();
  let turnId = '';
  let lastMessage: string | null = null;
  let promptAtMs: number | undefined;
  let firstOutputAtMs: number | undefined;
  let isEndTold = false;

  const about = (id: string, messages: readonly CodexEventMessage[]): CodexEventParams[] =>
    messages.map((msg) => ({ _meta: { requestId, threadId }, id, msg }));
  const ofTurn = (...messages: CodexEventMessage[]) => about(turnId, messages);
  const ofSession = (messages: readonly CodexEventMessage[]) => about('', messages);

  function translate(event: ServerNotification): CodexEventParams[] {
    switch (event.method) {
      case 'mcpServer/startupStatus/updated':
        return ofSession(startup.update(event.params));
      case 'turn/started':
        begin(event.params.turn.id);
        return ofTurn(taskStarted(event.params.turn));
      case 'thread/status/changed': {
        const { status } = event.params;
        const isWaiting = status.type === 'active' && status.activeFlags.includes('waitingOnApproval');
        return isWaiting ? releasePatches() : [];
      }
      case 'item/started':
        return itemStarted(event.params);
      case 'item/completed':
        return itemCompleted(event.params);
      case 'item/commandExecution/outputDelta': {
        const { itemId, delta } = event.params;
        const chunk = Buffer.from(delta).toString('base64');
        const output = { type: 'exec_command_output_delta', call_id: itemId, stream: 'stdout', chunk };
        return [...release(itemId), ...ofTurn(output)];
      }
      case 'turn/completed':
        return [...ofSession(startup.complete()), ...turnCompleted(event.params.turn)];
      case 'error':
        return event.params.willRetry ? ofTurn(streamError(event.params.error)) : failed(event.params.error);
      default: {
        const message = plainMessage(event);
        return message ? ofTurn(message) : [];
      }
    }
  }

  function begin(id: string): void {
    turnId = id;
    lastMessage = null;
    promptAtMs = undefined;
    firstOutputAtMs = undefined;
    isEndTold = false;
  }

  function itemStarted(params: ItemStartedNotification): CodexEventParams[] {
    const { item } = params;
    startedAtMs.set(item.id, params.startedAtMs);
    if (item.type === 'userMessage') promptAtMs ??= params.startedAtMs;
    else firstOutputAtMs ??= params.startedAtMs;
    // 0.153.4 reported a command when it ran; the engine reports it before it asks.
    const mayNeverRun = item.type === 'commandExecution' && item.processId === null;
    if (!mayNeverRun && item.type !== 'fileChange') return started(item, false);
    held.set(item.id, params);
    return [];
  }

  function started(item: ThreadItem, isAutoApproved: boolean): CodexEventParams[] {
    held.delete(item.id);
    const startedAt = startedAtMs.get(item.id) ?? Date.now();
    const legacy = startedItem(item, { id: turnId, startedAtMs: startedAt, isAutoApproved });
    if (!legacy) return [];
    const event = { type: 'item_started', thread_id: threadId, turn_id: turnId };
    return ofTurn({ ...event, item: legacy.item, started_at_ms: startedAt }, ...legacy.messages);
  }

  function release(itemId: string): CodexEventParams[] {
    const params = held.get(itemId);
    return params ? started(params.item, false) : [];
  }

  function releasePatches(): CodexEventParams[] {
    const patches = [...held.values()].filter(({ item }) => item.type === 'fileChange');
    return patches.flatMap(({ item }) => release(item.id));
  }

  function itemCompleted(params: ItemCompletedNotification): CodexEventParams[] {
    const { item } = params;
    const isHeld = held.delete(item.id);
    if (isHeld && item.type === 'commandExecution' && item.processId === null) return [];
    // An item that our turn closes at its end has no turn id; a message that was cut short is not reported.
    const isCut = params.turnId === undefined;
    if (isCut && !['commandExecution', 'fileChange', 'mcpToolCall'].includes(item.type)) return [];
    if (item.type === 'agentMessage') lastMessage = item.text;

    const isDeclined = item.type === 'fileChange' && item.status === 'declined';
    const start = isHeld ? started(item, !isDeclined) : [];
    const completedAtMs = params.completedAtMs ?? Date.now();
    const legacy = completedItem(item, { id: turnId, completedAtMs });
    if (!legacy) return start;
    const times = {
      started_at_ms: startedAtMs.get(item.id) ?? completedAtMs,
      completed_at_ms: completedAtMs,
    };
    const event = { type: 'item_completed', thread_id: threadId, turn_id: turnId, item: legacy.item };
    return [...start, ...ofTurn({ ...event, ...times }, ...legacy.messages)];
  }

  function turnCompleted(turn: EngineTurn): CodexEventParams[] {
    if (turn.status === 'failed') return turn.error ? failed(turn.error) : [];
    isEndTold = true;
    turnId = turn.id;
    const times = {
      started_at: turn.startedAt,
      completed_at: turn.completedAt,
      duration_ms: turn.durationMs,
    };
    if (turn.status === 'interrupted') {
      return ofTurn({ type: 'turn_aborted', turn_id: turnId, reason: 'interrupted', ...times });
    }
    const message = turn.items.findLast((item) => item.type === 'agentMessage')?.text ?? lastMessage;
    const hasOutput = promptAtMs !== undefined && firstOutputAtMs !== undefined;
    const time_to_first_token_ms = hasOutput ? Number(firstOutputAtMs) - Number(promptAtMs) : null;
    const complete = { type: 'task_complete', turn_id: turnId, last_agent_message: message };
    return ofTurn({ ...complete, ...times, time_to_first_token_ms });
  }

  function failed({ message, codexErrorInfo }: Pick<TurnError, 'message' | 'codexErrorInfo'>) {
    if (isEndTold) return [];
    isEndTold = true;
    return ofTurn({ type: 'error', message, codex_error_info: errorInfoOf(codexErrorInfo) });
  }

  return {
    started: (session) =>
      ofSession([sessionConfigured(threadId, session), ...startup.expect(session.mcpServers)]),

    translate(event) {
      const { threadId: itsThread } = (event.params ?? {}) as { threadId?: string | null };
      // 0.153.4 did not report what a sub-agent does.
      return (itsThread ?? threadId) === threadId ? translate(event as ServerNotification) : [];
    },

    asked(approval) {
      const message = questionMessage(approval, startedAtMs.get(approval.itemId) ?? Date.now());
      const patch = approval.subject.kind === 'patch' ? release(approval.itemId) : [];
      return [...patch, ...(message ? ofTurn(message) : [])];
    },

    ended(end) {
      if (isEndTold) return [];
      if (end.kind === 'stopped') return failed({ message: end.error.message, codexErrorInfo: 'other' });
      if (end.kind !== 'interrupted') return [];
      isEndTold = true;
      const times = { started_at: null, completed_at: Math.floor(Date.now() / 1000), duration_ms: null };
      return ofTurn({ type: 'turn_aborted', turn_id: turnId, reason: 'interrupted', ...times });
    },
  };
}
