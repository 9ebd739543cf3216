// For the parts of the SDK that read answers themselves.
import { countUnfinished } from '../../base/lines.ts';
import { tooLong } from './answers.ts';
import { MAX_MESSAGE_BYTES } from './wire.ts';

/** An endless or huge answer breaks its stream instead of filling our memory. */
export const bounded =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const length = Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY);
    if (!response.body || length <= MAX_MESSAGE_BYTES) return response;
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
    const lineBytes = countUnfinished();
    let wholeBytes = 0;
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        wholeBytes += chunk.length;
        const messageBytes = isStream ? lineBytes(chunk) : wholeBytes;
        if (messageBytes > MAX_MESSAGE_BYTES) return controller.error(tooLong());
        controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
  };
