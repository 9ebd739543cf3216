// A thread of an earlier run as its record tells it.
import type { Redactor } from '../../logging/redact.ts';
import { readRecordedDecisions } from '../../records/record-decisions.ts';
import { fileOfThread, readRecord } from '../../records/record-files.ts';
import type { RecordLine } from '../../records/record-line.ts';
import { promptOf, titleOf } from '../../records/record-timeline.ts';
import { readRecordedTokens } from '../../records/record-tokens.ts';
import { cleanTimeline } from './clean.ts';
import { recordedTurns } from './recorded-turns.ts';
import { createTimelineRecorder, type RecordedBeside } from './recorder.ts';
import type { EarlierThread } from './watch.ts';

/** What was recorded of a thread beside the engine's items. @throws file-broken */
export function recordedBeside(recordsFolder: string, threadId: string): RecordedBeside {
  const tokens = readRecordedTokens(recordsFolder, threadId);
  return {
    decisions: readRecordedDecisions(recordsFolder, threadId),
    tokens: new Map(tokens.map((one) => [one.turnId, one.tokens])),
  };
}

/** @returns undefined without a record, or with one that cannot be read */
export function earlierThread(
  recordsFolder: string,
  threadId: string,
  redactor: Pick<Redactor, 'redact'>,
): EarlierThread | undefined {
  try {
    const lines = readRecord({ file: fileOfThread(recordsFolder, threadId) });
    const turns = recordedTurns(lines);
    if (turns.length === 0) return undefined;
    const recorder = createTimelineRecorder(threadId, turns, recordedBeside(recordsFolder, threadId));
    return { title: redactor.redact(nameOf(lines)), timeline: cleanTimeline(recorder, redactor) };
  } catch {
    return undefined;
  }
}

/** The name a person has given it, or the first line of its first prompt. */
function nameOf(lines: readonly RecordLine[]): string {
  const named = lines.findLast((line) => line.kind === 'named');
  if (named) return named.name;
  return titleOf(lines.flatMap((line) => (line.kind === 'item' ? (promptOf(line.item) ?? []) : []))[0]);
}
