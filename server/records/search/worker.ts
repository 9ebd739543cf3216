// Searching records in a worker of its own: reading hundreds of megabytes must not stop a window or its clients.
import { Worker } from 'node:worker_threads';
import { deferred } from '../../base/deferred.ts';
import { messageOf } from '../../errors/error.ts';
import type { FoundRecords, RecordQuery } from './search-records.ts';

export interface SearchRequest {
  readonly id: number;
  readonly query: RecordQuery;
  /** Shared with the worker, which has no time for messages while it searches: 1 once nobody waits for the answer. */
  readonly stopped: Int32Array;
}

export type SearchAnswer =
  | { readonly id: number; readonly found: FoundRecords }
  | { readonly id: number; readonly problem: string };

export interface RecordSearchWorker {
  /**
   * @param signal stops the search after the record that it reads
   * @throws when the records cannot be read, the reason of the signal, or when it is closed
   */
  find(query: RecordQuery, signal: AbortSignal): Promise<FoundRecords>;
  /** Ends what is being searched. Twice is harmless. */
  close(): Promise<void>;
}

const ENDED = 'the search has ended';

/** @param file the program of the worker; it starts with the first search */
export function openRecordSearchWorker(file: string, recordsFolder: string): RecordSearchWorker {
  const waiting = new Map<number, ReturnType<typeof deferred<FoundRecords>>>();
  let worker: Worker | undefined;
  let lastId = 0;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(file, { workerData: recordsFolder });
    started.unref();
    started.on('message', (answer: SearchAnswer) => {
      const request = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('found' in answer) request?.resolve(answer.found);
      else request?.reject(new Error(answer.problem));
    });
    started.on('error', (error) => failAll(messageOf(error)));
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      failAll(ENDED);
    });
    return started;
  }

  function failAll(problem: string): void {
    for (const { reject } of waiting.values()) reject(new Error(problem));
    waiting.clear();
  }

  return {
    async find(query, signal) {
      signal.throwIfAborted();
      if (isClosed) throw new Error(ENDED);
      worker ??= start();
      lastId += 1;
      const id = lastId;
      const request = deferred<FoundRecords>();
      waiting.set(id, request);
      const stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const stop = () => {
        Atomics.store(stopped, 0, 1);
        waiting.delete(id);
        request.reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
      worker.postMessage({ id, query, stopped } satisfies SearchRequest);
      try {
        return await request.promise;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  };
}
