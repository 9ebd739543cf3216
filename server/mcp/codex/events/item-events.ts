// The things in a turn as `codex/event` showed them: each item as itself (`item_started`, `item_completed`) and as the
// pair of messages older hosts look for (`exec_command_begin` and `_end` …).
import type { ThreadItem } from '../../../engine/protocol/v2/ThreadItem.ts';
import { legacyChangesOf } from '../../legacy-shapes.ts';
import {
  agentMessage,
  commandFields,
  commandResult,
  duration,
  fileUrl,
  invocation,
  mcpToolCall,
  promptMessage,
  reasoningFields,
  toolResult,
  userMessage,
  webSearch,
} from './event-fields.ts';

/** What happened, by its `type`; the other fields depend on it. */
export interface CodexEventMessage {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An item at its start or its end, in the shapes of 0.153.4. */
export interface LegacyItem {
  /** For `item_started` or `item_completed`. */
  readonly item: Readonly<Record<string, unknown>>;
  /** The kind-specific messages that follow. */
  readonly messages: readonly CodexEventMessage[];
}

/**
 * @param isAutoApproved for a patch: whether it runs without a question
 * @returns undefined for kinds of items that 0.153.4 did not have
 */
export function startedItem(
  item: ThreadItem,
  turn: { id: string; startedAtMs: number; isAutoApproved: boolean },
): LegacyItem | undefined {
  switch (item.type) {
    case 'userMessage':
      return { item: userMessage(item), messages: [] };
    case 'agentMessage':
      return { item: agentMessage(item), messages: [] };
    case 'reasoning':
      return { item: reasoningFields(item), messages: [] };
    case 'commandExecution': {
      const command = commandFields(item);
      const times = { turn_id: turn.id, started_at_ms: turn.startedAtMs };
      return {
        item: { type: 'CommandExecution', id: item.id, ...command, status: 'in_progress' },
        messages: [{ type: 'exec_command_begin', call_id: item.id, ...times, ...command }],
      };
    }
    case 'fileChange': {
      const patch = { changes: legacyChangesOf(item.changes), auto_approved: turn.isAutoApproved };
      return {
        item: { type: 'FileChange', id: item.id, ...patch },
        messages: [{ type: 'patch_apply_begin', call_id: item.id, turn_id: turn.id, ...patch }],
      };
    }
    case 'mcpToolCall':
      return {
        item: { ...mcpToolCall(item), status: item.status },
        messages: [{ type: 'mcp_tool_call_begin', call_id: item.id, ...invocation(item) }],
      };
    case 'webSearch':
      return { item: webSearch(item), messages: [{ type: 'web_search_begin', call_id: item.id }] };
    case 'imageView':
      return { item: { type: 'ImageView', id: item.id, path: fileUrl(item.path) }, messages: [] };
    default:
      return undefined;
  }
}

/** @returns undefined for kinds of items that 0.153.4 did not have */
export function completedItem(
  item: ThreadItem,
  turn: { id: string; completedAtMs: number },
): LegacyItem | undefined {
  switch (item.type) {
    case 'userMessage':
      return { item: userMessage(item), messages: [promptMessage(item)] };
    case 'agentMessage': {
      const { text: message, phase, memoryCitation } = item;
      return {
        item: agentMessage(item),
        messages: [{ type: 'agent_message', message, phase, memory_citation: memoryCitation }],
      };
    }
    case 'reasoning':
      return {
        item: reasoningFields(item),
        messages: [
          ...item.summary.map((text) => ({ type: 'agent_reasoning', text })),
          ...item.content.map((text) => ({ type: 'agent_reasoning_raw_content', text })),
        ],
      };
    case 'commandExecution': {
      const ran = { ...commandFields(item), ...commandResult(item) };
      const times = { turn_id: turn.id, completed_at_ms: turn.completedAtMs };
      return {
        item: { type: 'CommandExecution', id: item.id, ...ran },
        messages: [{ type: 'exec_command_end', call_id: item.id, ...times, ...ran }],
      };
    }
    case 'fileChange': {
      // The engine does not report what it told the model.
      const result = { stdout: '', stderr: '', changes: legacyChangesOf(item.changes), status: item.status };
      const success = item.status === 'completed';
      return {
        item: { type: 'FileChange', id: item.id, ...result },
        messages: [{ type: 'patch_apply_end', call_id: item.id, turn_id: turn.id, ...result, success }],
      };
    }
    case 'mcpToolCall': {
      const ended = { ...invocation(item), duration: duration(item.durationMs) };
      const { error } = item;
      const result = error ? { Err: error.message } : { Ok: toolResult(item) };
      return {
        item: {
          ...mcpToolCall(item),
          status: item.status,
          ...(error ? { error: { message: error.message } } : { result: toolResult(item) }),
          duration: ended.duration,
        },
        messages: [{ type: 'mcp_tool_call_end', call_id: item.id, ...ended, result }],
      };
    }
    case 'webSearch': {
      const { type: _, id, ...search } = webSearch(item);
      return { item: webSearch(item), messages: [{ type: 'web_search_end', call_id: id, ...search }] };
    }
    case 'imageView': {
      const path = fileUrl(item.path);
      return {
        item: { type: 'ImageView', id: item.id, path },
        messages: [{ type: 'view_image_tool_call', call_id: item.id, path }],
      };
    }
    default:
      return undefined;
  }
}
