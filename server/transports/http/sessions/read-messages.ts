// The messages in the body of a POST, as the schemas of the SDK find them.
import {
  type InitializeRequest,
  isInitializeRequest,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server';
import { checkMessage } from '../../sdk-message.ts';
import type { ReadMessages } from './transport.ts';

/** @param body a message or a batch; one that cannot be used refuses all */
export function readMessages(body: unknown): ReadMessages {
  const messages: JSONRPCMessage[] = [];
  for (const one of Array.isArray(body) ? body : [body]) {
    const checked = checkMessage(one);
    if ('refusal' in checked) return checked;
    messages.push(checked.message);
  }
  return { messages, opening: messages.find(isOpening) };
}

function isOpening(message: JSONRPCMessage): message is JSONRPCMessage & InitializeRequest {
  return 'method' in message && message.method === 'initialize' && isInitializeRequest(message);
}
