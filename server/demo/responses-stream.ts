/**
 * The answers of a Responses API model, as server-sent events. Output items become events (`responseEvents`), events
 * are written to an HTTP response (`writeEvents`). Only what the engine reads is sent. Source: OpenAI's Responses API,
 * "Streaming events".
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export type OutputItem =
  | { type: 'message'; id: string; role: 'assistant'; content: { type: 'output_text'; text: string }[] }
  | { type: 'reasoning'; id: string; summary: { type: 'summary_text'; text: string }[] }
  | {
      type: 'function_call';
      id: string;
      call_id: string;
      name: string;
      arguments: string;
      namespace?: string;
    }
  | { type: 'custom_tool_call'; id: string; call_id: string; name: string; input: string };

export type ResponseEvent = { type: string } & Record<string, unknown>;

export function message(text: string): OutputItem {
  return { type: 'message', id: newId('msg'), role: 'assistant', content: [{ type: 'output_text', text }] };
}

export function reasoning(summary: string): OutputItem {
  return { type: 'reasoning', id: newId('rs'), summary: [{ type: 'summary_text', text: summary }] };
}

/** A call of a function tool; the tools of an MCP server have the namespace `mcp__<server>`. */
export function functionCall(call: { name: string; args: unknown; namespace?: string }): OutputItem {
  return {
    type: 'function_call',
    id: newId('fc'),
    call_id: newId('call'),
    name: call.name,
    arguments: JSON.stringify(call.args),
    ...(call.namespace !== undefined && { namespace: call.namespace }),
  };
}

/** A call of a tool that takes free text, such as `apply_patch`. */
export function customToolCall(name: string, input: string): OutputItem {
  return { type: 'custom_tool_call', id: newId('ctc'), call_id: newId('call'), name, input };
}

/** The events of one whole answer, from `response.created` to `response.completed`. */
export function* responseEvents(
  request: { model: string; input: unknown },
  items: OutputItem[],
): Generator<ResponseEvent, void> {
  const response = { id: newId('resp'), object: 'response', model: request.model };
  yield { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } };
  for (const [index, item] of items.entries()) yield* itemEvents(item, index);
  const usage = estimatedUsage(request.input, items);
  yield { type: 'response.completed', response: { ...response, status: 'completed', output: items, usage } };
}

/**
 * Writes events until they end or the reader goes away, pausing `wordMs` after each word of text. The caller ends the
 * response.
 */
export async function writeEvents(
  response: ServerResponse,
  events: Iterable<ResponseEvent>,
  options: { wordMs: number },
): Promise<void> {
  if (response.destroyed) return;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const event of events) {
    if (response.destroyed) return;
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    if (options.wordMs > 0 && event.type.endsWith('.delta')) await pause(response, options.wordMs);
  }
}

/** Waits, but no longer than the reader stays connected. */
export function pause(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    response.once('close', done);
    function done(): void {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    }
  });
}

function* itemEvents(item: OutputItem, index: number): Generator<ResponseEvent, void> {
  const place = { item_id: item.id, output_index: index };
  switch (item.type) {
    case 'message':
      yield added({ ...item, content: [] }, index);
      for (const delta of words(item.content)) {
        yield { type: 'response.output_text.delta', ...place, content_index: 0, delta };
      }
      break;
    case 'reasoning':
      yield added({ ...item, summary: [] }, index);
      yield { type: 'response.reasoning_summary_part.added', ...place, summary_index: 0 };
      for (const delta of words(item.summary)) {
        yield { type: 'response.reasoning_summary_text.delta', ...place, summary_index: 0, delta };
      }
      break;
    case 'function_call':
      yield added({ ...item, arguments: '' }, index);
      break;
    case 'custom_tool_call':
      yield added({ ...item, input: '' }, index);
      break;
  }
  yield { type: 'response.output_item.done', output_index: index, item };
}

function added(item: OutputItem, index: number): ResponseEvent {
  return { type: 'response.output_item.added', output_index: index, item };
}

function words(parts: { text: string }[]): string[] {
  return parts.flatMap((part) => part.text.split(/(?<=\s)/));
}

/** Tokens are not counted; four characters per token is the usual estimate. */
function estimatedUsage(input: unknown, output: unknown): Record<string, number> {
  const inputTokens = Math.ceil((JSON.stringify(input) ?? '').length / 4);
  const outputTokens = Math.ceil(JSON.stringify(output).length / 4);
  return { input_tokens: inputTokens, output_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}

function newId(prefix: string): string {
  return `${prefix}_${randomUUID()}`;
}
