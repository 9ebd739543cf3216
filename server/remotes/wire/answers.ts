// Reads a remote's HTTP answers, whole or event by event. An endless or huge answer ends with an error instead of
// filling our memory.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { MAX_MESSAGE_BYTES } from './wire.ts';

/** An HTTP answer of a remote that is not a success. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, body: string) {
    super(`it answered with HTTP ${status}${body ? `: ${body}` : ''}`);
    this.name = 'Refused';
    this.status = status;
  }
}

/** @throws when it is too long */
export async function readWhole({ body, headers }: Response): Promise<string> {
  const decoder = new TextDecoder();
  const length = Number(headers.get('content-length') ?? 0);
  let text = '';
  let bytes = 0;
  if (length > MAX_MESSAGE_BYTES) throw tooLong();
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_MESSAGE_BYTES) throw tooLong();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Resolves at the end of the stream; with its text if that is JSON instead of events.
 * @param on.retry the remote says how long to wait before its stream is opened again
 * @throws when the stream breaks, or one event of it is too long
 */
export async function readEvents(
  { body }: Response,
  on: { event(event: EventSourceMessage): void; retry(ms: number): void },
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let json: string | undefined;
  const parser = createParser({ onEvent: on.event, onRetry: on.retry });
  let unfinished = 0;
  let isFirst = true;
  for await (const chunk of body ?? []) {
    const end = chunk.lastIndexOf(0x0a);
    unfinished = end < 0 ? unfinished + chunk.length : chunk.length - end - 1;
    if (unfinished > MAX_MESSAGE_BYTES) throw tooLong();
    const text = decoder.decode(chunk, { stream: true });
    if (isFirst && /^\s*[{[]/.test(text)) json = '';
    isFirst = false;
    if (json === undefined) parser.feed(text);
    else if (json.length + text.length > MAX_MESSAGE_BYTES) throw tooLong();
    else json += text;
  }
  return json;
}

export function tooLong(): Error {
  return new Error(`it sent more than ${MAX_MESSAGE_BYTES} bytes in one message`);
}
