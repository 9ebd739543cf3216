// Makes the receipt of a turn from what the engine told of it, what people decided, and what its folder looked like before
// and after.
import type { ReceiptOverlap } from '../contract/overlap.ts';
import type {
  Receipt,
  ReceiptCommand,
  ReceiptDecision,
  ReceiptFile,
  ReceiptTests,
} from '../contract/receipt.ts';
import { testRunOf } from './test-runs.ts';

/** What is collected while a turn runs. */
export interface TurnFacts {
  /** In the order in which they ended. */
  readonly commands: readonly CommandFacts[];
  /** When patches were applied, in ms since 1970, and their files. */
  readonly patches: readonly { readonly atMs: number; readonly files: readonly ReceiptFile[] }[];
  readonly tools: readonly string[];
  readonly decisions: readonly ReceiptDecision[];
  readonly overlaps?: readonly ReceiptOverlap[];
  readonly neighbours?: Receipt['neighbours'];
  readonly tokens?: Receipt['tokens'];
}

export interface CommandFacts extends ReceiptCommand {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** What the checkpoints of the turn say; absent for a turn that could not write. */
export type CheckpointFacts = { readonly uncovered: string } | CoveredFacts;

interface CoveredFacts {
  readonly turn: number;
  readonly files: readonly ReceiptFile[];
  /** Nothing was left out. */
  readonly isComplete: boolean;
  /** When a file of the turn was last changed, in ms since 1970; 0 where none was. */
  readonly lastChangeMs: number;
}

const MAX_COMMANDS = 50;
const MAX_FILES = 200;
const MAX_COMMAND_CHARS = 500;

export function receiptOf(facts: TurnFacts, told: CheckpointFacts | undefined): Receipt {
  const checkpoint = told && 'uncovered' in told ? undefined : told;
  const patched = patchedFiles(facts);
  const files = checkpoint?.files ?? patched;
  const named = new Set(patched.flatMap((file) => [file.path, file.movedFrom]));
  const tests = testsOf(facts, checkpoint);
  return {
    commands: facts.commands.slice(-MAX_COMMANDS).map(({ command, cwd, exitCode, durationMs }) => ({
      command: command.length > MAX_COMMAND_CHARS ? `${command.slice(0, MAX_COMMAND_CHARS)}…` : command,
      cwd,
      exitCode,
      durationMs,
    })),
    commandCount: facts.commands.length,
    ...(tests && { tests }),
    files: files.slice(0, MAX_FILES),
    fileCount: files.length,
    filesAreComplete: checkpoint?.isComplete ?? facts.commands.length === 0,
    ...(facts.overlaps && facts.overlaps.length > 0 && { overlaps: facts.overlaps }),
    ...(facts.neighbours && facts.neighbours.length > 0 && { neighbours: facts.neighbours }),
    filesByCommands: files.filter((file) => !named.has(file.path)).length,
    deletedFiles: files.filter(({ change }) => change === 'deleted').length,
    tools: [...new Set(facts.tools)],
    decisions: facts.decisions,
    denied: facts.decisions.filter(({ verdict }) => !verdict.startsWith('approve')).length,
    ...(facts.tokens && { tokens: facts.tokens }),
    ...(checkpoint && { checkpoint: checkpoint.turn }),
    ...(told && 'uncovered' in told && { uncovered: told.uncovered }),
  };
}

function testsOf(
  { commands, patches }: TurnFacts,
  checkpoint: CoveredFacts | undefined,
): ReceiptTests | undefined {
  const last = commands.findLast(({ command }) => testRunOf(command) !== undefined);
  if (!last) return undefined;
  const isTold = testRunOf(last.command)?.isTold === true && last.exitCode !== null;
  const outcome = isTold ? (last.exitCode === 0 ? 'passed' : 'failed') : 'unknown';
  // What changed while they ran, they may have written themselves.
  const isPatchedSince = patches.some(({ atMs }) => atMs > last.startedAtMs);
  const isChangedSince = (checkpoint?.lastChangeMs ?? 0) > last.endedAtMs;
  const later = commands.slice(commands.indexOf(last) + 1);
  const mayBeChanged = checkpoint === undefined && later.length > 0;
  return {
    command: last.command,
    outcome,
    afterLastEdit: !(isPatchedSince || isChangedSince || mayBeChanged),
  };
}

/** The last of each file. */
function patchedFiles({ patches }: TurnFacts): ReceiptFile[] {
  const byPath = new Map(patches.flatMap(({ files }) => files.map((file) => [file.path, file] as const)));
  return [...byPath.values()];
}
