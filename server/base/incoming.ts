// What a peer may send as one JSON-RPC message, or as a batch of them, and what it is told when it sends something
// else. Every door answers from here, so that all of them say the same. Small and without the SDK: a relay loads it too.
import { INVALID_REQUEST, PARSE_ERROR } from './json-rpc.ts';

/** An error that answers what could not be used. */
export interface Refusal {
  /** Of the request; null if it has none that an answer could carry (JSON-RPC 2.0, section 5). */
  readonly id: string | number | null;
  readonly code: number;
  readonly message: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** In one batch (MCP 2025-03-26). */
const MAX_MESSAGES = 100;

const MEMBERS = ['jsonrpc', 'id', 'method', 'params'];

/** @returns the messages in it, not checked yet: one, or those of a batch */
export function messagesInText(text: string): readonly unknown[] | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refusalWith('it is not valid JSON', null, PARSE_ERROR);
  }
  if (!Array.isArray(value)) return [value];
  const problem = problemWithBatch(value);
  return problem === undefined ? value : refusalWith(problem, null);
}

/** @returns a clause: `it is empty`; undefined if its messages can be looked at one by one */
export function problemWithBatch(batch: readonly unknown[]): string | undefined {
  if (batch.length === 0) return 'the batch is empty';
  if (batch.length > MAX_MESSAGES) {
    return `the batch has ${batch.length} messages, and ${MAX_MESSAGES} are the most`;
  }
  const twice = repeatedId(batch);
  if (twice !== undefined) return `two requests of the batch have the \`id\` ${JSON.stringify(twice)}`;
  const opens = batch.length > 1 && batch.some((one) => isFields(one) && one['method'] === 'initialize');
  return opens ? '`initialize` must be sent alone, not in a batch' : undefined;
}

/** Only one of the two answers could be told from others. */
function repeatedId(batch: readonly unknown[]): string | number | undefined {
  const seen = new Set<string | number>();
  for (const one of batch) {
    const id = isFields(one) && 'method' in one ? readableIdOf(one) : null;
    if (id !== null && seen.has(id)) return id;
    if (id !== null) seen.add(id);
  }
  return undefined;
}

/**
 * The shape of requests and notifications. What a method wants of its params is left to whoever serves it.
 * @returns a clause: `` `id` must be a string or a whole number ``; undefined if there is nothing wrong
 */
export function problemWith(message: unknown): string | undefined {
  if (!isFields(message)) return 'a message must be a JSON object';
  const { jsonrpc, id, method, params } = message;
  if (jsonrpc !== '2.0') return '`jsonrpc` must be "2.0"';
  if (isAnswer(message)) return undefined;
  if (typeof method !== 'string') {
    return method === undefined ? '`method` is missing' : '`method` must be a string';
  }
  if (id !== undefined && !isId(id)) {
    return Number.isInteger(id)
      ? '`id` is a larger number than can be answered exactly: send it as a string'
      : '`id` must be a string or a whole number';
  }
  if (!isAbsent(params) && !isFields(params)) return '`params` must be a JSON object';
  const stranger = Object.keys(message).find((key) => !MEMBERS.includes(key));
  if (stranger !== undefined) return `${JSON.stringify(stranger)} is no member of a message`;
  const meta = params?.['_meta'];
  if (isAbsent(meta)) return undefined;
  if (!isFields(meta)) return '`params._meta` must be a JSON object';
  const token = meta['progressToken'];
  return token === undefined || isId(token)
    ? undefined
    : '`params._meta.progressToken` must be a string or a whole number';
}

/** Whether it answers a request of ours. Such a message is never answered itself, whatever is wrong with it. */
export function isAnswer(message: unknown): boolean {
  return isFields(message) && message['method'] === undefined && ('result' in message || 'error' in message);
}

/** The id of the request of ours that it answers, well or badly; undefined if it answers none. */
export function answeredId(message: unknown): string | number | undefined {
  const id = isFields(message) && isAnswer(message) ? message['id'] : undefined;
  return typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id)) ? id : undefined;
}

/** The id under which an answer finds its request. A number that JSON has rounded would find another one. */
export function readableIdOf(message: unknown): string | number | null {
  const id = isFields(message) && !isAnswer(message) ? message['id'] : null;
  if (typeof id === 'string') return id;
  return typeof id === 'number' && Math.abs(id) <= Number.MAX_SAFE_INTEGER ? id : null;
}

/** @param problem a clause */
export function refusalWith(problem: string, id: Refusal['id'], code: number = INVALID_REQUEST): Refusal {
  return { id, code, message: `This message cannot be used: ${problem}.` };
}

/** The same as a message. */
export function answerWith({ id, code, message }: Refusal) {
  return { jsonrpc: '2.0', id, error: { code, message } } as const;
}

/**
 * Clients in languages whose members are always there write `null` for those that are not. JSON-RPC and MCP do not have
 * it, and other servers take it.
 * @param value a message in which nothing else is wrong
 */
export function withoutNulls(value: unknown): unknown {
  if (!isFields(value)) return value;
  const { params, ...others } = value;
  if (params === null) return others;
  if (!isFields(params) || params['_meta'] !== null) return value;
  const { _meta, ...given } = params;
  return { ...others, params: given };
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
