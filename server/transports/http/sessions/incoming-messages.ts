// The JSON-RPC messages of one POST. The SDK's schemas say what is one; what is plainly one is not put through them,
// since they take longer than all that is done with a message that is only passed on.
import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/server';

type Fields = Readonly<Record<string, unknown>>;

export const MAX_MESSAGES = 100;

/**
 * @param body parsed JSON
 * @throws when it is no message, or one of a batch is not
 */
export function messagesIn(body: unknown): JSONRPCMessage[] {
  return (Array.isArray(body) ? body : [body]).map((message) =>
    isPlainRequest(message) ? message : parseJSONRPCMessage(message),
  );
}

/** Whether the schemas would take it, and give it back as it is. */
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

/** What MCP itself says in `_meta` has schemas of its own. */
function hasNoReservedKey(meta: Fields): boolean {
  return !Object.keys(meta).some((key) => key.startsWith('io.modelcontextprotocol/'));
}

function isToken(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
