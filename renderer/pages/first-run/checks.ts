// The progress of the first five minutes, derived from the state.
import { runsDemo } from '../../../server/contract/selectors.ts';
import type { HostState } from '../../../server/contract/state.ts';

export type CheckStatus = 'open' | 'current' | 'done';

export interface Checks {
  readonly signIn: CheckStatus;
  readonly connect: CheckStatus;
  readonly ask: CheckStatus;
  /** The state of the last check. */
  readonly steps: readonly { readonly name: 'connection' | 'call' | 'decision'; readonly isDone: boolean }[];
  readonly isComplete: boolean;
}

export function checksOf(state: HostState): Checks {
  const { account, server, clients, threads, inbox, handledToday } = state;
  const isDemo = runsDemo(server);
  const canWork = isDemo || account.kind === 'signed-in' || account.kind === 'not-needed';
  const isConnected = clients.length > 0;
  const hasCalled = threads.length > 0;
  const hasDecided = handledToday > 0 || inbox.some((card) => card.state.kind === 'decided');
  const isAsked = isConnected && hasCalled && hasDecided;
  const status = (isDone: boolean, isNext: boolean): CheckStatus =>
    isDone ? 'done' : isNext ? 'current' : 'open';
  return {
    signIn: status(canWork, true),
    connect: status(isConnected, canWork),
    ask: status(isAsked, canWork && isConnected),
    steps: [
      { name: 'connection', isDone: isConnected },
      { name: 'call', isDone: hasCalled },
      { name: 'decision', isDone: hasDecided },
    ],
    isComplete: canWork && isAsked,
  };
}
