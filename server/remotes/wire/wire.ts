// What carries raw JSON-RPC messages to and from one remote. Nothing in a message is checked or changed here.
import type { Readable } from 'node:stream';
import { countUnfinished } from '../../base/lines.ts';
import type { Oddity } from '../odd/oddity.ts';
import type { RpcError } from './rpc-error.ts';

export interface RawMessage {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: RpcError;
}

export interface Wire {
  /**
   * @param options.onUnanswered the stream on which the answer would have come has ended
   * @throws when it cannot be delivered
   */
  send(message: RawMessage, options?: { onUnanswered?(): void }): Promise<void>;
  /** From now on requests carry the version that was agreed on. */
  setProtocolVersion(version: string): void;
  /** Resolves with the reason when no more messages can come. */
  readonly ended: Promise<Error>;
  /** What it has put right itself of the answers to a method since it was last asked. */
  takeOddities?(method: string): readonly Oddity[];
  /** The last lines a child process wrote to stderr. */
  stderrTail?(): readonly string[];
  /** What has come of a message that has no end yet. */
  unfinished?(): string | undefined;
  /** Closing twice is harmless. */
  close(): Promise<void>;
}

/** A message that was not looked at by the other side, so that sending it again does nothing twice. */
export class NotDelivered extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'NotDelivered';
  }
}

/** The longest message a remote may send. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Calls back when more than that comes without an end of line. */
export function limitLines(stream: Readable, onTooLong: () => void): void {
  const unfinishedBytes = countUnfinished();
  stream.on('data', (chunk: Buffer) => {
    if (unfinishedBytes(chunk) > MAX_MESSAGE_BYTES) onTooLong();
  });
}
