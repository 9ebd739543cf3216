// Counts the tokens of one turn and of its sub-agents, from the totals that the engine reports for each of its threads.
import { type TokenCounts, tokensBetween, tokensTogether } from '../contract/tokens.ts';

/** As the engine counts them, in `thread/tokenUsage/updated`. */
export interface EngineTokens {
  readonly totalTokens: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningOutputTokens: number;
}

export interface TurnUsage {
  /** @param last of the answer that was counted last: it says where the turn began */
  counted(threadId: string, total: TokenCounts, last: TokenCounts): void;
  /** Undefined while nothing was counted. */
  sum(): TokenCounts | undefined;
}

export function createTurnUsage(): TurnUsage {
  const threads = new Map<string, { readonly before: TokenCounts; readonly now: TokenCounts }>();
  return {
    counted(threadId, total, last) {
      const before = threads.get(threadId)?.before ?? tokensBetween(last, total);
      threads.set(threadId, { before, now: total });
    },
    sum() {
      const turns = [...threads.values()].map(({ before, now }) => tokensBetween(before, now));
      return turns.length > 0 ? turns.reduce(tokensTogether) : undefined;
    },
  };
}

export function tokenCountsOf(tokens: EngineTokens): TokenCounts {
  return {
    total: tokens.totalTokens,
    input: tokens.inputTokens,
    cached: tokens.cachedInputTokens,
    output: tokens.outputTokens,
    reasoning: tokens.reasoningOutputTokens,
  };
}
