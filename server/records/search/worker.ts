// Searching records in a worker of its own: reading hundreds of megabytes must not stop a window or its clients.
import { Worker } from 'node:worker_threads';
import { deferred } from '../../base/deferred.ts';
import { messageOf } from '../../errors/error.ts';
import type { FoundRecords, RecordQuery } from './search-records.ts';

export interface SearchRequest {
  readonly id: number;
  readonly query: RecordQuery;
}

export type SearchAnswer =
  | { readonly id: number; readonly found: FoundRecords }
  | { readonly id: number; readonly problem: string };

export interface RecordSearchWorker {
  /** @throws when the records cannot be read */
  find(query: RecordQuery): Promise<FoundRecords>;
  /** Twice is harmless. */
  close(): Promise<void>;
}

/** @param file the program of the worker; it starts with the first search */
export function openRecordSearchWorker(file: string, recordsFolder: string): RecordSearchWorker {
  const waiting = new Map<number, ReturnType<typeof deferred<FoundRecords>>>();
  let worker: Worker | undefined;
  let lastId = 0;

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
      failAll('the search has ended');
    });
    return started;
  }

  function failAll(problem: string): void {
    for (const { reject } of waiting.values()) reject(new Error(problem));
    waiting.clear();
  }

  return {
    find(query) {
      worker ??= start();
      lastId += 1;
      const request = deferred<FoundRecords>();
      waiting.set(lastId, request);
      worker.postMessage({ id: lastId, query } satisfies SearchRequest);
      return request.promise;
    },
    async close() {
      await worker?.terminate();
    },
  };
}
