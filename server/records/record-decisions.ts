// The decisions in a thread's record.
import fs from 'node:fs';
import { describeEdit } from '../contract/edits.ts';
import { fileOfThread, readRecord } from './record-files.ts';

export interface RecordedDecision {
  readonly id: string;
  readonly turnId: string;
  readonly itemId: string;
  /** The time of the decision, in ms since 1970. */
  readonly at: number;
  /** The kind of its subject. */
  readonly asks: string;
  readonly decision: {
    readonly verdict: string;
    readonly means: string;
    readonly by: string;
    readonly afterMs: number;
    readonly reason?: string;
    /** What was approved instead, in one line. */
    readonly edited?: string;
    readonly rules?: readonly string[];
  };
}

/** @returns an empty list if there is no record */
export function readRecordedDecisions(folder: string, threadId: string): RecordedDecision[] {
  const file = fileOfThread(folder, threadId);
  if (!fs.existsSync(file)) return [];
  return readRecord({ file }).flatMap((line) => {
    if (line.kind !== 'decision') return [];
    const { id, turnId, itemId, subject, verdict, edited, means, by, afterMs, reason, rules } = line;
    const decision = {
      verdict,
      means,
      by,
      afterMs,
      ...(reason !== undefined && { reason }),
      ...(edited && { edited: describeEdit(subject, edited.subject) }),
      ...(rules && { rules }),
    };
    return [{ id, turnId, itemId, at: Date.parse(line.time), asks: subject.kind, decision }];
  });
}
