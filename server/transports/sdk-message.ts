// A JSON-RPC message for the SDK's server. The SDK's schemas decide what is valid. Obvious requests skip the schemas,
// which take longer than everything else we do with a message that is only forwarded.
import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import {
  answeredId,
  problemWith,
  type Refusal,
  readableIdOf,
  refusalWith,
  withoutNulls,
} from '../base/incoming.ts';
import { INVALID_REQUEST } from '../base/json-rpc.ts';
import { isPlainRequest } from './plain-request.ts';

const NO_ANSWER =
  'its answer is none of JSON-RPC: `result` must be an object, or `error` have a code and a message';

export type CheckedMessage = { readonly message: JSONRPCMessage } | { readonly refusal: Refusal };

/**
 * An answer to a question of ours that is none counts as an error: whoever waits for it learns that nothing else comes.
 * @param value parsed JSON, no batch
 */
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
  const id = answeredId(value);
  if (id !== undefined) {
    return { message: { jsonrpc: '2.0', id, error: { code: INVALID_REQUEST, message: NO_ANSWER } } };
  }
  return { refusal: refusalWith(problem ?? 'it is no message of MCP', readableIdOf(value)) };
}
