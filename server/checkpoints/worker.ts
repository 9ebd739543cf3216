// Checkpoints of a host, in a worker of their own.
import { Worker } from 'node:worker_threads';
import { deferred } from '../base/deferred.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { PatchbayError } from '../errors/error.ts';
import type { Checkpoints, openCheckpoints } from './checkpoints.ts';

export type WorkerData = Parameters<typeof openCheckpoints>[0];

/** What a host asks for while turns run, and for a person who looks at what they changed. */
const workerMethods = [
  'begin',
  'end',
  'accept',
  'clean',
  'blame',
  'filesBefore',
  'turns',
  'files',
  'turnDiff',
  'stateDiff',
  'filesNow',
  'nowDiff',
  'planUndo',
  'planRedo',
  'undo',
  'redo',
] as const satisfies readonly (keyof Checkpoints)[];
export type WorkerMethod = (typeof workerMethods)[number];

export interface WorkerRequest {
  readonly id: number;
  readonly method: WorkerMethod;
  readonly args: readonly unknown[];
}

export type WorkerAnswer =
  | { readonly id: number; readonly value: unknown }
  | {
      readonly id: number;
      readonly error: {
        readonly code: ErrorCode;
        readonly summary: string;
        readonly fix: string;
        readonly fixInWindow: string;
      };
    };

/** The same as of Checkpoints, and each can fail because the worker has ended. */
export type CheckpointWorker = {
  readonly [Method in WorkerMethod]: (
    ...args: Parameters<Checkpoints[Method]>
  ) => Promise<Awaited<ReturnType<Checkpoints[Method]>>>;
} & { close(): Promise<void> };

/** @param file the program of the worker */
export function startCheckpointWorker(file: string, data: WorkerData): CheckpointWorker {
  const worker = new Worker(file, { workerData: data });
  worker.unref();
  const waiting = new Map<number, ReturnType<typeof deferred<unknown>>>();
  let lastId = 0;
  let ended: Error | undefined;

  function endWith(error: Error): void {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }

  worker.on('message', (answer: WorkerAnswer) => {
    const request = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ('value' in answer) return request?.resolve(answer.value);
    const { code, summary, fix, fixInWindow } = answer.error;
    request?.reject(new PatchbayError(code, summary, fix, { fixInWindow }));
  });
  worker.on('error', (error) => endWith(error as Error));
  worker.on('exit', () => endWith(new Error('the checkpoints have ended')));

  const ask =
    (method: WorkerMethod) =>
    (...args: unknown[]): Promise<never> => {
      if (ended) return Promise.reject(ended);
      lastId += 1;
      const request = deferred<unknown>();
      waiting.set(lastId, request);
      worker.ref();
      worker.postMessage({ id: lastId, method, args } satisfies WorkerRequest);
      return request.promise as Promise<never>;
    };

  const methods = Object.fromEntries(workerMethods.map((method) => [method, ask(method)])) as Record<
    WorkerMethod,
    (...args: unknown[]) => Promise<never>
  >;
  return {
    ...methods,
    async close() {
      await worker.terminate();
    },
  };
}
