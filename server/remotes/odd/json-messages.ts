// Extracts messages from text that is not quite one JSON value: with words before or after it, over several lines,
// several at once, with NaN or Infinity, or with unescaped control characters in a string. What is nested too deeply is no
// message: it could be parsed, but not be written to a client.
import { isTooDeep } from '../../base/nesting.ts';
import type { RawMessage } from '../wire/wire.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const BYTE_ORDER_MARK = 0xfeff;
/** Where a message may start: an object with a first key, or a list of objects. */
const START = /\{(?=\s*(?:"|$))|\[(?=\s*(?:\{|$))/g;
const NO_NUMBER = /-?(?:NaN|Infinity)/y;

/** @returns the messages of a text that is pure JSON, a batch included; undefined if it is not, or nested too deeply */
export function plainMessagesIn(text: string): readonly RawMessage[] | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
    if (isMessage(value)) return [value];
    return Array.isArray(value) && value.length > 0 && value.every(isMessage) ? value : undefined;
  } catch {
    return undefined;
  }
}

export interface Salvaged {
  readonly messages: readonly RawMessage[];
  /** The text between them. */
  readonly strays: readonly string[];
  /** A message that starts in this text but does not end in it. */
  readonly unfinished?: UnfinishedMessage | undefined;
}

/** Reads every character at most twice, for any text. */
export function salvage(text: string): Salvaged {
  const messages: RawMessage[] = [];
  const strays: string[] = [];
  let done = 0;
  const stray = (end: number) => {
    const between = text.slice(done, end).trim();
    if (between !== '' && between !== '\ufeff') strays.push(between);
  };
  while (true) {
    START.lastIndex = done;
    const start = START.exec(text)?.index;
    if (start === undefined) break;
    const unfinished = createUnfinished();
    const end = unfinished.add(text, start);
    if (end === undefined) {
      stray(start);
      return { messages, strays, unfinished };
    }
    const found = plainMessagesIn(unfinished.json());
    stray(found ? start : end);
    if (found) messages.push(...found);
    done = end;
  }
  stray(text.length);
  return { messages, strays };
}

export interface UnfinishedMessage {
  /** @returns where the message ends; undefined if it continues in the next text */
  add(text: string, from: number): number | undefined;
  /** The text so far, with non-JSON parts fixed. */
  json(): string;
  readonly length: number;
}

function createUnfinished(): UnfinishedMessage {
  const parts: string[] = [];
  let length = 0;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;

  return {
    get length() {
      return length;
    },
    json: () => parts.join(''),
    add(text, from) {
      let copied = from;
      const replace = (at: number, count: number, by: string) => {
        parts.push(text.slice(copied, at), by);
        copied = at + count;
      };
      const finish = (end: number) => {
        parts.push(text.slice(copied, end));
        length += end - from;
      };
      for (let at = from; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (isEscaped) isEscaped = false;
        else if (isInString) {
          if (code === BACKSLASH) isEscaped = true;
          else if (code === QUOTE) isInString = false;
          else if (code < FIRST_PRINTABLE) replace(at, 1, `\\u${code.toString(16).padStart(4, '0')}`);
        } else if (code === QUOTE) isInString = true;
        else {
          const character = text[at];
          if (character === '{' || character === '[') depth += 1;
          else if (character === '}' || character === ']') depth -= 1;
          else if (character === 'N' || character === 'I' || character === '-') {
            NO_NUMBER.lastIndex = at;
            const word = NO_NUMBER.exec(text)?.[0];
            if (word !== undefined) {
              // As JavaScript serialises it.
              replace(at, word.length, 'null');
              at += word.length - 1;
            }
          } else continue;
          if (depth === 0) {
            finish(at + 1);
            return at + 1;
          }
        }
      }
      finish(text.length);
      return undefined;
    },
  };
}

/** Any other object is a log line. */
function isMessage(value: unknown): value is RawMessage {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { jsonrpc, method, id } = value as Record<string, unknown>;
  return (
    jsonrpc === '2.0' ||
    typeof method === 'string' ||
    (id !== undefined && ('result' in value || 'error' in value))
  );
}
