// What a list shows of a thread, from the lines of its record. Few of them are parsed: most of a record is items.
import { dayOf } from '../../contract/is-wanted.ts';
import type { RecordedThreadFacts } from '../../contract/thread-search.ts';
import { type TokenCounts, tokensTogether } from '../../contract/tokens.ts';
import { parseRecordLine, type RecordLine } from '../record-line.ts';
import { promptOf, titleOf } from '../record-timeline.ts';

export interface RecordSummary extends RecordedThreadFacts {
  readonly isSession: boolean;
  readonly principal: string;
}

/** As `records.ts` writes a line: its time and kind first. */
const ITEM = /^\{"time":"[^"]*","kind":"item"/;
const TIME = /^\{"time":"([^"]{10,40})"/;
/** `2026-11-29T14:3`: no day begins in between, wherever one is. */
const TEN_MINUTES_CHARS = 15;

/** @param changedAt of its file, in ms since 1970 */
export function summaryOf(
  { threadId, changedAt }: { threadId: string; changedAt: number },
  texts: readonly string[],
): RecordSummary {
  let head: Extract<RecordLine, { kind: 'thread' }> | undefined;
  let prompt: string | undefined;
  let name: string | undefined;
  let isArchived = false;
  let tokens: TokenCounts | undefined;
  let state: RecordSummary['state'] = 'done';
  for (const text of texts) {
    if (prompt !== undefined && ITEM.test(text)) continue;
    const line = parseRecordLine(text);
    switch (line?.kind) {
      case 'thread':
        head ??= line;
        break;
      case 'item':
        prompt ??= promptOf(line.item);
        break;
      case 'turn-started':
        state = 'running';
        break;
      case 'turn-ended':
        state = endStates[line.status ?? ''] ?? 'failed';
        break;
      case 'named':
        name = line.name;
        break;
      case 'archived':
        isArchived = line.isArchived;
        break;
      case 'usage':
        tokens = tokens ? tokensTogether(tokens, line.tokens) : line.tokens;
        break;
      default:
    }
  }
  return {
    id: head?.threadId ?? threadId,
    title: name ?? titleOf(prompt),
    folder: head?.folder ?? '',
    client: head?.client ?? '',
    principal: head?.principal ?? '',
    isSession: head?.isSession === true,
    state,
    isArchived,
    startedAt: head ? Date.parse(head.time) : changedAt,
    changedAt,
    days: daysOf(texts),
    ...(tokens && { tokens }),
  };
}

/** On which something was written, on the clock here. */
function daysOf(texts: readonly string[]): string[] {
  const times = new Map(
    texts.flatMap((text) => {
      const time = TIME.exec(text)?.[1];
      return time === undefined ? [] : [[time.slice(0, TEN_MINUTES_CHARS), time]];
    }),
  );
  return [...new Set([...times.values()].map((time) => dayOf(Date.parse(time))))];
}

/** By the engine's word for the end of a turn. */
const endStates: Readonly<Record<string, RecordSummary['state']>> = {
  completed: 'done',
  interrupted: 'interrupted',
};
