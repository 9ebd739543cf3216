// The program of the worker that searches records: one search after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { knownError } from '../../errors/error.ts';
import { createRedactor } from '../../logging/redact.ts';
import { openRecordSearch } from './search-records.ts';
import type { SearchAnswer, SearchRequest } from './worker.ts';

const search = openRecordSearch(workerData as string, createRedactor().redact);

parentPort?.on('message', (request: SearchRequest) => parentPort?.postMessage(answer(request)));

function answer({ id, query, stopped }: SearchRequest): SearchAnswer {
  try {
    return { id, found: search.find(query, () => Atomics.load(stopped, 0) === 1) };
  } catch (error) {
    return { id, problem: knownError(error).message };
  }
}
