// What a relay has to know about the messages it passes on, so that it can switch to another server without the client
// noticing: which requests are unanswered on either side, and how the client introduced itself. Messages of the first
// server pass unchanged. Request ids of later servers are rewritten to differ from earlier ones: an answer to an old
// question must never count for a new one.

import { readableIdOf } from '../base/incoming.ts';
import { SERVER_ERROR } from '../base/json-rpc.ts';
import type { PatchbayError } from '../errors/error.ts';

type Id = string | number;

interface Message {
  readonly id?: Id;
  readonly method?: string;
  readonly params?: {
    readonly requestId?: Id;
    readonly arguments?: { readonly threadId?: unknown };
    readonly _meta?: Readonly<Record<string, unknown>>;
  };
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A request of the client that has no answer yet. */
interface OpenRequest {
  readonly line: string;
  readonly message: Message;
}

export interface Ledger {
  /**
   * Records a line of the client. @returns what to send to the server; undefined for an answer nobody is waiting for
   */
  fromClient(line: string): string | undefined;
  /**
   * Records a line of the server.
   * @param server its number in the order of use, from 0
   * @returns what to send to the client; undefined for an answer to the relay's own request
   */
  fromServer(line: string, server: number): string | undefined;
  /** Whether no call is running, so that switching servers interrupts nothing. */
  isIdle(): boolean;
  /** Whether the next server has to answer something even if the client sends nothing more. */
  hasUnfinished(): boolean;
  /**
   * What to send to the next server before anything else: `first`, and once that is answered, `after`.
   * @param onAnswered called when `first` is answered, with the problem if there was one
   */
  introduction(onAnswered: (problem?: string) => void): { first: string | undefined; after: string[] };
  /**
   * The server is gone.
   * @param why creates the error for a call, given its thread if that is known
   * @returns the lines for the client: answers to its calls, and withdrawals of questions
   */
  serverLost(why: (threadId: string | undefined) => PatchbayError): string[];
  /** No server can be started. @returns answers to all open requests */
  refuseAll(why: string): string[];
}

/** Long-lived requests that a new server can take over as they are. */
const STANDING_METHODS = ['subscriptions/listen'];
const REPLAYED_ID = 'patchbay-relay-initialize';

export function createLedger(): Ledger {
  const open = new Map<Id, OpenRequest>();
  /** Requests of the server that the client has not answered yet: the id the client knows → the id the server knows. */
  const questions = new Map<Id, Id>();
  let initialize: OpenRequest | undefined;
  let initialized: string | undefined;
  let onAnswered: (problem?: string) => void = () => undefined;

  /** The introduction sends `initialize` again. */
  const isKept = ({ message }: OpenRequest) =>
    message.method === 'initialize' || STANDING_METHODS.includes(message.method ?? '');

  function idForClient(id: Id, server: number): Id {
    return server === 0 ? id : `patchbay-${server}-${id}`;
  }

  return {
    fromClient(line) {
      const message = parse(line);
      if (!message) return line;
      if (message.method !== undefined) {
        const id = readableIdOf(message);
        if (id !== null) open.set(id, { line, message });
        if (message.method === 'initialize') initialize = { line, message };
        if (message.method === 'notifications/initialized') initialized = line;
        const { requestId } = message.params ?? {};
        // A cancelled request gets no answer.
        if (message.method === 'notifications/cancelled' && requestId !== undefined) open.delete(requestId);
        return line;
      }
      // The server ignores an invalid answer, so the question stays open.
      if (message.id === undefined || !isAnswer(message)) return line;
      const id = questions.get(message.id);
      questions.delete(message.id);
      if (id === undefined) return undefined;
      return id === message.id ? line : JSON.stringify({ ...message, id });
    },

    fromServer(line, server) {
      const message = parse(line);
      if (!message) return line;
      if (message.method === undefined) {
        if (message.id === undefined) return line;
        if (message.id === REPLAYED_ID) return void onAnswered(message.error?.message);
        open.delete(message.id);
        return line;
      }
      if (message.id !== undefined) {
        const id = idForClient(message.id, server);
        questions.set(id, message.id);
        return server === 0 ? line : JSON.stringify({ ...message, id });
      }
      const { requestId } = message.params ?? {};
      if (message.method !== 'notifications/cancelled' || requestId === undefined) return line;
      const known = idForClient(requestId, server);
      if (!questions.delete(known) || server === 0) return line;
      return JSON.stringify({ ...message, params: { ...message.params, requestId: known } });
    },

    isIdle: () => [...open.values()].every(isKept),
    hasUnfinished: () => open.size > 0,

    introduction(callback) {
      onAnswered = callback;
      const after = [...open.values()].filter(isKept).map(({ line }) => line);
      const isAnswered = initialize?.message.id !== undefined && !open.has(initialize.message.id);
      if (!initialize || !isAnswered) return { first: undefined, after };
      const first = JSON.stringify({ ...initialize.message, id: REPLAYED_ID });
      return { first, after: initialized === undefined ? after : [initialized, ...after] };
    },

    serverLost(why) {
      const lines: string[] = [];
      for (const [id, request] of open) {
        if (isKept(request)) continue;
        open.delete(id);
        const threadId = threadOf(request.message);
        lines.push(errorAnswer(request.message, why(threadId).message, threadId));
      }
      for (const id of questions.keys()) lines.push(withdrawn(id));
      questions.clear();
      return lines;
    },

    refuseAll(why) {
      const lines = [...open.values()].map(({ message }) => errorAnswer(message, why, threadOf(message)));
      open.clear();
      return lines;
    },
  };
}

/** @returns undefined if the line is not a JSON-RPC message; the server reports that */
function parse(line: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null && !Array.isArray(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Whether JSON-RPC and MCP accept it as an answer: a result that is an object, or an error with code and message. */
function isAnswer({ result, error }: Message): boolean {
  const isError = Number.isInteger(error?.code) && typeof error?.message === 'string';
  const isResult = typeof result === 'object' && result !== null && !Array.isArray(result);
  return error === undefined ? isResult : isError && result === undefined;
}

/**
 * A failed tool call gets a result with `isError`, as the tools themselves answer; other requests get a JSON-RPC
 * error.
 */
function errorAnswer({ id, method, params }: Message, text: string, threadId: string | undefined): string {
  if (method !== 'tools/call') {
    return JSON.stringify({ jsonrpc: '2.0', id, error: { code: SERVER_ERROR, message: text } });
  }
  const isModern = params?._meta?.['io.modelcontextprotocol/protocolVersion'] !== undefined;
  const result = {
    content: [{ type: 'text', text }],
    ...(threadId !== undefined && { structuredContent: { threadId, content: text } }),
    isError: true,
    ...(isModern && { resultType: 'complete' }),
  };
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}

function threadOf({ params }: Message): string | undefined {
  const threadId = params?.arguments?.threadId;
  return typeof threadId === 'string' ? threadId : undefined;
}

function withdrawn(requestId: Id): string {
  const params = { requestId, reason: 'The Patchbay that asked has ended.' };
  return JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
}
