// The turns of a thread of an earlier run, from its record: what a client continues is shown with what was before.
import type { Turn as EngineTurn } from '../../engine/protocol/v2/Turn.ts';
import type { RecordLine } from '../../records/record-line.ts';

type Item = EngineTurn['items'][number];

/** The oldest first. A turn whose end was never written was cut off. */
export function recordedTurns(lines: readonly RecordLine[]): EngineTurn[] {
  const turns = new Map<string, EngineTurn>();
  for (const line of lines) {
    const atMs = Date.parse(line.time);
    if (line.kind === 'turn-started') turns.set(line.turnId, turnFrom(line.turnId, atMs));
    if (line.kind === 'item') {
      // As the engine has said it.
      turns.get(line.turnId ?? '')?.items.push({ startedAtMs: atMs, ...(line.item as Item) });
    }
    const turn = line.kind === 'turn-ended' ? turns.get(line.turnId) : undefined;
    if (line.kind !== 'turn-ended' || !turn) continue;
    turn.status = line.status === 'completed' || line.status === 'failed' ? line.status : 'interrupted';
    turn.error = (line.error ?? null) as EngineTurn['error'];
    turn.completedAt = atMs / 1000;
    turn.durationMs = turn.startedAt === null ? null : atMs - turn.startedAt * 1000;
  }
  return [...turns.values()];
}

function turnFrom(id: string, atMs: number): EngineTurn {
  return {
    id,
    rootTurnId: null,
    items: [],
    itemsView: 'full',
    status: 'interrupted',
    error: null,
    startedAt: atMs / 1000,
    completedAt: null,
    durationMs: null,
  };
}
