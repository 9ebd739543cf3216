// One turn of a thread's record.
import type { RecordLine } from './record-line.ts';

/** From its beginning to its end and what is written behind it; empty when it is not there. */
export function linesOfTurn(lines: readonly RecordLine[], turnId: string): RecordLine[] {
  const begin = lines.findIndex((line) => line.kind === 'turn-started' && line.turnId === turnId);
  if (begin < 0) return [];
  const end = lines.findIndex((line) => line.kind === 'turn-ended' && line.turnId === turnId);
  if (end < 0) return lines.slice(begin);
  const next = lines.findIndex((line, at) => at > end && !isBehindEnd(line, turnId));
  return lines.slice(begin, next < 0 ? undefined : next);
}

/** Questions are withdrawn by the end of their turn. */
function isBehindEnd(line: RecordLine, turnId: string): boolean {
  return line.kind === 'receipt' || (line.kind === 'decision' && line.turnId === turnId);
}
