// The program of the worker in which a host looks at folders: reading ten thousand files must not stop its clients.
// One request after the other, in the order in which they came.
import { parentPort, workerData } from 'node:worker_threads';
import { knownError } from '../errors/error.ts';
import { openCheckpoints } from './checkpoints.ts';
import type { WorkerAnswer, WorkerData, WorkerRequest } from './worker.ts';

const checkpoints = openCheckpoints(workerData as WorkerData);
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: WorkerRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answer(request)));
});

async function answer({ id, method, args }: WorkerRequest): Promise<WorkerAnswer> {
  try {
    const run = checkpoints[method] as (...given: unknown[]) => unknown;
    return { id, value: await run(...args) };
  } catch (error) {
    const { code, summary, fix, fixInWindow } = knownError(error);
    return { id, error: { code, summary, fix, fixInWindow } };
  }
}
