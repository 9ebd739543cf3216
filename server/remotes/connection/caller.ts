// Whoever uses a connection to a remote, as the remote reaches it.
import type { Params } from '../wire/peer.ts';

/** Whoever waits for an answer: takes what the remote asks and says meanwhile. */
export interface Caller {
  /** A question of the remote for the client: elicitation, sampling, roots. */
  ask(method: string, params: Params | undefined, signal: AbortSignal): Promise<unknown>;
  tell(method: string, params: Params | undefined): void;
  progress?(params: Params): void;
}

/** A caller that cannot be asked and ignores notifications. */
export const silentCaller: Caller = {
  ask: async (method) => {
    throw new Error(`Nobody can answer ${method} here.`);
  },
  tell: () => undefined,
};
