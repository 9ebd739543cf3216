// What is known of the turns that run, beside their items: the engine's id, and the tokens used so far.
import type { TokenCounts } from '../../contract/tokens.ts';
import type { EngineNotification } from '../../engine/process/rpc.ts';
import {
  createTurnUsage,
  type EngineTokens,
  type TurnUsage,
  tokenCountsOf,
} from '../../records/turn-usage.ts';

export interface RunningTurns {
  began(threadId: string): void;
  /** An event of the thread or of one of its sub-agents. */
  receive(threadId: string, event: EngineNotification): void;
  /** @returns an empty id if the engine never started it */
  ended(threadId: string): { readonly turnId: string; readonly tokens: TokenCounts | undefined };
}

/** The fields read here; which of them are there depends on the method. */
interface EventFacts {
  readonly threadId?: string;
  readonly turn?: { readonly id: string };
  readonly tokenUsage?: { readonly total: EngineTokens; readonly last: EngineTokens };
}

export function createRunningTurns(): RunningTurns {
  const running = new Map<string, { turnId: string; readonly usage: TurnUsage }>();
  return {
    began: (threadId) => void running.set(threadId, { turnId: '', usage: createTurnUsage() }),
    receive(id, { method, params }) {
      const { threadId = id, turn, tokenUsage } = params as EventFacts;
      const known = running.get(id);
      if (!known) return;
      if (tokenUsage) {
        known.usage.counted(threadId, tokenCountsOf(tokenUsage.total), tokenCountsOf(tokenUsage.last));
      }
      if (method === 'turn/started' && threadId === id && turn) known.turnId = turn.id;
    },
    ended(threadId) {
      const known = running.get(threadId);
      running.delete(threadId);
      return { turnId: known?.turnId ?? '', tokens: known?.usage.sum() };
    },
  };
}
