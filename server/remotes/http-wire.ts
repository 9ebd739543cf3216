// A remote at an address: Streamable HTTP, or the SSE transport of 2024-11-05 for servers that offer nothing newer.
import {
  type JSONRPCMessage,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { messageOf } from '../errors.ts';
import { httpStatusOf } from './http-status.ts';
import { MAX_MESSAGE_BYTES, NotDelivered, type RawMessage, type Wire } from './wire.ts';

export interface HttpWireOptions {
  readonly url: string;
  /** Carries the remote's credential. */
  readonly fetch: typeof fetch;
  onMessage(message: RawMessage): void;
  /** Something that ends no call by itself: a stream that broke and is opened again. */
  onProblem(message: string): void;
}

const CLOSE_WAIT_MS = 1000;

export async function openHttpWire(options: HttpWireOptions): Promise<Wire> {
  const transport = new StreamableHTTPClientTransport(new URL(options.url), {
    fetch: bounded(options.fetch),
  });
  const wire = wireOver(transport, options);
  await transport.start();
  return {
    ...wire,
    setProtocolVersion: (version) => transport.setProtocolVersion(version),
    async send(message, sendOptions) {
      const { onUnanswered } = sendOptions ?? {};
      try {
        await transport.send(message as JSONRPCMessage, {
          ...(onUnanswered && { onRequestStreamEnd: onUnanswered }),
        });
      } catch (error) {
        // 404 with a session means that the server does not know it any more: the message was not looked at.
        throw httpStatusOf(error) === 404 && transport.sessionId ? new NotDelivered(error as Error) : error;
      }
    },
    async close() {
      await within(transport.terminateSession(), CLOSE_WAIT_MS);
      await wire.close();
    },
  };
}

export async function openSseWire(options: HttpWireOptions): Promise<Wire> {
  const transport = new SSEClientTransport(new URL(options.url), {
    fetch: bounded(options.fetch),
  });
  const wire = wireOver(transport, options);
  await transport.start();
  return wire;
}

function wireOver(
  transport: StreamableHTTPClientTransport | SSEClientTransport,
  { onMessage, onProblem }: HttpWireOptions,
): Wire {
  const ended = new Promise<Error>((resolve) => {
    transport.onclose = () => resolve(new Error('its connection was closed'));
  });
  transport.onmessage = (message: unknown) => onMessage(message as RawMessage);
  transport.onerror = (error) => onProblem(messageOf(error));
  return {
    ended,
    send: (message) => transport.send(message as JSONRPCMessage),
    setProtocolVersion: (version) => transport.setProtocolVersion(version),
    close: () => transport.close(),
  };
}

/** An endless or huge answer breaks its stream instead of filling our memory. */
export const bounded =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const length = Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY);
    if (!response.body || length <= MAX_MESSAGE_BYTES) return response;
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
    let messageBytes = 0;
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const end = isStream ? chunk.lastIndexOf(0x0a) : -1;
        messageBytes = end < 0 ? messageBytes + chunk.length : chunk.length - end - 1;
        if (messageBytes > MAX_MESSAGE_BYTES) {
          return controller.error(new Error(`it sent more than ${MAX_MESSAGE_BYTES} bytes in one message`));
        }
        controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
  };

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
