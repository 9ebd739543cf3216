// The requests that can be answered before the server is loaded: what it would answer is known, and it could not refuse
// them.

export type RequestId = string | number;

/** What clients say of themselves, as texts. The server looks at the rest, such as icons. */
const INFO = ['name', 'version', 'title', 'websiteUrl', 'description'];

/** @returns undefined for what only the server can answer, and for what it could refuse */
export function initializeIn(message: unknown): { id: RequestId; protocolVersion: string } | undefined {
  const { jsonrpc, method, id, params, ...others } = fieldsOf(message);
  const { protocolVersion, capabilities, clientInfo, ...more } = fieldsOf(params);
  const { name, version } = fieldsOf(clientInfo);
  if (jsonrpc !== '2.0' || method !== 'initialize' || !isId(id)) return undefined;
  if (Object.keys(others).length > 0 || Object.keys(more).length > 0) return undefined;
  if (typeof protocolVersion !== 'string' || !areUsual(capabilities)) return undefined;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  const isUsual = ([field, value]: [string, unknown]) => INFO.includes(field) && typeof value === 'string';
  if (!Object.entries(fieldsOf(clientInfo)).every(isUsual)) return undefined;
  return { id, protocolVersion };
}

/** Whether the client says that it has read the answer to its `initialize`. */
export function isInitialized(message: unknown): boolean {
  const { jsonrpc, method, ...others } = fieldsOf(message);
  return jsonrpc === '2.0' && method === 'notifications/initialized' && Object.keys(others).length === 0;
}

/** @returns the id of a `tools/list` that asks for nothing in particular */
export function plainListIn(message: unknown): RequestId | undefined {
  const { jsonrpc, method, id, params = {}, ...others } = fieldsOf(message);
  if (jsonrpc !== '2.0' || method !== 'tools/list' || !isId(id)) return undefined;
  const isPlainList = isPlain(params) && Object.keys(params).length === 0 && Object.keys(others).length === 0;
  return isPlainList ? id : undefined;
}

function isId(value: unknown): value is RequestId {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

/** What clients declare, without their own inventions and without what the server could refuse. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  roots: ['listChanged'],
  sampling: ['context', 'tools'],
  elicitation: ['form', 'url'],
};

function areUsual(capabilities: unknown): boolean {
  if (!isPlain(capabilities)) return false;
  return Object.entries(capabilities).every(([name, value]) => {
    const known = Object.hasOwn(USUAL, name) ? USUAL[name] : undefined;
    if (!known || !isPlain(value)) return false;
    return Object.entries(value).every(
      ([part, flag]) =>
        known.includes(part) &&
        (part === 'listChanged'
          ? typeof flag === 'boolean'
          : isPlain(flag) && Object.keys(flag).length === 0),
    );
  });
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isPlain(value) ? value : {};
}
