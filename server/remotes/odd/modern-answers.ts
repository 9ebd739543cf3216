// Answers of a remote that speaks MCP 2026-07-28, on their way to a client of that revision. Correct answers pass byte
// for byte, odd ones are fixed, and a request without an answer gets an error.
import { ReadableStream } from 'node:stream/web';
import { INTERNAL_ERROR } from '../../base/json-rpc.ts';
import { readAnswer, tooLong } from '../wire/answers.ts';
import type { Params } from '../wire/peer.ts';
import { rpcErrorIn } from '../wire/rpc-error.ts';
import { MAX_MESSAGE_BYTES, type RawMessage } from '../wire/wire.ts';
import { fixResult } from './fix-ups.ts';
import { plainMessagesIn, salvage } from './json-messages.ts';
import type { Oddity } from './oddity.ts';
import { readNotification } from './says.ts';
import { isObject, type Members, UNREADABLE } from './shapes.ts';
import { excerpt } from './strays.ts';

/** The request being answered. */
export interface Asked {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
}

export interface AnswerHooks {
  onOddities(method: string, oddities: readonly Oddity[]): void;
  /** A further change of the result. */
  edit?(result: Members): Members;
}

const EVENT_STREAM = 'text/event-stream';
const END_OF_EVENT = /\r\n\r\n|\n\n|\r\r/;
/** Aborted when the client leaves. */
const ENDLESS = 'subscriptions/listen';

/** @returns a message the client accepts, the same object if it was correct; undefined if it contains no information */
export function fixModernMessage(
  message: RawMessage,
  { id, method, params }: Asked,
  { onOddities, edit }: AnswerHooks,
): RawMessage | undefined {
  if (message.method !== undefined) {
    const read = readNotification(message.method, message.params);
    if (read === UNREADABLE) return undefined;
    if (read === message.params) return message;
    const { params: _, ...rest } = message;
    return read ? { ...rest, params: read } : rest;
  }
  const isOurs = message.id === id || String(message.id ?? id) === String(id);
  if (!isOurs) return message;
  const failure = rpcErrorIn(message.error, message.result);
  const whole = { ...message, jsonrpc: '2.0', id } as RawMessage;
  if (failure) {
    const { result: _, ...rest } = whole;
    return { ...rest, error: failure };
  }
  const { error: _, ...rest } = whole;
  const { value, oddities } = fixResult(
    String(method),
    params as Params | undefined,
    message.result,
    'modern',
  );
  onOddities(String(method), oddities);
  const result = edit?.(value) ?? value;
  const isFine = result === message.result && message.id === id && !('error' in message);
  return isFine && message.jsonrpc === '2.0' ? message : { ...rest, result };
}

/**
 * @returns a response with the same status and headers
 * @throws when a request gets nothing that could be its answer
 */
export async function fixModernResponse(
  response: Response,
  asked: Asked,
  hooks: AnswerHooks,
): Promise<Response> {
  if (asked.id === undefined || asked.id === null || !response.ok) return response;
  const { status } = response;
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.delete('content-encoding');
  if (headers.get('content-type')?.includes(EVENT_STREAM) && response.body) {
    const events = fixEvents(response.body as never, asked, hooks);
    return new Response(ReadableStream.from(events) as never, { status, headers });
  }
  const text = await readAnswer(response);
  const found = plainMessagesIn(text) ?? salvage(text).messages;
  const fixed = found.flatMap((message) => fixModernMessage(message, asked, hooks) ?? []);
  const answer = fixed.find((message) => message.method === undefined);
  if (!answer) {
    if (text.trim() === '') throw new Error(`it answered with HTTP ${status} and nothing else`);
    const type = headers.get('content-type') ?? 'no content type';
    throw new Error(`it answered with ${type} and no message: ${excerpt(text)}`);
  }
  headers.set('content-type', 'application/json');
  const isAsItCame = found.length === 1 && fixed[0] === found[0] && plainMessagesIn(text) !== undefined;
  return new Response(isAsItCame ? text : JSON.stringify(answer), { status: 200, headers });
}

/** Whole events, one at a time. */
async function* fixEvents(
  body: AsyncIterable<Uint8Array>,
  asked: Asked,
  hooks: AnswerHooks,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  let isAnswered = asked.method === ENDLESS;
  let lost: string | undefined;

  function fixEvent(event: string): string {
    const lines = event.split(/\r\n|\n|\r/);
    const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
    // Some servers send plain JSON despite the content type.
    const json = data.length === 0 && /^\s*[{[]/.test(event) ? event : data.join('\n');
    if (json === '') return event;
    const plain = plainMessagesIn(json);
    const found = plain ?? salvage(json).messages;
    if (found.length === 0) lost = json;
    const fixed = found.flatMap((message) => fixModernMessage(message, asked, hooks) ?? []);
    isAnswered ||= fixed.some((message) => message.method === undefined);
    if (plain?.length === 1 && fixed[0] === plain[0]) return event;
    const others = lines.filter((line) => /^(?:id|event|retry|):/.test(line));
    return fixed
      .map((message) => [...others, `data: ${JSON.stringify(message)}`, '', ''].join('\n'))
      .join('');
  }

  try {
    for await (const chunk of body) {
      rest += decoder.decode(chunk, { stream: true });
      let fixed = '';
      for (let end = END_OF_EVENT.exec(rest); end; end = END_OF_EVENT.exec(rest)) {
        const length = end.index + end[0].length;
        fixed += fixEvent(rest.slice(0, length));
        rest = rest.slice(length);
      }
      if (rest.length > MAX_MESSAGE_BYTES) throw tooLong();
      if (fixed !== '') yield encoder.encode(fixed);
    }
    if (rest.trim() !== '') yield encoder.encode(fixEvent(`${rest}\n\n`));
  } catch (error) {
    if (isAnswered) throw error;
    lost ??= String(error);
  }
  if (isAnswered) return;
  const why =
    lost === undefined
      ? 'it ended its stream without an answer'
      : `its answer is no message: ${excerpt(lost)}`;
  const message = { jsonrpc: '2.0', id: asked.id, error: { code: INTERNAL_ERROR, message: why } };
  yield encoder.encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}

/** The request in a POST; undefined if its body is not a request. */
export function askedIn(body: unknown): Asked | undefined {
  if (typeof body !== 'string') return undefined;
  const [message] = plainMessagesIn(body) ?? [];
  return isObject(message) ? message : undefined;
}
