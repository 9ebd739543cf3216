// The `codex/event` messages that say what one notification of the engine says, in the words of 0.153.4.
import type { ServerNotification } from '../../../engine/protocol/ServerNotification.ts';
import type { ThreadTokenUsage } from '../../../engine/protocol/v2/ThreadTokenUsage.ts';
import type { Turn as EngineTurn } from '../../../engine/protocol/v2/Turn.ts';
import type { TurnError } from '../../../engine/protocol/v2/TurnError.ts';
import { snakeCaseOf, withSnakeCaseKeys } from '../../legacy-shapes.ts';
import type { CodexEventMessage } from './item-events.ts';

/** @returns undefined for notifications that had no message in 0.153.4 */
export function plainMessage(event: ServerNotification): CodexEventMessage | undefined {
  switch (event.method) {
    case 'item/agentMessage/delta':
      return { type: 'agent_message_content_delta', ...partOf(event.params) };
    case 'item/reasoning/summaryPartAdded': {
      const { itemId, summaryIndex } = event.params;
      return { type: 'agent_reasoning_section_break', item_id: itemId, summary_index: summaryIndex };
    }
    case 'item/reasoning/summaryTextDelta': {
      const part = { ...partOf(event.params), summary_index: event.params.summaryIndex };
      return { type: 'reasoning_content_delta', ...part };
    }
    case 'item/reasoning/textDelta': {
      const part = { ...partOf(event.params), content_index: event.params.contentIndex };
      return { type: 'reasoning_raw_content_delta', ...part };
    }
    case 'turn/diff/updated':
      return { type: 'turn_diff', unified_diff: event.params.diff };
    case 'turn/plan/updated': {
      const { explanation, plan } = event.params;
      const steps = plan.map(({ step, status }) => ({ step, status: snakeCaseOf(status) }));
      return { type: 'plan_update', explanation, plan: steps };
    }
    case 'thread/tokenUsage/updated':
      return tokenCount(event.params.tokenUsage);
    case 'warning':
      return { type: 'warning', message: event.params.message };
    default:
      return undefined;
  }
}

export function taskStarted({ id, startedAt }: EngineTurn): CodexEventMessage {
  // The engine reports the context window only with the first token usage.
  const unknown = { model_context_window: null };
  const collaboration_mode_kind = 'default';
  return { type: 'task_started', turn_id: id, started_at: startedAt, ...unknown, collaboration_mode_kind };
}

/** A failure that the engine retries. */
export function streamError({ message, codexErrorInfo, additionalDetails }: TurnError): CodexEventMessage {
  const codex_error_info = errorInfoOf(codexErrorInfo);
  return { type: 'stream_error', message, codex_error_info, additional_details: additionalDetails };
}

export function errorInfoOf(info: TurnError['codexErrorInfo']): unknown {
  return typeof info === 'string' ? snakeCaseOf(info) : withSnakeCaseKeys(info);
}

function partOf(part: { threadId: string; turnId: string; itemId: string; delta: string }) {
  const { threadId, turnId, itemId, delta } = part;
  return { thread_id: threadId, turn_id: turnId, item_id: itemId, delta };
}

function tokenCount({ total, last, modelContextWindow }: ThreadTokenUsage): CodexEventMessage {
  return {
    type: 'token_count',
    info: {
      total_token_usage: withSnakeCaseKeys(total),
      last_token_usage: withSnakeCaseKeys(last),
      model_context_window: modelContextWindow,
    },
    rate_limits: null,
  };
}
