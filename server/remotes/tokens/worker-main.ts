// The program of the worker that counts tokens.
import { parentPort, workerData } from 'node:worker_threads';
import { openTokenCounter } from './token-counter.ts';

const count = await openTokenCounter();
parentPort?.postMessage((workerData as readonly string[]).map(count));
