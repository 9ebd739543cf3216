// Reads an answer of the 2026-07-28 era while it passes through unchanged, as JSON or as an event stream.
import { createParser } from 'eventsource-parser';
import { countUnfinished } from '../../base/lines.ts';
import { MAX_MESSAGE_BYTES } from '../../remotes/wire/wire.ts';

/** The message that ends a request. */
export interface FinalMessage {
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message?: unknown };
}

/**
 * @param onEnd called once, with the message that ended the request; undefined when there was none, or it could not be
 *   read
 */
export function watchAnswer(
  response: Response,
  onEnd: (message: FinalMessage | undefined) => void,
): Response {
  const { status, statusText, headers, body } = response;
  if (!body) {
    onEnd(undefined);
    return response;
  }
  const isStream = headers.get('content-type')?.includes('text/event-stream') ?? false;
  const reader = isStream ? eventReader() : wholeReader();
  const watched = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      reader.read(chunk);
      controller.enqueue(chunk);
    },
    flush: () => onEnd(reader.found()),
  });
  return new Response(body.pipeThrough(watched), { status, statusText, headers });
}

function wholeReader() {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  return {
    read(chunk: Uint8Array): void {
      bytes += chunk.length;
      text = bytes > MAX_MESSAGE_BYTES ? '' : text + decoder.decode(chunk, { stream: true });
    },
    found: () => finalIn(text),
  };
}

function eventReader() {
  const decoder = new TextDecoder();
  let found: FinalMessage | undefined;
  const parser = createParser({
    onEvent({ data }) {
      found = finalIn(data) ?? found;
    },
  });
  const unfinishedBytes = countUnfinished();
  return {
    /** An event that is too long is not kept. */
    read(chunk: Uint8Array): void {
      const text = decoder.decode(chunk, { stream: true });
      if (unfinishedBytes(chunk) > MAX_MESSAGE_BYTES) parser.reset();
      else parser.feed(text);
    },
    found: () => found,
  };
}

function finalIn(json: string): FinalMessage | undefined {
  try {
    const message = JSON.parse(json) as (FinalMessage & { readonly method?: unknown }) | null;
    return message?.method === undefined && (message?.result ?? message?.error) ? message : undefined;
  } catch {
    return undefined;
  }
}
