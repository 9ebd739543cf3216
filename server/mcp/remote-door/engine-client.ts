// What a remote gets from the engine as its client, plus what it gets from the thread's own client: the engine does
// not support sampling and does not show the progress of a call (observed on 0.169.0).
import type { EngineNotification } from '../../engine/process/rpc.ts';
import type { Threads } from '../../engine/threads/threads.ts';
import type { Caller } from '../../remotes/connection/caller.ts';
import type { Params } from '../../remotes/wire/peer.ts';
import type { ThreadPass } from './passes.ts';

export interface EngineClient {
  /** Id of the principal whose thread it is. */
  readonly principal: string;
  /** The capabilities of the engine, plus those the thread's client adds. */
  capabilities(ofEngine: Params): Params;
  /** @param params of the tool call, if it is one */
  callerOf(engine: Caller, params: Params | undefined): Caller;
}

const SAMPLING = 'sampling/createMessage';
const MAX_MESSAGE_CHARS = 500;

/** @param options.tell receives what the engine itself would have reported about the thread */
export function createEngineClient(options: {
  pass: ThreadPass;
  threads: Pick<Threads, 'ofMessage'>;
  tell(event: EngineNotification): void;
}): EngineClient {
  const { pass, threads, tell } = options;
  const { canSample } = pass.thread;

  async function sample(params: Params | undefined, signal: AbortSignal): Promise<unknown> {
    const participants = threads.ofMessage(pass.thread.id ?? '')?.turn?.participants ?? [];
    const sampler = [...participants].findLast((participant) => participant.sample);
    if (!sampler?.sample) throw new Error(`No client of this thread can answer ${SAMPLING} now.`);
    return await sampler.sample(params ?? {}, signal);
  }

  function tellProgress(call: Params | undefined, message: string): void {
    const meta = (call?.['_meta'] ?? {}) as {
      threadId?: string;
      callId?: string;
      'x-codex-turn-metadata'?: Params;
    };
    const { threadId = '', callId: itemId } = meta;
    // Only for the thread the pass was made for, whatever the call names.
    const thread = threads.ofMessage(threadId);
    if (itemId === undefined || !thread || thread.id !== pass.thread.id) return;
    const turnId = meta['x-codex-turn-metadata']?.['turn_id'];
    const params = { threadId, turnId, itemId, message: message.slice(0, MAX_MESSAGE_CHARS) };
    tell({ method: 'item/mcpToolCall/progress', params });
  }

  return {
    principal: pass.thread.principal,
    capabilities: (ofEngine) => ({ ...ofEngine, ...(canSample && { sampling: {} }) }),
    callerOf: (engine, params) => ({
      ask: (method, question, signal) =>
        method === SAMPLING ? sample(question, signal) : engine.ask(method, question, signal),
      tell: engine.tell,
      progress(said) {
        engine.progress?.(said);
        const message = wordsOf(said);
        if (message) tellProgress(params, message);
      },
    }),
  };
}

function wordsOf({ progress, total, message }: Params): string {
  if (typeof message === 'string' && message) return message;
  if (typeof progress !== 'number') return '';
  return typeof total === 'number' ? `${progress} / ${total}` : String(progress);
}
