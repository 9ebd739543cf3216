// Carries raw JSON-RPC messages to and from one remote. Messages are neither checked nor changed here.
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
   * @returns undefined when there is nothing to wait for
   * @throws when it cannot be delivered
   */
  send(message: RawMessage, options?: { onUnanswered?(): void }): Promise<void> | undefined;
  /** Later requests carry the negotiated version. */
  setProtocolVersion(version: string): void;
  /** Resolves with the reason when no more messages can arrive. */
  readonly ended: Promise<Error>;
  /** What the wire itself fixed in answers to this method since the last call. */
  takeOddities?(method: string): readonly Oddity[];
  /** The last lines a child process wrote to stderr. */
  stderrTail?(): readonly string[];
  /** The received part of an unfinished message. */
  unfinished?(): string | undefined;
  /** Closing twice is harmless. */
  close(): Promise<void>;
}

/** A message that the other side did not process, so sending it again is safe. */
export class NotDelivered extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'NotDelivered';
  }
}

/** The longest message a remote may send. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Calls back when more than that arrives without a line end. */
export function limitLines(stream: Readable, onTooLong: () => void): void {
  const unfinishedBytes = countUnfinished();
  stream.on('data', (chunk: Buffer) => {
    if (unfinishedBytes(chunk) > MAX_MESSAGE_BYTES) onTooLong();
  });
}
