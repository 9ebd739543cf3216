// JSON-RPC in lines, for the SDK's server. The SDK's own transport drops a line that is no message without a word; here
// everything that could be a request gets an answer, so that no client waits for one in vain.
import type { Readable, Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/server';
import { answerWith, isAnswer, messagesInText, type Refusal } from '../base/incoming.ts';
import { readLines } from '../base/lines.ts';
import { MAX_LINE_BYTES, refusalOfLine } from '../base/long-line.ts';
import { checkMessage } from './sdk-message.ts';

/** Lines in a row that are answered although nobody can tell whose they are. What follows may be any stream of bytes. */
const MOST_UNREADABLE = 20;
const NO_MORE = ' What follows gets no answer until it can be read.';

export interface ClientWire extends Transport {
  /** Waited for at the end of the input. */
  listsAnswered?: () => Promise<void>;
}

/** @returns a transport that ends itself with its input, or when its output is broken */
export function createClientWire(input: Readable, output: Writable): ClientWire {
  let isClosed = false;
  let unreadable = 0;
  let room: Promise<void> | undefined;
  let stopReading: () => void = () => undefined;

  function receive(line: string): void {
    if (line.trim() === '') return;
    const messages = messagesInText(line);
    if ('code' in messages) refuse(messages);
    else for (const message of messages) take(message);
  }

  function take(value: unknown): void {
    const checked = checkMessage(value);
    if ('message' in checked) {
      unreadable = 0;
      wire.onmessage?.(checked.message);
    } else if (isAnswer(value)) report(checked.refusal.message);
    else refuse(checked.refusal);
  }

  function refuse(refusal: Refusal): void {
    if (refusal.id === null) unreadable += 1;
    if (refusal.id === null && unreadable > MOST_UNREADABLE) return;
    const isLast = refusal.id === null && unreadable === MOST_UNREADABLE;
    const message = isLast ? `${refusal.message}${NO_MORE}` : refusal.message;
    report(message);
    write(answerWith({ ...refusal, message })).catch(() => undefined);
  }

  function report(message: string): void {
    wire.onerror?.(new Error(message));
  }

  /** Resolves when there is room for more, or the client gone. */
  async function write(message: object): Promise<void> {
    if (isClosed || !output.writable) throw new Error('the client is gone');
    if (output.write(`${JSON.stringify(message)}\n`)) return;
    room ??= new Promise((resolve) => {
      const settle = () => {
        output.off('drain', settle).off('close', settle);
        room = undefined;
        resolve();
      };
      output.once('drain', settle).once('close', settle);
    });
    await room;
  }

  /** A round later, because the end of the input may come together with requests that are answered at once. */
  async function endWithInput(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await wire.listsAnswered?.();
    await close();
  }

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    stopReading();
    wire.onclose?.();
  }

  const wire: ClientWire = {
    async start() {
      const lines = readLines(input, receive, {
        maxBytes: MAX_LINE_BYTES,
        onUnusable(problem, ends) {
          const refusal = refusalOfLine(problem, ends);
          if (refusal) refuse(refusal);
          return refusal !== undefined;
        },
      });
      input.on('end', endWithInput).on('close', endWithInput).on('error', onInputError);
      if (input.readableEnded || input.destroyed) endWithInput();
      // Stays: a write may fail after the end, and an error without a listener would end the process.
      output.on('error', onOutputError);
      stopReading = () => {
        lines.stop();
        input.off('end', endWithInput).off('close', endWithInput).off('error', onInputError);
        if (input.listenerCount('data') === 0) input.pause();
      };
    },
    send: write,
    close,
  };

  function onInputError(error: Error): void {
    report(error.message);
  }

  function onOutputError(error: Error): void {
    if (isClosed) return;
    report(error.message);
    close();
  }

  return wire;
}
