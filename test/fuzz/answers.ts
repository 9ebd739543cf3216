// What may come back: every answer belongs to something that was sent, no more often than it was sent; every valid
// request is answered exactly once, as it should be; and nothing in any answer tells of the inside of the server.
import path from 'node:path';
import { isTooDeep } from '../../server/base/nesting.ts';
import { Defect, within } from './within.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a server sends is looked at freely
export type Json = any;

export interface Answers {
  /** Hostile bytes: whatever in them reads like a request may be answered. */
  sent(bytes: Buffer): void;
  /** The same, in a line: whatever in it has an id that can be read, and is no answer, has to be answered. */
  sentLine(bytes: Buffer): void;
  /** A request that has to be answered. @param check says what is wrong with the answer, if something is */
  expect(id: string | number, check?: (answer: Json) => string | undefined): void;
  /** It was refused before anybody looked at its id. */
  refused(id: string | number): void;
  /** @throws Defect */
  receive(message: Json): void;
  /** Waits until everything expected is there. @throws Defect when it is not, or when a wrong one has come */
  settle(withinMs?: number): Promise<void>;
  /** Ids of requests that have not been answered yet. */
  missing(): readonly string[];
}

interface Request {
  sent: number;
  answered: number;
  mustAnswer: boolean;
  check?: ((answer: Json) => string | undefined) | undefined;
}

const WITHIN_MS = 20_000;

/** @param onRequest is given what the server asks the client */
export function createAnswers(onRequest: (request: Json) => void = () => undefined): Answers {
  const requests = new Map<string, Request>();
  const missing = new Set<string>();
  let defect: Defect | undefined;
  let onChange: () => void = () => undefined;

  function add(id: unknown, mustAnswer: boolean, check?: Request['check']): void {
    const key = keyOf(id);
    const request = requests.get(key) ?? { sent: 0, answered: 0, mustAnswer };
    request.sent += 1;
    request.check = check;
    requests.set(key, request);
    if (mustAnswer) missing.add(key);
  }

  function receive(message: Json): void {
    if (typeof message !== 'object' || message === null || message.jsonrpc !== '2.0') {
      throw new Defect(`no JSON-RPC message: ${JSON.stringify(message)}`);
    }
    if (message.method !== undefined) {
      if (message.id === undefined) checkNotification(message);
      else onRequest(message);
      return;
    }
    if ('result' in message === 'error' in message) {
      throw new Defect(`neither result nor error, or both: ${JSON.stringify(message)}`);
    }
    // An error that belongs to no request.
    if ((message.id === null || message.id === undefined) && message.error) return;
    const key = keyOf(message.id);
    const request = requests.get(key);
    if (!request) throw new Defect(`an answer to what was not asked: ${JSON.stringify(message)}`);
    request.answered += 1;
    missing.delete(key);
    if (request.answered > request.sent) {
      throw new Defect(`answered ${request.answered} times: ${JSON.stringify(message)}`);
    }
    const wrong = request.check?.(message);
    if (wrong !== undefined) throw new Defect(`${wrong}: ${JSON.stringify(message)}`);
  }

  /** Who is told something must have a request under way. */
  function checkNotification({ method, params }: Json): void {
    const id =
      method === 'notifications/progress' ? idOfToken(params?.progressToken) : params?._meta?.requestId;
    if (id === undefined) return;
    const request = requests.get(keyOf(id));
    if (!request || request.answered === request.sent) {
      throw new Defect(`for no request under way: ${JSON.stringify({ method, params })}`);
    }
  }

  return {
    sent(bytes) {
      for (const { id } of messagesIn(bytes.toString().replace(/^\ufeff/, ''))) add(id, false);
    },
    sentLine(bytes) {
      const text = bytes.toString();
      const messages = messagesIn(text);
      const isBatch = text.trimStart().startsWith('[');
      const opens = messages.some(({ method }) => method === 'initialize');
      const isRefusedWhole = isBatch && ((messages.length > 1 && opens) || isTooDeep(text));
      for (const message of messages) add(message.id, !isRefusedWhole && isOfRequest(message));
    },
    expect: (id, check) => add(id, true, check),
    refused: (id) => void missing.delete(keyOf(id)),
    receive(message) {
      try {
        receive(message);
      } catch (error) {
        defect ??= error as Defect;
        throw error;
      } finally {
        onChange();
      }
    },
    async settle(withinMs = WITHIN_MS) {
      const done = new Promise<void>((resolve) => {
        onChange = () => {
          if (missing.size === 0 || defect) resolve();
        };
        onChange();
      });
      await within(done, withinMs, () => `not answered: ${[...missing]}`);
      if (defect) throw defect;
    },
    missing: () => [...missing],
  };
}

/** The progress token of this request. */
export function tokenOf(id: string | number): string {
  return `token ${id}`;
}

function idOfToken(token: unknown): string {
  const id = /^token (.*)$/.exec(String(token))?.[1];
  if (id === undefined) throw new Defect(`progress for an unknown token: ${JSON.stringify(token)}`);
  return id;
}

/** @param secrets further texts that no answer may hold, such as the folder of the tokens */
export function leakIn(answer: string, secrets: readonly string[]): string | undefined {
  // Where a thread is kept is told in the `codex/event` that begins it, as 0.153.4 did.
  const text = answer.replace(/"rollout_path":"[^"]*"/g, '');
  const patterns = [/<!doctype|<html|<pre/i, /(\\n|\n)\s+at /, /node:internal|node_modules/];
  const pattern = patterns.find((one) => one.test(text));
  const secret = [`${path.resolve(import.meta.dirname, '../..')}/`, ...secrets].find((one) =>
    text.includes(one),
  );
  const found = pattern?.source ?? secret;
  return found === undefined ? undefined : `${found} in an answer`;
}

/** Everything in this text that has an id, so that it could be taken for a request. */
function messagesIn(text: string): Json[] {
  return text.split('\n').flatMap((line) => {
    try {
      const parsed: Json = JSON.parse(line);
      const messages = Array.isArray(parsed) ? parsed : [parsed];
      return messages.filter((message) => message?.id !== undefined);
    } catch {
      return [];
    }
  });
}

function isOfRequest({ id, method, result, error }: Json): boolean {
  const isReadable = typeof id === 'string' || (typeof id === 'number' && Math.abs(id) < 2 ** 53);
  return isReadable && (method !== undefined || (result === undefined && error === undefined));
}

/** What is neither text nor number is no id, and may be nested deeper than a stack. */
function keyOf(id: unknown): string {
  return typeof id === 'object' && id !== null ? 'no id' : String(JSON.stringify(id));
}
