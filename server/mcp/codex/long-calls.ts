// The tools codex-start, codex-wait, codex-stop and codex-threads: with them, any client can run a turn of any length.
import { type CallToolResult, ProtocolError } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { abortAfter } from '../../base/deadline.ts';
import { type QueuedTurn, queuedText } from '../../contract/turn-queue.ts';
import type { Thread } from '../../engine/threads/thread.ts';
import type { TurnEnd } from '../../engine/threads/turn.ts';
import { argumentsRefused } from '../../errors/calls.ts';
import { unconfirmedClaims } from '../../receipts/claims.ts';
import { errorResult, interruptedText } from '../call-results.ts';
import type { PendingQuestion } from '../rounds/pending-questions.ts';
import {
  checkState,
  digestOfCall,
  MAX_ROUNDS,
  nextRound,
  type RoundState,
  takeAnswers,
} from '../rounds/rounds.ts';
import type { RunningCall } from '../rounds/running-calls.ts';
import type { Call, CodexServices } from './call.ts';
import { argumentProblem, parseCodexArguments } from './codex-arguments.ts';
import { LONGEST_WAIT_S, UNATTENDED_MS } from './long-call-tools.ts';
import { openThread, type Result, startRunning, startThread, watched } from './run.ts';

export function callCodexStart(call: Call, services: CodexServices): Result {
  return answered(async () => {
    const work = await watched(call, services, async () =>
      call.args?.['threadId'] === undefined
        ? startThread(parseCodexArguments(call.args), call, services)
        : openThread(call, services),
    );
    const running = startRunning(work, call, services, { unattendedMs: () => UNATTENDED_MS });
    // From now on, a client has to wait for it.
    running.listen(call.say)();
    return structured({ threadId: work.thread.id, ...runningStatus(work.thread.turn?.queued) });
  });
}

const waitArguments = z.object({
  threadId: z.string(),
  cursor: z.number().int().min(0).default(0),
  timeoutSeconds: z.number().min(0).max(LONGEST_WAIT_S).default(LONGEST_WAIT_S),
});

export function callCodexWait(call: Call, services: CodexServices): Result {
  return answered(async () => {
    const { threadId, cursor, timeoutSeconds } = parse(waitArguments, call.args);
    const thread = services.threads.find(call.principal.id, threadId);
    const running = services.runningCalls.ofThread(thread.id);
    const over = abortAfter(timeoutSeconds * 1000, [call.signal]);
    if (!running || (running.isOver && thread.turn)) {
      return structured({ threadId: thread.id, cursor, events: [], ...(await stateOf(thread, over)) });
    }
    const release = running.listen(call.say);
    try {
      const question = await listenTo(running, call, services, over);
      return question ?? (await statusOf(running, cursor));
    } finally {
      release();
    }
  });
}

const threadArguments = z.object({ threadId: z.string() });

export function callCodexStop(call: Call, services: CodexServices): Result {
  return answered(async () => {
    const { threadId } = parse(threadArguments, call.args);
    const thread = services.threads.find(call.principal.id, threadId);
    const status = thread.turn ? 'interrupted' : 'idle';
    await services.threads.interrupt(thread.id);
    return structured({ threadId: thread.id, status });
  });
}

const listArguments = z.object({ limit: z.number().int().min(1).max(200).default(50) });

export function callCodexThreads(call: Call, services: CodexServices): Result {
  return answered(async () => {
    const { limit } = parse(listArguments, call.args ?? {});
    const threads = services.threads
      .list(call.principal.id, limit)
      .map(({ isRunning, queued, ...thread }) => ({
        ...thread,
        ...(isRunning ? runningStatus(queued) : { status: 'idle' }),
      }));
    return structured({ threads });
  });
}

/** Waits for the end or the signal. Meanwhile, questions go to the client in the way of its era. */
async function listenTo(running: RunningCall, call: Call, services: CodexServices, over: AbortSignal) {
  if (call.era === 'modern' && call.isAskable) {
    const digest = digestOfCall(call.tool, call.args);
    const state = call.ctx.mcpReq.requestState<RoundState>();
    if (state) {
      checkState(state, digest);
      takeAnswers(running, call.ctx);
    }
    const { codec } = services;
    const round = state?.round ?? 0;
    // Unlike a call of `codex`, this one may end at any time: the next wait counts its own rounds.
    if (round >= MAX_ROUNDS) return undefined;
    return nextRound({ call: running, ctx: call.ctx, codec, digest, round, signal: over });
  }
  const stopAsking = call.asker && askMeanwhile(running, call.asker.ask, over);
  await Promise.race([running.outcome.catch(() => undefined), aborted(over)]);
  stopAsking?.();
  return undefined;
}

/** Shows every question, now or later, to a client of the legacy era. Returns how to stop that. */
function askMeanwhile(
  running: RunningCall,
  ask: NonNullable<Call['asker']>['ask'],
  over: AbortSignal,
): () => void {
  const show = async ({ approval, signal }: PendingQuestion) => {
    try {
      const answer = await ask(approval, AbortSignal.any([signal, over]));
      running.questions.answer(approval.id, answer);
    } catch (error) {
      // After this wait, the next one asks again.
      if (!over.aborted) running.questions.fail(approval.id, error as Error);
    }
  };
  for (const question of running.questions.list()) void show(question);
  return running.questions.onAdded((question) => void show(question));
}

async function statusOf(running: RunningCall, cursor: number): Promise<CallToolResult> {
  const { thread, events, questions } = running;
  const seen = { threadId: thread.id, cursor: events.cursor, events: events.since(cursor) };
  if (!running.isOver) {
    if (questions.list().length > 0) return structured({ ...seen, status: 'waiting-for-approval' });
    return structured({ ...seen, ...runningStatus(thread.turn?.queued) });
  }
  const { end, notes, receipt } = await running.outcome;
  const claims = receipt ? unconfirmedClaims(contentOf(end), receipt) : [];
  const told = [...notes, ...running.notes, ...claims].map((note) => `Patchbay: ${note}`);
  const content = [contentOf(end), ...new Set(told)].filter(Boolean).join('\n\n');
  return structured({ ...seen, status: statusWord(end), content, ...(receipt && { receipt }) });
}

/** The status of a turn that a plain call runs, once it has ended or on the signal. */
async function stateOf(
  { turn }: Thread,
  signal: AbortSignal,
): Promise<{ status: string; content?: string; inLine?: string }> {
  if (!turn) return { status: 'idle' };
  const end = await Promise.race([turn.ended, aborted(signal)]);
  return end ? { status: statusWord(end), content: contentOf(end) } : runningStatus(turn.queued);
}

/** The status of a turn that has not ended. `inLine`: why it has not begun, and its place. */
function runningStatus(queued: QueuedTurn | undefined): { status: string; inLine?: string } {
  return queued ? { status: 'waiting-in-line', inLine: queuedText(queued) } : { status: 'running' };
}

function statusWord({ kind }: TurnEnd): string {
  return kind === 'stopped' ? 'failed' : kind;
}

function contentOf(end: TurnEnd): string {
  switch (end.kind) {
    case 'completed':
      return end.text;
    case 'interrupted':
      return interruptedText(end);
    case 'failed':
    case 'stopped':
      return end.error.message;
  }
}

/** An error carries no structured content here, because clients check it against the output schema. */
async function answered(serve: () => Result): Result {
  try {
    return await serve();
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    return errorResult(error);
  }
}

function parse<T>(schema: z.ZodType<T>, args: unknown): T {
  const parsed = schema.safeParse(args ?? {});
  if (parsed.success) return parsed.data;
  throw argumentsRefused(argumentProblem(parsed.error, args));
}

/** The text repeats the structured content, for clients that show only text. */
function structured(value: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value, null, 2) }], structuredContent: value };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
