// Who wrote the lines of a file, as the command line and the window show it.
import { lineWords } from './words/lines.ts';

/** Who wrote a line, as far as it is known. */
export type LineOrigin =
  | AgentOrigin
  /** It appeared while no turn ran in its folder: between two checkpoints, in ms since 1970. */
  | { readonly kind: 'not-an-agent'; readonly after: number; readonly before: number }
  | UnknownOrigin;

/** A turn of an agent. */
export interface AgentOrigin {
  readonly kind: 'agent';
  readonly threadId: string;
  /** As `patchbay undo THREAD --turn N` counts. */
  readonly turn: number;
  /** In ms since 1970: when the patch or the command ended, or else the turn. */
  readonly at: number;
  /** Absent where the record of the thread is gone. */
  readonly client?: string;
  readonly prompt?: string;
  /** `unclear`: neither is known. */
  readonly how: 'patch' | 'command' | 'unclear';
  /** The command, where only one can have been it. */
  readonly command?: string;
  /** What was decided about the patch or the commands; empty where nobody was asked. */
  readonly decisions: readonly LineDecision[];
  readonly doubts: readonly Doubt[];
}

export interface LineDecision {
  readonly verdict: string;
  readonly means: string;
  /** Who: a client, a user, a rule. */
  readonly by: string;
  readonly at: number;
}

export interface UnknownOrigin {
  readonly kind: 'unknown';
  /**
   * `older`: it was there in the first checkpoint that is kept. `left-out`: the file was not stored, or could not be
   * compared. `not-covered`: a turn ran whose folder was not covered. `undo`: it came back with an undo.
   */
  readonly why: 'older' | 'left-out' | 'not-covered' | 'undo';
  /** The checkpoint before which it was written, in ms since 1970. */
  readonly before: number;
}

/**
 * Why it may have been somebody else. `cut-off`: the turn has no end, so everything until the next checkpoint counts as
 * its own. `other-turns`: other turns ran in the folder at the same time. `several-commands`: one of several commands.
 * `saved-meanwhile`: a command ran, and who saved the file meanwhile cannot be told from it. `in-no-patch`: no command
 * ran, and no patch of the turn has this line. `no-record`: what the turn did is not recorded any more.
 */
export type Doubt =
  | 'cut-off'
  | 'other-turns'
  | 'several-commands'
  | 'saved-meanwhile'
  | 'in-no-patch'
  | 'no-record';

export interface BlamedLine {
  /** From 1 on. */
  readonly line: number;
  /** Raw: show it through makeVisible. */
  readonly text: string;
  readonly origin: LineOrigin;
}

/** The lines of a file as it is now; or who removed it, or who wrote it last where it has no lines. */
export type Blame = { readonly file: string; readonly earlierNames: readonly string[] } & (
  | { readonly kind: 'lines'; readonly lines: readonly BlamedLine[]; readonly totalLines: number }
  | { readonly kind: 'not-text'; readonly origin: LineOrigin }
  | { readonly kind: 'gone'; readonly origin: LineOrigin; readonly movedTo?: string }
);

export const doubtsInWords: Readonly<Record<Doubt, string>> = lineWords.doubts;

/** One clause. */
export function whyUnknown({ why }: UnknownOrigin): string {
  return lineWords.whyUnknown[why];
}

/** A few words: `approved in the window`, `rule Tests`, `not asked`. */
export function decisionInWords({ how, decisions }: Pick<AgentOrigin, 'how' | 'decisions'>): string {
  const last = decisions.at(-1);
  if (!last) return how === 'unclear' ? lineWords.notKnown : lineWords.notAsked;
  const known: Readonly<Record<string, string>> = { deny: lineWords.denied };
  const verdict = last.verdict.startsWith('approve') ? lineWords.approved : known[last.verdict];
  const others = new Set(decisions.map((one) => `${one.means} ${one.by}`));
  return lineWords.decision(verdict ?? last.verdict, placeOf(last), others.size - 1);
}

function placeOf({ means, by }: LineDecision): string {
  switch (means) {
    case 'window':
      return lineWords.window;
    case 'command':
      return lineWords.command;
    case 'terminal':
    case 'client':
    case 'rule':
      return lineWords[means](by);
    default:
      return lineWords.other(by);
  }
}
