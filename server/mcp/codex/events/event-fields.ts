// The fields of items and their messages in `codex/event`, in the shapes of 0.153.4.
import { pathToFileURL } from 'node:url';
import type { ThreadItem } from '../../../engine/protocol/v2/ThreadItem.ts';
import { argvOf, parsedCommandOf, snakeCaseOf } from '../../legacy-shapes.ts';

type Item<Type> = Extract<ThreadItem, { type: Type }>;

export function userMessage({ id, content }: Item<'userMessage'>) {
  return { type: 'UserMessage', id, content };
}

export function promptMessage({ content }: Item<'userMessage'>): Record<string, unknown> & { type: string } {
  const message = content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  const nothing = { images: [], local_images: [], audio: [], local_audio: [], text_elements: [] };
  return { type: 'user_message', message, ...nothing };
}

export function agentMessage({ id, text, phase }: Item<'agentMessage'>) {
  return { type: 'AgentMessage', id, content: [{ type: 'Text', text }], ...(phase && { phase }) };
}

export function reasoningFields({ id, summary, content }: Item<'reasoning'>) {
  return { type: 'Reasoning', id, summary_text: summary, raw_content: content };
}

export function commandFields(item: Item<'commandExecution'>) {
  return {
    ...(item.processId !== null && { process_id: item.processId }),
    command: argvOf(item.command),
    cwd: fileUrl(item.cwd),
    parsed_cmd: parsedCommandOf(item.commandActions),
    source: snakeCaseOf(item.source),
  };
}

/** The engine merges both streams. 0.153.4 also put terminal output into `stdout`. */
export function commandResult(item: Item<'commandExecution'>) {
  const output = item.aggregatedOutput ?? '';
  return {
    stdout: output,
    stderr: '',
    aggregated_output: output,
    exit_code: item.exitCode ?? -1,
    duration: duration(item.durationMs),
    formatted_output: output,
    status: snakeCaseOf(item.status),
  };
}

export function mcpToolCall({ id, server, tool, arguments: args, readOnlyHint }: Item<'mcpToolCall'>) {
  const hint = readOnlyHint !== null && { readOnlyHint };
  return { type: 'McpToolCall', id, server, tool, arguments: args, ...hint };
}

export function invocation({ server, tool, arguments: args, readOnlyHint }: Item<'mcpToolCall'>) {
  const hint = readOnlyHint !== null && { read_only_hint: readOnlyHint };
  return { invocation: { server, tool, arguments: args }, ...hint };
}

/** The engine drops `isError` of the tool's result, but marks the item as failed. */
export function toolResult({ result, status }: Item<'mcpToolCall'>) {
  return {
    content: result?.content ?? [],
    ...(result?.structuredContent != null && { structuredContent: result.structuredContent }),
    ...(status === 'failed' && { isError: true }),
    ...(result?._meta != null && { _meta: result._meta }),
  };
}

export function webSearch({ id, query, action }: Item<'webSearch'>) {
  const { type = 'other', ...rest } = action ?? {};
  const given = Object.entries(rest).filter(([, value]) => value !== null);
  return {
    type: 'WebSearch',
    id,
    query,
    action: { type: snakeCaseOf(type), ...Object.fromEntries(given) },
  };
}

export function duration(ms: number | null): { secs: number; nanos: number } {
  const whole = ms ?? 0;
  return { secs: Math.floor(whole / 1000), nanos: (whole % 1000) * 1e6 };
}

export function fileUrl(path: string): string {
  return pathToFileURL(path).href;
}
