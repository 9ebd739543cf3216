// The JSON of lists that are sent again and again, written once: for a long list, writing it takes longer than everything
// else about an answer.

import { wellFormed, wellFormedJson } from '../base/well-formed-json.ts';

/** Of a list: the lists that it consists of. */
const PARTS = Symbol('parts');
/** Of a part: its items as JSON, with commas between them. */
const ITEMS = Symbol('items');

type Part = readonly object[] & { [ITEMS]?: string };
interface Echoing {
  readonly id?: unknown;
  readonly params?: { readonly progressToken?: unknown; readonly _meta?: Readonly<Record<string, unknown>> };
}
interface Answer {
  readonly result?: { readonly tools?: Joined };
}
type Joined = readonly object[] & { readonly [PARTS]?: readonly Part[] };

/**
 * @param parts none of them changes any more
 * @returns all items; `answerText` writes each part once and keeps that with it
 */
export function joinLists<Item extends object>(parts: readonly (readonly Item[])[]): Item[] {
  return Object.assign(parts.flat(), { [PARTS]: parts });
}

/**
 * @returns JSON for a client, which may accept Unicode text only, unless it has written anything else itself; sooner if
 * it answers `tools/list` with joined lists
 */
export function answerText(message: object): string {
  const text = textOf(message);
  const whole = wellFormed(text);
  return whole === text || echoesOf(message).every(isWellFormed) ? whole : text;
}

/** What a client gave to know by it what is meant for which of its requests. Only the very same will do. */
function echoesOf({ id, params }: Echoing): readonly unknown[] {
  const meta = params?._meta;
  return [id, params?.progressToken, meta?.['requestId'], meta?.['io.modelcontextprotocol/subscriptionId']];
}

function isWellFormed(echo: unknown): boolean {
  return typeof echo !== 'string' || wellFormedJson(echo) === JSON.stringify(echo);
}

function textOf(message: object): string {
  const parts = (message as Answer).result?.tools?.[PARTS];
  if (!parts) return JSON.stringify(message);
  const { result, ...envelope } = message as Required<Answer>;
  const { tools: _, ...others } = result;
  const items = parts.map(itemsOf).filter((text) => text !== '');
  return `${open(envelope)}"result":${open(others)}"tools":[${items.join(',')}]}}`;
}

function itemsOf(part: Part): string {
  part[ITEMS] ??= JSON.stringify(part).slice(1, -1);
  return part[ITEMS];
}

/** The members of an object, to be followed by another one. */
function open(members: object): string {
  const text = JSON.stringify(members).slice(0, -1);
  return text === '{' ? text : `${text},`;
}
