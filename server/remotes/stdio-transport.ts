// A child process for the SDK's client, which translates to servers that speak only MCP 2026-07-28.
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { openStdioWire } from './stdio-wire.ts';
import type { RawMessage, Wire } from './wire.ts';

export interface StdioTransport {
  readonly transport: Transport;
  /** How the process is doing. */
  readonly process: Wire;
}

/** @throws when the program cannot be started */
export async function openStdioTransport(
  options: Omit<Parameters<typeof openStdioWire>[0], 'onMessage'>,
): Promise<StdioTransport> {
  const process = await openStdioWire({
    ...options,
    onMessage: (message) => transport.onmessage?.(message as JSONRPCMessage),
  });
  const transport: Transport = {
    start: async () => undefined,
    send: (message) => process.send(message as RawMessage),
    close: () => process.close(),
  };
  void process.ended.then(() => transport.onclose?.());
  return { transport, process };
}
