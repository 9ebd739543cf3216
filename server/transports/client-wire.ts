// JSON-RPC in lines, for the SDK's server. The SDK's own transport drops a line that is no message without a word; here
// everything that could be a request gets an answer, so that no client waits for one in vain.
import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, JSONRPCRequest, RequestId, Transport } from '@modelcontextprotocol/server';
import { refusalOfDeepLine } from '../base/deep-line.ts';
import { answerWith, isAnswer, messagesInText, type Refusal, refusalWith } from '../base/incoming.ts';
import { SERVER_ERROR } from '../base/json-rpc.ts';
import { readLines } from '../base/lines.ts';
import { MAX_LINE_BYTES, refusalOfLongLine } from '../base/long-line.ts';
import { requestCutOff } from '../errors/calls.ts';
import { answerText } from '../mcp/list-text.ts';
import { createOpenRequests } from './open-requests.ts';
import { checkMessage } from './sdk-message.ts';

/** Lines in a row that are answered although nobody can tell whose they are. What follows may be any stream of bytes. */
const MOST_UNREADABLE = 20;
const NO_MORE = ' What follows gets no answer until it can be read.';

export interface ClientWire extends Transport {
  /** Called when the input has ended and its last message was received; requests may still be unanswered. */
  oninputend?: () => void;
  /** Nothing is going to be sent for this request: the client has its answer. */
  hasAnswer(id: RequestId): void;
}

/**
 * @param report is told what goes wrong on the wire; `onerror` is not called, for the SDK would tell it a second time
 * @returns a transport that ends itself with its input, or when its output is broken
 */
export function createClientWire(
  input: Readable,
  output: Writable,
  report: (message: string) => void,
): ClientWire {
  let isClosed = false;
  let isEnding = false;
  let unreadable = 0;
  let room: Promise<void> | undefined;
  const open = createOpenRequests();
  let takeRest: () => void = () => undefined;
  let stopReading: () => void = () => undefined;

  function receive(line: string): void {
    if (line.trim() === '') return;
    const messages = messagesInText(line);
    if ('code' in messages) refuse(messages);
    else for (const message of messages) take(message);
  }

  function take(value: unknown): void {
    const checked = checkMessage(value);
    if ('message' in checked) pass(checked.message);
    else if (isAnswer(value)) report(checked.refusal.message);
    else refuse(checked.refusal);
  }

  function pass(message: JSONRPCMessage): void {
    if (isRequest(message) && open.has(message.id)) {
      // Not under its id: that would be taken for the answer to the other one.
      refuse(refusalWith('its `id` is that of a request that still runs', null));
      return;
    }
    unreadable = 0;
    open.received(message);
    wire.onmessage?.(message);
  }

  function refuse(refusal: Refusal): void {
    if (refusal.id === null) unreadable += 1;
    if (refusal.id === null && unreadable > MOST_UNREADABLE) return;
    const isLast = refusal.id === null && unreadable === MOST_UNREADABLE;
    const message = isLast ? `${refusal.message}${NO_MORE}` : refusal.message;
    report(message);
    write(answerWith({ ...refusal, message })).catch(() => undefined);
  }

  function refuseIfRequest(refusal: Refusal | undefined): boolean {
    if (refusal) refuse(refusal);
    return refusal !== undefined;
  }

  async function send(message: JSONRPCMessage): Promise<void> {
    try {
      await write(message);
    } finally {
      if (!('method' in message)) open.answered(message.id);
    }
  }

  /** Resolves when there is room for more, or the client gone. */
  async function write(message: object): Promise<void> {
    if (isClosed || !output.writable) throw new Error('the client is gone');
    if (output.write(`${answerText(message)}\n`)) return;
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
    if (isEnding) return;
    isEnding = true;
    // A last line needs no line end.
    takeRest();
    wire.oninputend?.();
    await new Promise((resolve) => setImmediate(resolve));
    const unanswered = output.writable ? await open.allAnswered() : [];
    for (const [id, method] of unanswered) {
      refuse({ id, code: SERVER_ERROR, message: requestCutOff(method).message });
    }
    // What the SDK would still answer no longer reaches the client, so that no request has two answers.
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
        onTooLong: (ends) => refuseIfRequest(refusalOfLongLine(ends)),
        onTooDeep: (line) => void refuseIfRequest(refusalOfDeepLine(line)),
      });
      takeRest = lines.takeRest;
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
    send,
    close,
    hasAnswer: open.answered,
  };

  function onInputError(error: Error): void {
    report(error.message);
  }

  function onOutputError(error: Error): void {
    if (isClosed) return;
    report(`The client does not read what it is sent any more (${error.message}).`);
    close();
  }

  return wire;
}

function isRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  return 'method' in message && 'id' in message;
}
