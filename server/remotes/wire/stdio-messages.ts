// The messages on the standard output of a remote. One line is one message; other text is either reassembled
// (remotes/odd/json-messages.ts) or reported as a stray.
import type { Readable } from 'node:stream';
import { readLines } from '../../base/lines.ts';
import { plainMessagesIn, salvage, type UnfinishedMessage } from '../odd/json-messages.ts';
import { MAX_MESSAGE_BYTES, type RawMessage } from './wire.ts';

/** Text in between that is not a message is reported unchanged. */
export interface MessageReader {
  onMessage(message: RawMessage): void;
  onStray(text: string): void;
}

/** After this long without a line end, the text so far may be complete. */
const PAUSE_MS = 200;
/** Longer text is not examined at that point. */
const MAX_PAUSED_BYTES = 2 ** 20;

/** @returns the received part of an unfinished message */
export function readMessages(
  stream: Readable,
  { onMessage, onStray }: MessageReader,
): () => string | undefined {
  let unfinished: UnfinishedMessage | undefined;

  function giveUp(): void {
    if (unfinished) onStray(unfinished.json());
    unfinished = undefined;
  }

  function tellAll(messages: readonly RawMessage[]): void {
    for (const message of messages) onMessage(message);
  }

  function takeOdd(line: string): void {
    // The previous message was truncated: lines inside a multi-line message do not look like this.
    if (/^\s*\{.*"jsonrpc"/.test(line)) giveUp();
    if (unfinished) {
      const text = `\n${line}`;
      const end = unfinished.add(text, 0);
      if (end === undefined) {
        if (unfinished.length > MAX_MESSAGE_BYTES) giveUp();
        return;
      }
      const found = plainMessagesIn(unfinished.json());
      if (found) unfinished = undefined;
      else giveUp();
      tellAll(found ?? []);
      if (text.slice(end).trim() !== '') takeOdd(text.slice(end));
      return;
    }
    const salvaged = salvage(line);
    tellAll(salvaged.messages);
    salvaged.strays.forEach(onStray);
    unfinished = salvaged.unfinished;
  }

  function take(line: string): void {
    const plain = plainMessagesIn(line);
    if (plain) {
      // A line that is a whole message is not part of another.
      giveUp();
      tellAll(plain);
    } else takeOdd(line);
  }

  const lines = readLines(stream, take);
  const pause = setTimeout(() => {
    if (lines.restBytes() > MAX_PAUSED_BYTES) return;
    const plain = plainMessagesIn(lines.rest());
    if (!plain) return;
    lines.dropRest();
    tellAll(plain);
  }, PAUSE_MS).unref();
  stream.on('data', () => {
    if (lines.restBytes() > 0) pause.refresh();
  });
  stream.once('end', () => {
    clearTimeout(pause);
    // A longer line has already ended the program.
    if (lines.restBytes() > 0 && lines.restBytes() <= MAX_MESSAGE_BYTES) take(lines.rest());
    giveUp();
  });
  return () => unfinished?.json() || lines.rest() || undefined;
}
