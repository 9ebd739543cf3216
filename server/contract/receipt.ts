// What a turn really did, from engine events and checkpoints: facts, none of the model's words.
import type { Neighbour } from './neighbours.ts';
import type { ReceiptOverlap } from './overlap.ts';

export interface Receipt {
  readonly commands: readonly ReceiptCommand[];
  /** Above this many only the last ones are listed. */
  readonly commandCount: number;
  /** The last run of tests; absent where none of the commands is known to run tests. */
  readonly tests?: ReceiptTests;
  /** Above this many only the first ones are listed. */
  readonly fileCount: number;
  readonly files: readonly ReceiptFile[];
  /** False where commands may have changed files that are not listed. */
  readonly filesAreComplete: boolean;
  /** Files it changed although somebody else had changed them since it last saw them; absent where none is known. */
  readonly overlaps?: readonly ReceiptOverlap[];
  /** Other threads that wrote in the same place when the turn began, or shortly before; absent where none did. */
  readonly neighbours?: readonly Omit<Neighbour, 'id'>[];
  /** Of all files, those that no patch of the turn names; 0 where that is not known. */
  readonly filesByCommands: number;
  readonly deletedFiles: number;
  /** `remote/tool`, each once. */
  readonly tools: readonly string[];
  readonly decisions: readonly ReceiptDecision[];
  readonly denied: number;
  readonly tokens?: { readonly input: number; readonly output: number; readonly total: number };
  /** The number of the turn for `patchbay undo THREAD --turn N`; absent where it cannot be undone. */
  readonly checkpoint?: number;
  /** Why it cannot be undone, as a clause about its folder: `it has more than 100,000 files`. */
  readonly uncovered?: string;
}

export interface ReceiptCommand {
  readonly command: string;
  readonly cwd: string;
  /** null: it was stopped, or its end is not known. */
  readonly exitCode: number | null;
  readonly durationMs: number | null;
}

export interface ReceiptTests {
  readonly command: string;
  /** `unknown`: the exit code of the text does not tell, for example behind a pipe. */
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** No file has changed after it began. */
  readonly afterLastEdit: boolean;
}

export interface ReceiptFile {
  /** Relative to the thread's folder. */
  readonly path: string;
  /** `renamed`: with the same content, from `movedFrom`. */
  readonly change: 'created' | 'changed' | 'deleted' | 'renamed';
  readonly movedFrom?: string;
  /** Lines; absent for what is not text, or too long. */
  readonly added?: number;
  readonly removed?: number;
}

export interface ReceiptDecision {
  readonly what: string;
  readonly verdict: string;
  /** How and by whom: `window`, `client cursor`, `rule …`. */
  readonly by: string;
}

/** One line: `3 files, 5 commands, tests passed after the last edit`. */
export function receiptInWords(receipt: Receipt): string {
  const { fileCount, commandCount, tests, denied, overlaps = [], uncovered } = receipt;
  const parts = [
    fileCount > 0 && `${count(fileCount, 'file')}${overlapsInWords(overlaps.length)}`,
    commandCount > 0 && count(commandCount, 'command'),
    tests && testsInWords(tests),
    denied > 0 && `${denied} denied`,
  ].filter((part) => typeof part === 'string');
  const did = parts.join(', ') || 'no files, no commands';
  return uncovered === undefined
    ? did
    : `${did}, cannot be undone: the folder was not covered, because ${uncovered}`;
}

function overlapsInWords(overlaps: number): string {
  return overlaps === 0 ? '' : ` (${overlaps} over changes of others)`;
}

function testsInWords({ outcome, afterLastEdit }: ReceiptTests): string {
  if (outcome === 'unknown') return 'tests ran, their outcome is not known';
  return `tests ${outcome} ${afterLastEdit ? 'after' : 'before'} the last edit`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
