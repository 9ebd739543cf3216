// The user of a connection to a remote, as the remote can reach it.
import type { Params } from '../wire/peer.ts';

/** A caller waits for an answer, and meanwhile receives the remote's questions and notifications. */
export interface Caller {
  /** A question of the remote for the client: elicitation, sampling, roots. */
  ask(method: string, params: Params | undefined, signal: AbortSignal): Promise<unknown>;
  tell(method: string, params: Params | undefined): void;
  readonly progress?: ((params: Params) => void) | undefined;
}

/** A caller that cannot be asked and ignores notifications. */
export const silentCaller: Caller = {
  ask: async (method) => {
    throw new Error(`Nobody can answer ${method} here.`);
  },
  tell: () => undefined,
};
