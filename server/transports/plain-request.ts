// The requests that are obviously valid, found without the SDK, which takes long to load.
import type { JSONRPCRequest } from '@modelcontextprotocol/server';

type Fields = Readonly<Record<string, unknown>>;

/** Whether the schemas of the SDK would accept the message and return it unchanged. */
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
