// The way out to everything that is not on this machine: one `fetch` that goes through the person's proxy and trusts
// the certificates their system trusts. Loaded with the first request.
import { messageOf } from '../errors/error.ts';
import type { Agent } from './agent.ts';

export interface Network {
  /**
   * Has no time limit of its own: pass a signal.
   * @throws proxy-broken, and NotReached or what the signal was aborted with
   */
  readonly fetch: typeof fetch;
  /** Ends running requests. */
  close(): Promise<void>;
}

/** A request got no answer. The message is that of its cause. */
export class NotReached extends Error {}

/** @param env as openAgent takes it */
export function openNetwork(env: NodeJS.ProcessEnv): Network {
  let agent: Promise<Agent> | undefined;
  const load = async () => (await import('./agent.ts')).openAgent(env);

  return {
    async fetch(input, init) {
      agent ??= load();
      const { fetch } = await agent;
      try {
        return await fetch(input, init);
      } catch (error) {
        if (init?.signal?.aborted) throw error;
        throw new NotReached(whyIn(error), { cause: error });
      }
    },
    async close() {
      const opened = await agent?.catch(() => undefined);
      await opened?.close();
    },
  };
}

/** `fetch failed` says nothing; its cause does. */
function whyIn(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const why = cause instanceof AggregateError ? cause.errors.map(messageOf).join('; ') : cause;
  return why ? messageOf(why) : messageOf(error);
}
