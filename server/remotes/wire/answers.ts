// Reads a remote's HTTP answers, whole or event by event. An endless or huge answer ends with an error instead of
// filling our memory.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { countUnfinished } from '../../base/lines.ts';
import { readWhole } from '../../base/read-whole.ts';
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
export async function readAnswer({ body, headers }: Response): Promise<string> {
  const length = Number(headers.get('content-length') ?? 0);
  if (length > MAX_MESSAGE_BYTES) throw tooLong();
  return body ? new TextDecoder().decode(await readWhole(body, MAX_MESSAGE_BYTES, tooLong)) : '';
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
  const unfinishedBytes = countUnfinished();
  let isFirst = true;
  for await (const chunk of body ?? []) {
    if (unfinishedBytes(chunk) > MAX_MESSAGE_BYTES) throw tooLong();
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
