// Counts tokens in a worker that ends afterwards: the tokenizer would take more memory than all the rest while no window shows it.
import { Worker } from 'node:worker_threads';

/** @param file the program of the worker @returns the number of tokens of each text; an estimate */
export function countInWorker(file: string, texts: readonly string[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: texts });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('counting tokens has ended early')));
  });
}
