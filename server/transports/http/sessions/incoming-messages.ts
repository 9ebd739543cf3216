// The JSON-RPC messages of one POST. The SDK's schemas decide what is valid. Obvious requests skip the schemas, which
// take longer than everything else we do with a message that is only forwarded.
import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/server';

type Fields = Readonly<Record<string, unknown>>;

export const MAX_MESSAGES = 100;

/**
 * @param body parsed JSON
 * @throws when the body, or one element of a batch, is not a message
 */
export function messagesIn(body: unknown): JSONRPCMessage[] {
  return (Array.isArray(body) ? body : [body]).map((message) =>
    isPlainRequest(message) ? message : parseJSONRPCMessage(message),
  );
}

/** Whether the schemas would accept the message and return it unchanged. */
function isPlainRequest(message: unknown): message is JSONRPCMessage {
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
