// Converts the engine's items to timeline items.
import type { TimelineContent, TimelineItem, Tokens } from '../../contract/timeline.ts';
import type { TokenCounts } from '../../contract/tokens.ts';
import type { FileUpdateChange } from '../../engine/protocol/v2/FileUpdateChange.ts';
import type { ThreadItem } from '../../engine/protocol/v2/ThreadItem.ts';
import type { ThreadTokenUsage } from '../../engine/protocol/v2/ThreadTokenUsage.ts';
import type { Turn as EngineTurn } from '../../engine/protocol/v2/Turn.ts';
import type { UserInput } from '../../engine/protocol/v2/UserInput.ts';
import { tokenCountsOf } from '../../records/turn-usage.ts';

/** The maximum length of a command's output in the timeline itself. */
export const MAX_OUTPUT_CHARS = 8_000;
const MAX_DIFF_CHARS = 100_000;
const MAX_RESULT_CHARS = 50_000;

/** The note that `tellWhy` of the engine's questions adds to a denial. */
const NOTE = /^<patchbay_note>([\s\S]*)<\/patchbay_note>$/;

export function timelineItem(item: ThreadItem, turnId: string): TimelineItem {
  const durationMs = 'durationMs' in item ? item.durationMs : undefined;
  return {
    id: item.id,
    turnId,
    at: item.startedAtMs ?? 0,
    ...(durationMs != null && { durationMs }),
    progress: progressOf(item),
    ...contentOf(item),
  };
}

export function tokensOf({ total, modelContextWindow }: ThreadTokenUsage): Tokens {
  return {
    ...tokenCountsOf(total),
    ...(modelContextWindow !== null && { contextWindow: modelContextWindow }),
  };
}

/** The end of a turn of an earlier run. @param tokens that it used, if that was recorded */
export function endItemOf(turn: EngineTurn, tokens: TokenCounts | undefined): TimelineItem {
  const outcome =
    turn.status === 'failed' ? 'failed' : turn.status === 'interrupted' ? 'interrupted' : 'completed';
  return {
    id: `end-${turn.id}`,
    turnId: turn.id,
    at: (turn.completedAt ?? turn.startedAt ?? 0) * 1000,
    ...(turn.durationMs !== null && { durationMs: turn.durationMs }),
    progress: outcome === 'failed' ? 'failed' : 'done',
    kind: 'turn-end',
    outcome,
    ...(turn.error && { text: turn.error.message }),
    ...(tokens && { tokens }),
  };
}

function progressOf(item: ThreadItem): TimelineItem['progress'] {
  const status = 'status' in item ? item.status : 'completed';
  if (status === 'inProgress') return 'running';
  if (status === 'declined') return 'declined';
  return status === 'failed' ? 'failed' : 'done';
}

function contentOf(item: ThreadItem): TimelineContent {
  switch (item.type) {
    case 'userMessage': {
      const texts = item.content.map(inputText);
      const prompt = texts.filter((text) => !NOTE.test(text)).join('\n');
      const note = NOTE.exec(texts[0] ?? '')?.[1];
      return prompt === '' && note !== undefined
        ? { kind: 'notice', level: 'info', text: note }
        : { kind: 'prompt', text: prompt };
    }
    case 'agentMessage':
      return { kind: 'message', text: item.text };
    case 'reasoning':
      return { kind: 'reasoning', text: [...item.summary, ...item.content].join('\n\n') };
    case 'plan':
      return { kind: 'message', text: item.text };
    case 'commandExecution': {
      const output = item.aggregatedOutput ?? '';
      return {
        kind: 'command',
        command: item.command,
        cwd: item.cwd,
        output: output.slice(-MAX_OUTPUT_CHARS),
        outputChars: output.length,
        ...(item.exitCode !== null && { exitCode: item.exitCode }),
      };
    }
    case 'fileChange':
      return { kind: 'patch', ...cutChanges(item.changes) };
    case 'mcpToolCall':
      return {
        kind: 'tool',
        server: item.server,
        tool: item.tool,
        arguments: item.arguments,
        ...(item.result && { result: cut(resultText(item.result.content), MAX_RESULT_CHARS) }),
        ...(item.error && { error: item.error.message }),
      };
    case 'webSearch':
      return { kind: 'search', query: item.query };
    case 'contextCompaction':
      return { kind: 'notice', level: 'info', text: 'Codex summarised the conversation so far.' };
    default:
      return { kind: 'other', what: item.type };
  }
}

function cutChanges(changes: readonly FileUpdateChange[]) {
  let left = MAX_DIFF_CHARS;
  let isCut = false;
  const shown = changes.map((change) => {
    const diff = change.diff.slice(0, Math.max(0, left));
    left -= change.diff.length;
    isCut ||= diff.length < change.diff.length;
    return { ...change, diff };
  });
  return { changes: shown, isCut };
}

function inputText(input: UserInput): string {
  return input.type === 'text' ? input.text : `[${input.type}]`;
}

function resultText(content: readonly unknown[]): string {
  return content
    .map((block) => {
      const { type, text } = block as { type?: string; text?: string };
      return type === 'text' && typeof text === 'string' ? text : `[${type ?? 'content'}]`;
    })
    .join('\n');
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
