// A JSON-RPC message for the SDK's server. The SDK's schemas decide what is valid. Obvious requests skip the schemas,
// which take longer than everything else we do with a message that is only forwarded.
import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { problemWith, type Refusal, readableIdOf, refusalWith, withoutNulls } from '../base/incoming.ts';
import { isPlainRequest } from './plain-request.ts';

export type CheckedMessage = { readonly message: JSONRPCMessage } | { readonly refusal: Refusal };

/** @param value parsed JSON, no batch */
export function checkMessage(value: unknown): CheckedMessage {
  if (isPlainRequest(value)) return { message: value };
  const problem = problemWith(value);
  if (problem === undefined) {
    try {
      return { message: parseJSONRPCMessage(withoutNulls(value)) };
    } catch {
      // Refused below: the schemas of the SDK know more than we do.
    }
  }
  return { refusal: refusalWith(problem ?? 'it is no message of MCP', readableIdOf(value)) };
}
