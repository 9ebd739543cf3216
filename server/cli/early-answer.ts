// Answers the first requests on standard input before the server is loaded, which takes most of the time of a start:
// `initialize`, and the list of the tools where these are known. What was read is handed to the server like any other
// input, without the lists that are answered; its own answer to `initialize` is held back.
import { Readable, type Writable } from 'node:stream';
import { deferred } from '../base/deferred.ts';
import { jsonIn } from '../base/json-in.ts';
import { initializeIn, isInitialized, plainListIn, type RequestId } from '../mcp/early-requests.ts';
import { introductionFor } from '../mcp/introduction.ts';

export interface EarlyAnswer {
  /** Resolves when the server should be loaded: nothing more can be answered now, or the client takes its time. */
  readonly looked: Promise<void>;
  /** Looks no further. */
  stop(): ClientInput;
}

/** What the server reads. */
export interface ClientInput {
  readonly input: Readable;
  /** The first request in it, if the client has its answer already. */
  readonly answered?: RequestId | undefined;
}

/** Of the process: its standard input and output. */
interface Standard {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

const NEWLINE = 0x0a;
/** A client that has its introduction asks for the tools within this time, or the server is loaded meanwhile. */
const LIST_WAIT_MS = 20;

/** @param tools those of the server, where they are known so early */
export function answerEarly(
  { stdin: input, stdout: output }: Standard,
  tools?: readonly object[],
): EarlyAnswer {
  const kept: Buffer[] = [];
  let answered: RequestId | undefined;
  const done = deferred<void>();
  let isDone = false;

  function look(): void {
    const chunk: Buffer = input.read() ?? Buffer.alloc(0);
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0 && !isDone; end = chunk.indexOf(NEWLINE, from)) {
      const line = chunk.subarray(from, end + 1);
      if (isForServer(jsonIn(line.toString()))) kept.push(line);
      from = end + 1;
    }
    if (from === chunk.length) return;
    kept.push(chunk.subarray(from));
    lookNoFurther();
  }

  /** Answers the message if that is possible. @returns whether the server needs it */
  function isForServer(message: unknown): boolean {
    if (answered === undefined) return introduce(message);
    const id = plainListIn(message);
    if (id !== undefined && id !== answered) {
      answer(id, { tools });
      lookNoFurther();
      return false;
    }
    if (!isInitialized(message)) lookNoFurther();
    return true;
  }

  function introduce(message: unknown): true {
    const request = initializeIn(message);
    if (request) answer(request.id, introductionFor(request.protocolVersion));
    answered = request?.id;
    if (!request || !tools) lookNoFurther();
    return true;
  }

  function answer(id: RequestId, result: unknown): void {
    output.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  }

  function lookNoFurther(): void {
    isDone = true;
    input.off('readable', look).off('end', lookNoFurther);
    done.resolve();
  }

  /** What a client has written before this process ran is read in the first round of the event loop. */
  async function untilLooked(): Promise<void> {
    for (let round = 0; round < 2; round += 1) await new Promise((resolve) => setImmediate(resolve));
    if (answered === undefined) return;
    const timer = setTimeout(done.resolve, LIST_WAIT_MS);
    await done.promise;
    clearTimeout(timer);
  }

  input.on('readable', look).on('end', lookNoFurther);
  return {
    looked: untilLooked(),
    stop() {
      lookNoFurther();
      const head = Buffer.concat(kept);
      // A stream that has ended takes nothing back.
      if (input.readableEnded) return { input: Readable.from([head], { objectMode: false }), answered };
      if (head.length > 0) input.unshift(head);
      return { input, answered };
    },
  };
}
