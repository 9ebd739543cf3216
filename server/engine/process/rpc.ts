// JSON-RPC as the engine speaks it: one message a line, no `jsonrpc` member (observed on 0.169.0). Its request ids and
// ours are separate, and both may be 0.
import type { Readable, Writable } from 'node:stream';
import { SERVER_ERROR } from '../../base/json-rpc.ts';
import { readLines } from '../../base/lines.ts';
import { wellFormedJson } from '../../base/well-formed-json.ts';

type Id = string | number;

export interface EngineNotification {
  readonly method: string;
  readonly params: unknown;
}

export interface EngineRequest extends EngineNotification {
  readonly id: Id;
}

/** An error the engine answered with. */
export class EngineError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(error: { code: number; message: string; data?: unknown }) {
    super(error.message);
    this.name = 'EngineError';
    this.code = error.code;
    this.data = error.data;
  }
}

export interface JsonLinesPeer {
  /** Resolves with the result; rejects with EngineError, or with the reason given to `end`. */
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params?: unknown): void;
  /** How many requests have no answer yet. */
  readonly unanswered: number;
  /** Rejects every open request: no more answers will come. */
  end(reason: Error): void;
}

/**
 * @param options.onRequest its result (or the error it throws) is sent back; every request is answered
 * @param options.onProblem lines that are not JSON, answers nobody is waiting for
 */
export function connectJsonLines(options: {
  input: Readable;
  output: Writable;
  onRequest(request: EngineRequest): Promise<unknown>;
  onNotification(notification: EngineNotification): void;
  onProblem(what: string): void;
  /** Called with every line, before it is read. */
  onHeard?(): void;
}): JsonLinesPeer {
  const open = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let nextId = 0;
  let endedBy: Error | undefined;

  function send(message: object): void {
    if (!options.output.writable) return;
    // The engine answers nothing to a line that is not Unicode text (observed on 0.169.0).
    options.output.write(`${wellFormedJson(message)}\n`);
  }

  async function answer(request: EngineRequest): Promise<void> {
    try {
      send({ id: request.id, result: await options.onRequest(request) });
    } catch (error) {
      const code = error instanceof EngineError ? error.code : SERVER_ERROR;
      send({
        id: request.id,
        error: { code, message: error instanceof Error ? error.message : String(error) },
      });
    }
  }

  function settle(message: {
    id: number;
    result?: unknown;
    error?: { code: number; message: string };
  }): void {
    const waiting = open.get(message.id);
    if (!waiting) {
      options.onProblem(`an answer to request ${message.id}, which nobody made`);
      return;
    }
    open.delete(message.id);
    if (message.error) waiting.reject(new EngineError(message.error));
    else waiting.resolve(message.result);
  }

  readLines(options.input, (line) => {
    options.onHeard?.();
    let message: { id?: Id; method?: string; params?: unknown };
    try {
      message = JSON.parse(line);
    } catch {
      return options.onProblem(`a line that is not JSON: ${line.slice(0, 200)}`);
    }
    if (message.method === undefined) settle(message as Parameters<typeof settle>[0]);
    else if (message.id === undefined) options.onNotification(message as EngineNotification);
    else void answer(message as EngineRequest);
  });

  return {
    request(method, params) {
      if (endedBy) return Promise.reject(endedBy);
      const id = nextId++;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject });
        send({ id, method, params });
      });
    },
    get unanswered() {
      return open.size;
    },
    notify: (method, params) => send(params === undefined ? { method } : { method, params }),
    end(reason) {
      endedBy = reason;
      for (const waiting of open.values()) waiting.reject(reason);
      open.clear();
    },
  };
}
