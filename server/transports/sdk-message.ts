// A JSON-RPC message for the SDK's server. The SDK's schemas decide what is valid. Obvious requests skip the schemas,
// which take longer than everything else we do with a message that is only forwarded.
import { type JSONRPCMessage, type JSONRPCRequest, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { problemWith, type Refusal, readableIdOf, refusalWith, withoutNulls } from '../base/incoming.ts';

type Fields = Readonly<Record<string, unknown>>;

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

/** Whether the schemas would accept the message and return it unchanged. */
export function isPlainRequest(message: unknown): message is JSONRPCRequest {
  if (!isFields(message) || message['jsonrpc'] !== '2.0' || typeof message['method'] !== 'string')
    return false;
  const { id, params } = message;
  const hasParams = params !== undefined;
  if (!isToken(id) || Object.keys(message).length !== (hasParams ? 4 : 3)) return false;
  if (!hasParams) return true;
  if (!isFields(params)) return false;
  const meta = params['_meta'];
  if (meta === undefined) return true;
  return (
    isFields(meta) &&
    (meta['progressToken'] === undefined || isToken(meta['progressToken'])) &&
    hasNoReservedKey(meta)
  );
}

/** Whether `_meta` has no reserved MCP keys, which have schemas of their own. */
function hasNoReservedKey(meta: Fields): boolean {
  return !Object.keys(meta).some((key) => key.startsWith('io.modelcontextprotocol/'));
}

function isToken(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
