// What a thread did, item by item, as a window shows it. Not part of the state: fetched by page, and sent live to
// whoever follows the thread.
import type { PatchChange } from '../approvals/approval.ts';
import type { CardDecision } from './approval-card.ts';
import type { TokenCounts } from './tokens.ts';

export type TimelineItem = TimelineBase & TimelineContent;

interface TimelineBase {
  readonly id: string;
  readonly turnId: string;
  /** In ms since 1970; 0 if it was not recorded. */
  readonly at: number;
  readonly durationMs?: number;
  readonly progress: 'running' | 'done' | 'failed' | 'declined';
}

export type TimelineContent =
  | { readonly kind: 'prompt'; readonly text: string; readonly by?: string }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'plan'; readonly steps: readonly PlanStep[]; readonly explanation?: string }
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly cwd: string;
      /** The end of its output; the command `command-output` returns all of it. */
      readonly output: string;
      readonly outputChars: number;
      readonly exitCode?: number;
    }
  /** Long diffs are cut here; the command `patch` returns all of it. */
  | { readonly kind: 'patch'; readonly changes: readonly PatchChange[]; readonly isCut: boolean }
  | {
      readonly kind: 'tool';
      readonly server: string;
      readonly tool: string;
      readonly arguments: unknown;
      /** The tool's last progress message while it runs. */
      readonly doing?: string;
      readonly result?: string;
      readonly error?: string;
    }
  | {
      readonly kind: 'question';
      readonly approvalId: string;
      readonly asks: string;
      readonly decision?: CardDecision;
    }
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'notice'; readonly level: 'info' | 'warning' | 'error'; readonly text: string }
  | {
      readonly kind: 'turn-end';
      readonly outcome: TurnOutcomeKind;
      readonly text?: string;
      /** What it used, with its sub-agents. */
      readonly tokens?: TokenCounts;
      /** What it really did, in one line: `3 files, tests passed after the last edit`. */
      readonly did?: string;
      /** Its number among the turns whose changes are stored; absent where they are not. */
      readonly checkpoint?: number;
    }
  /** An engine item without its own view here; `what` is the engine's name for it. */
  | { readonly kind: 'other'; readonly what: string };

export type TurnOutcomeKind = 'completed' | 'interrupted' | 'failed' | 'stopped';

export interface PlanStep {
  readonly text: string;
  readonly status: 'pending' | 'inProgress' | 'completed';
}

export interface Tokens extends TokenCounts {
  readonly contextWindow?: number;
}

/** Items `[start, start + items.length)` of `total`, the oldest first. */
export interface TimelinePage {
  readonly items: readonly TimelineItem[];
  readonly start: number;
  readonly total: number;
}

/** A change in a followed thread. */
export type TimelineEvent =
  /** Adds the item, or replaces the one with this id. */
  | { readonly kind: 'item'; readonly threadId: string; readonly item: TimelineItem }
  /** More text of a message, of reasoning, or of a command's output. */
  | { readonly kind: 'delta'; readonly threadId: string; readonly itemId: string; readonly text: string }
  /** Replaces the whole diff of the running turn. */
  | { readonly kind: 'changes'; readonly threadId: string; readonly diff: string };
