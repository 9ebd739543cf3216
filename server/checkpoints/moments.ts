// The moments at which the store knows what was at a path: before and after turns in the folders around it, and undos.
import path from 'node:path';
import { isInside } from '../base/paths-inside.ts';
import { type LoggedTurn, listLogs, readLog, readLogLines } from './thread-log.ts';
import { reversed, type Step } from './undo-plan.ts';

export interface TurnOfThread extends LoggedTurn {
  readonly threadId: string;
}

export type Moment = {
  /** In ms since 1970. */
  readonly atMs: number;
  /** Of the thread. */
  readonly folder: string;
} & (
  | { readonly kind: 'begins' | 'ends'; readonly turn: TurnOfThread; readonly tree: string | undefined }
  | { readonly kind: 'before-undo' | 'after-undo'; readonly steps: readonly Step[] }
);

/**
 * The oldest first.
 * @param threads folder of the logs
 * @param file absolute, a real path
 * @throws file-broken
 */
export function momentsOf(threads: string, file: string): Moment[] {
  const moments = listLogs(threads).flatMap(({ threadId }) => ofThread(threads, threadId, file));
  return moments.sort((left, right) => left.atMs - right.atMs);
}

function ofThread(threads: string, threadId: string, file: string): Moment[] {
  const lines = readLogLines(threads, threadId);
  if (!lines.some((line) => line.kind === 'began' && isInside(file, line.folder))) return [];
  const turns = new Map(readLog(threads, threadId).turns.map((turn) => [turn.number, { ...turn, threadId }]));
  const undos = new Map(lines.flatMap((line) => (line.kind === 'undone' ? [[line.id, line]] : [])));
  const moments: Moment[] = [];
  for (const line of lines) {
    const atMs = Date.parse(line.at);
    if (line.kind === 'began' || line.kind === 'ended') {
      const turn = turns.get(line.turn);
      const kind = line.kind === 'began' ? 'begins' : 'ends';
      if (turn) moments.push({ kind, atMs, folder: turn.folder, turn, tree: line.tree });
      continue;
    }
    // Seen at the end of its turn; written for the journal of a merge alone.
    if (line.kind === 'accepted' || line.kind === 'merged') continue;
    const undo = undos.get(line.id);
    const folder = turns.get(undo?.turns[0] ?? 0)?.folder;
    if (!undo || folder === undefined) continue;
    const steps = line.kind === 'undone' ? undo.steps : reversed(undo.steps);
    moments.push({ kind: 'before-undo', atMs, folder, steps }, { kind: 'after-undo', atMs, folder, steps });
  }
  return moments.filter((moment) => isInside(file, moment.folder));
}

/** With `/`; undefined outside of the folder. */
export function relativeTo(folder: string, file: string): string | undefined {
  return isInside(file, folder) ? path.relative(folder, file).split(path.sep).join('/') : undefined;
}
