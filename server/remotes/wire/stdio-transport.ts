// A child process for the SDK's client, which translates to servers that speak only MCP 2026-07-28.
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { INTERNAL_ERROR } from '../../base/json-rpc.ts';
import { messageOf } from '../../errors/error.ts';
import { type AnswerHooks, fixModernMessage } from '../odd/modern-answers.ts';
import { openStdioWire } from './stdio-wire.ts';
import type { RawMessage, Wire } from './wire.ts';

export interface StdioTransport {
  readonly transport: Transport;
  /** The state of the process. */
  readonly process: Wire;
}

/** @throws when the program cannot be started */
export async function openStdioTransport(
  options: Omit<Parameters<typeof openStdioWire>[0], 'onMessage'>,
  hooks: AnswerHooks,
): Promise<StdioTransport> {
  const waiting = new Map<string, RawMessage>();

  function receive(message: RawMessage): void {
    const key = String(message.id);
    const asked: Partial<RawMessage> = waiting.get(key) ?? {};
    if (message.method === undefined) waiting.delete(key);
    try {
      const fixed = fixModernMessage(message, asked, hooks);
      if (fixed) transport.onmessage?.(fixed as JSONRPCMessage);
    } catch (error) {
      const failure = { code: INTERNAL_ERROR, message: messageOf(error) };
      transport.onmessage?.({ jsonrpc: '2.0', id: asked.id ?? key, error: failure });
    }
  }

  const process = await openStdioWire({ ...options, onMessage: receive });
  const transport: Transport = {
    start: async () => undefined,
    async send(given) {
      const message = given as RawMessage;
      if (message.id !== undefined && message.method !== undefined) waiting.set(String(message.id), message);
      if (message.method === 'notifications/cancelled') waiting.delete(String(message.params?.['requestId']));
      await process.send(message);
    },
    close: () => process.close(),
  };
  void process.ended.then(() => transport.onclose?.());
  return { transport, process };
}
