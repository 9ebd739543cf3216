// The tokens in a thread's record.
import fs from 'node:fs';
import type { TokenCounts } from '../contract/tokens.ts';
import { fileOfThread, readRecord } from './record-files.ts';

export interface RecordedTokens {
  readonly turnId: string;
  /** When the turn ended, in ms since 1970. */
  readonly at: number;
  readonly tokens: TokenCounts;
}

/** By turn, the oldest first; an empty list if there is no record. */
export function readRecordedTokens(folder: string, threadId: string): RecordedTokens[] {
  const file = fileOfThread(folder, threadId);
  if (!fs.existsSync(file)) return [];
  return readRecord({ file }).flatMap((line) => {
    if (line.kind !== 'usage') return [];
    return [{ turnId: line.turnId, at: Date.parse(line.time), tokens: line.tokens }];
  });
}
