// Turns that a person should look at although nothing was asked: what their notification says, and when there is one.
import type { Receipt } from './receipt.ts';
import type { TurnOutcomeKind } from './timeline.ts';

export interface Surprise {
  /** Its number among those of the thread. */
  readonly turn: number;
  /**
   * `deleted`: it deleted many files. `by-commands`: its commands changed many files that none of its patches name.
   * `unfinished`: it failed, or was cut short, after it had changed files.
   */
  readonly kind: 'deleted' | 'by-commands' | 'unfinished';
  readonly fileCount: number;
}

/** From this many deleted files on. */
const MANY_DELETED = 10;
/** From this many files on. Formatters and generators change some in everyday work. */
const MANY_BY_COMMANDS = 30;

/** The first that fits; nothing about a turn that has no checkpoint, of which there is nothing to look at. */
export function surpriseOf(
  { checkpoint: turn, fileCount, deletedFiles, filesByCommands }: Receipt,
  outcome: TurnOutcomeKind,
): Surprise | undefined {
  if (turn === undefined) return undefined;
  if (deletedFiles >= MANY_DELETED) return { turn, kind: 'deleted', fileCount: deletedFiles };
  if (filesByCommands >= MANY_BY_COMMANDS) return { turn, kind: 'by-commands', fileCount: filesByCommands };
  const isCutShort = outcome === 'failed' || outcome === 'stopped';
  return isCutShort && fileCount > 0 ? { turn, kind: 'unfinished', fileCount } : undefined;
}
