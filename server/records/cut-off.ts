// Turns that ended with their Patchbay: it was killed before it could write their end.
import type { RecordLine } from './record-line.ts';

/**
 * Adds the end of each turn that has none, behind the last line of that turn.
 * @param lines of a thread in which no turn runs
 */
export function withCutOffEnds(lines: readonly RecordLine[]): RecordLine[] {
  const open = new Map<string, number>();
  lines.forEach((line, at) => {
    const turnId = 'turnId' in line ? line.turnId : undefined;
    if (turnId === undefined) return;
    if (line.kind === 'turn-ended') open.delete(turnId);
    else if (line.kind === 'turn-started' || open.has(turnId)) open.set(turnId, at);
  });
  const ends = new Map([...open].map(([turnId, at]) => [at, turnId]));
  return lines.flatMap((line, at) => {
    const turnId = ends.get(at);
    return turnId === undefined ? [line] : [line, endOf(turnId, line.time)];
  });
}

function endOf(turnId: string, time: string): RecordLine {
  const error = { message: 'Patchbay ended before this turn did.' };
  return { time, kind: 'turn-ended', turnId, status: 'interrupted', error };
}
