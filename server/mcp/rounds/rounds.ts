// Calls of the 2026-07-28 era. A server cannot send requests there: a question is the call's result
// (`input_required`), and the client calls again with the answers and the state it was given (SEP-2322). The turn
// keeps running between these rounds, and the next round joins it.
import { hash, randomBytes } from 'node:crypto';
import {
  createRequestStateCodec,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { AnswerTime } from '../../approvals/awake-clock.ts';
import { messageOf } from '../../errors/error.ts';
import { answerOf, elicitationOf } from '../elicitation.ts';
import { firstQuestions } from './first-questions.ts';
import type { PendingQuestion } from './pending-questions.ts';
import type { RunningCall } from './running-calls.ts';

/** What `requestState` carries; signed, and bound to the principal and the method by the codec. */
export interface RoundState {
  readonly handle: string;
  /** A digest of tool and arguments: the state is invalid in any other call. */
  readonly digest: string;
  /** Rounds so far. */
  readonly round: number;
}

/**
 * Clients give up after 10 rounds (SDK 2.4.0). From the seventh round on, only the window and the terminal are asked,
 * so that the call still ends with a result.
 */
export const MAX_ROUNDS = 6;
const NO_MORE_ROUNDS =
  'this call has asked its client six times, and clients give up soon after; answer in Patchbay, or use codex-start and codex-wait';

const TOO_LATE = 'An answer came too late and was ignored: its question was over.';

/** A machine that sleeps longer than this has lost its calls. */
const LONGEST_PAUSE_S = 30 * 24 * 60 * 60;

/**
 * A state is valid as long as its question waits. That time can stand still, which the SDK's own limit cannot express,
 * so the state carries its own.
 */
export function createRoundCodec({ deadlineMs, clock }: AnswerTime): RequestStateCodec<RoundState> {
  const codec = createRequestStateCodec<RoundState & { readonly until: number }>({
    key: randomBytes(32),
    ttlSeconds: LONGEST_PAUSE_S,
    bind: ({ mcpReq, http }) => `${mcpReq.method}\0${http?.authInfo?.clientId ?? 'local'}`,
  });
  return {
    mint: (state, ctx) => codec.mint({ ...state, until: clock.now() + deadlineMs() }, ctx),
    async verify(sealed, ctx) {
      const { until, ...state } = await codec.verify(sealed, ctx).catch(() => {
        throw invalidState();
      });
      if (clock.now() > until) throw invalidState();
      return state;
    },
  };
}

function invalidState(): ProtocolError {
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    'Invalid or expired requestState. Make the call again without it.',
  );
}

export function digestOfCall(name: string, args: unknown): string {
  return hash('sha256', JSON.stringify([name, args ?? {}]));
}

/** @throws ProtocolError when the state belongs to another call */
export function checkState(state: RoundState, digest: string): void {
  if (state.digest !== digest) throw invalidState();
}

/**
 * Delivers the answers of a retried call to their questions. An answer to a question that was never asked is ignored;
 * the question it may have been meant for is asked again.
 */
export function takeAnswers(call: RunningCall, ctx: ServerContext): void {
  for (const [id, response] of Object.entries(ctx.mcpReq.inputResponses ?? {})) {
    const approval = call.questions.asked(id);
    if (!approval) continue;
    try {
      const taken = call.questions.answer(id, answerOf(response, approval.subject));
      if (taken === 'late') call.notes.push(TOO_LATE);
    } catch (error) {
      call.questions.fail(id, error instanceof Error ? error : new Error(messageOf(error)));
    }
  }
  for (const id of ctx.mcpReq.droppedInputResponseKeys ?? []) {
    call.questions.fail(id, new Error('the answer is malformed'));
  }
}

/**
 * Follows a call until it ends, has a question, or the time is over.
 * @returns the answer while the call continues; undefined when it has ended or the time is over
 */
export async function nextRound(options: {
  call: RunningCall;
  ctx: ServerContext;
  codec: RequestStateCodec<RoundState>;
  digest: string;
  /** Rounds before this one. */
  round: number;
  /** Aborted when the time is over or the client is gone. */
  signal: AbortSignal;
}): Promise<InputRequiredResult | undefined> {
  const { call, ctx, round } = options;
  if (round >= MAX_ROUNDS) {
    call.questions.refuseFurther(NO_MORE_ROUNDS);
    for (const { approval } of call.questions.list())
      call.questions.fail(approval.id, new Error(NO_MORE_ROUNDS));
  }
  const awaited = {
    ended: call.outcome,
    hasQuestions: () => call.questions.list().length > 0,
    onAsked: call.questions.onAdded,
  };
  let questions: readonly PendingQuestion[] = [];
  // Collected questions may have been answered elsewhere in the meantime.
  while (questions.length === 0) {
    await firstQuestions(awaited, options.signal);
    if (options.signal.aborted || call.isOver) return undefined;
    questions = call.questions.list();
  }
  const inputRequests = Object.fromEntries(
    questions.map(({ approval }) => [approval.id, requestOf(elicitationOf(approval, ctx.mcpReq.id))]),
  );
  return await askInNextRound({ ...options, handle: call.handle, inputRequests });
}

/** The result that asks the client, and lets it come back to the call. @param options.round before this one */
export async function askInNextRound(options: {
  handle: string;
  digest: string;
  round: number;
  inputRequests: Readonly<Record<string, unknown>>;
  codec: RequestStateCodec<RoundState>;
  ctx: ServerContext;
}): Promise<InputRequiredResult> {
  const { handle, digest, inputRequests, codec, ctx } = options;
  const requestState = await codec.mint({ handle, digest, round: options.round + 1 }, ctx);
  return { resultType: 'input_required', inputRequests, requestState } as InputRequiredResult;
}

/** This era's protocol no longer has the id of a URL elicitation. */
function requestOf({ elicitationId: _, ...params }: Record<string, unknown>) {
  return { method: 'elicitation/create', params };
}
