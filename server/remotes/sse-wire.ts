// A remote at an address that offers only the SSE transport of 2024-11-05.
import { type JSONRPCMessage, SSEClientTransport } from '@modelcontextprotocol/client';
import { messageOf } from '../errors.ts';
import { bounded } from './bounded-fetch.ts';
import type { HttpWireOptions } from './http-wire.ts';
import type { RawMessage, Wire } from './wire.ts';

export async function openSseWire({ url, fetch, onMessage, onProblem }: HttpWireOptions): Promise<Wire> {
  const transport = new SSEClientTransport(new URL(url), { fetch: bounded(fetch) });
  const ended = new Promise<Error>((resolve) => {
    transport.onclose = () => resolve(new Error('its connection was closed'));
  });
  transport.onmessage = (message: unknown) => onMessage(message as RawMessage);
  transport.onerror = (error) => onProblem(messageOf(error));
  await transport.start();
  return {
    ended,
    send: (message) => transport.send(message as JSONRPCMessage),
    setProtocolVersion: (version) => transport.setProtocolVersion(version),
    close: () => transport.close(),
  };
}
