// The `codex` and `codex-reply` tools: arguments → thread → turn → result. Every call is answered.
import { randomUUID } from 'node:crypto';
import { type CallToolResult, type InputRequiredResult, ProtocolError } from '@modelcontextprotocol/server';
import { holdsHome } from '../../base/home-folder.ts';
import { isInside } from '../../base/paths-inside.ts';
import { realPath } from '../../base/real-path.ts';
import { queuedText } from '../../contract/turn-queue.ts';
import { type CallLeash, callLeash, isHeld } from '../../engine/leash/call-leash.ts';
import { EngineError } from '../../engine/process/rpc.ts';
import type { ThreadOptions } from '../../engine/threads/options.ts';
import type { Thread } from '../../engine/threads/thread.ts';
import type { Participant } from '../../engine/threads/turn.ts';
import { codexOwnFolder, folderTooWide, patchbayOwnFolder } from '../../errors/calls.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { PatchbayError } from '../../errors/error.ts';
import { errorResult, turnResult } from '../call-results.ts';
import { describeEvent } from '../progress.ts';
import { checkState, digestOfCall, nextRound, type RoundState, takeAnswers } from '../rounds/rounds.ts';
import type { RunningCall, RunningCalls } from '../rounds/running-calls.ts';
import type { Call, CodexServices } from './call.ts';
import { type CodexArguments, parseCodexArguments, parseReplyArguments } from './codex-arguments.ts';
import { createCodexEvents } from './events/translate.ts';
import { isOneOf, resolveFolder } from './folder.ts';
import { ownerConfigOf, reopenThread, requireSignIn } from './reopen-thread.ts';
import { threadOptionsWithin } from './thread-options.ts';

export type Result = Promise<CallToolResult | InputRequiredResult>;

/** A thread and what it is asked to do. */
export interface Work {
  readonly thread: Thread;
  readonly prompt: string;
  readonly leash: CallLeash;
  readonly isNew: boolean;
}

const ENGINE_GONE: readonly ErrorCode[] = ['engine-stopped', 'engine-frozen'];

export function callCodex(call: Call, services: CodexServices): Result {
  return run(call, services, () => startThread(parseCodexArguments(call.args), call, services));
}

export async function callCodexReply(call: Call, services: CodexServices): Result {
  return run(call, services, () => openThread(call, services));
}

/** A new thread for the arguments of `codex`. */
export async function startThread(
  parsed: CodexArguments,
  call: Call,
  services: CodexServices,
): Promise<Work> {
  services.requireActive(call.principal);
  const options = await threadOptionsOf(parsed, call, services);
  services.threads.requireTurn(call.principal.id);
  const leash = callLeash(parsed.limits, services.leashOf(call.principal.id));
  const client = { canSample: call.sample !== undefined, isHeld: isHeld(leash) };
  const place = await services.copies.placeFor(options, {
    principal: call.principal.id,
    signal: call.signal,
  });
  call.signal.throwIfAborted();
  const thread = await services.threads.start(call.principal.id, place.options, client).catch((error) => {
    place.dropped();
    throw error instanceof EngineError
      ? new Error(`Failed to start Codex session: ${error.message}`, { cause: error })
      : error;
  });
  place.taken(thread);
  await requireSignIn(services);
  return { thread, prompt: parsed.prompt, leash, isNew: true };
}

/** The thread named by the arguments of `codex-reply`. */
export async function openThread(call: Call, services: CodexServices): Promise<Work> {
  const { threadId, prompt, limits } = parseReplyArguments(call.args);
  const leash = callLeash(limits, services.leashOf(call.principal.id));
  const client = { canSample: call.sample !== undefined, isHeld: isHeld(leash) };
  const thread = await reopenThread({ principal: call.principal, threadId, client }, services);
  return { thread, prompt, leash, isNew: false };
}

async function run(call: Call, services: CodexServices, prepareOnce: () => Promise<Work>): Result {
  // If the engine died or froze just before the call, nothing has run yet, so the call is retried once.
  const prepare = () =>
    watched(call, services, () =>
      prepareOnce().catch((error) => {
        if (error instanceof PatchbayError && ENGINE_GONE.includes(error.code)) return prepareOnce();
        throw error;
      }),
    );
  try {
    if (call.era === 'modern') return await runInRounds(call, services, prepare);
    return await runAtOnce(await prepare(), call, services);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    return errorResult(error, threadIdIn(call.args, error));
  }
}

/** Reports the call to the observer until it has a thread; from then on, the thread is reported. */
export async function watched(
  { args, principal, folders }: Call,
  { onCall }: CodexServices,
  prepare: () => Promise<Work>,
): Promise<Work> {
  const text = (name: string) => (typeof args?.[name] === 'string' ? args[name] : undefined);
  const folder = text('cwd') ?? folders.cwd;
  const watch = onCall?.({ principal: principal.id, prompt: text('prompt') ?? '', folder });
  try {
    const work = await prepare();
    watch?.hasThread();
    return work;
  } catch (error) {
    watch?.failed(error);
    throw error;
  }
}

/** Up to 2025-11-25: the request stays open until the turn has ended, and questions are requests to the client. */
async function runAtOnce(
  { thread, prompt, leash, isNew }: Work,
  call: Call,
  { threads, startedServers }: CodexServices,
): Promise<CallToolResult> {
  call.uses(thread.id);
  const events = createCodexEvents({ threadId: thread.id, requestId: call.ctx.mcpReq.id });
  const { asker } = call;
  const participant: Participant = {
    name: call.clientName,
    asker: asker && {
      ...asker,
      ask(approval, signal) {
        call.tell(events.asked(approval));
        return asker.ask(approval, signal);
      },
    },
    sample: call.sample,
    leash,
    onQueued(queued) {
      if (queued) call.say(queuedText(queued));
    },
    onEvent(event) {
      const message = describeEvent(event);
      if (message) call.say(message);
      call.tell(events.translate(event));
    },
  };
  try {
    if (isNew) {
      const mcpServers = startedServers();
      call.tell(events.started({ options: thread.options, ...thread.beginning, mcpServers }));
    }
    const outcome = await threads.run(thread, prompt, participant, call.signal);
    call.tell(events.ended(outcome.end));
    return turnResult(thread.id, outcome);
  } catch (error) {
    return errorResult(error, thread.id);
  }
}

/** From 2026-07-28 on: the turn outlives the request, which may end with a question instead of a result. */
async function runInRounds(call: Call, services: CodexServices, prepare: () => Promise<Work>): Result {
  const digest = digestOfCall(call.tool, call.args);
  const state = call.ctx.mcpReq.requestState<RoundState>();
  const running = state
    ? rejoin(state, digest, call, services)
    : startRunning(await prepare(), call, services, {
        unattendedMs: services.answerTime.deadlineMs,
        clock: services.answerTime.clock,
      });
  const release = running.listen(call.say);
  try {
    const { ctx, signal } = call;
    const { codec } = services;
    const question = await nextRound({ call: running, ctx, codec, digest, round: state?.round ?? 0, signal });
    if (question) return question;
    if (signal.aborted) running.stop();
    const outcome = await running.outcome;
    return turnResult(running.thread.id, { ...outcome, notes: [...outcome.notes, ...running.notes] });
  } catch (error) {
    return errorResult(error, running.thread.id);
  } finally {
    release();
  }
}

/** @throws ProtocolError or call-not-found: a state that belongs to no call has no result */
function rejoin(state: RoundState, digest: string, call: Call, { runningCalls }: CodexServices): RunningCall {
  checkState(state, digest);
  const running = runningCalls.find(call.principal.id, state.handle);
  takeAnswers(running, call.ctx);
  return running;
}

/** Starts a turn that continues between requests. */
export function startRunning(
  { thread, prompt, leash }: Work,
  call: Call,
  { threads, runningCalls }: CodexServices,
  limit: Pick<Parameters<RunningCalls['start']>[0], 'unattendedMs' | 'clock'>,
): RunningCall {
  const asker = { id: randomUUID(), name: call.clientName };
  const isAskable = call.isAskable;
  return runningCalls.start({ thread, prompt, leash, threads, asker, isAskable, ...limit });
}

/** @throws what threadOptionsWithin throws, no-folder, folder-not-found, and what says that it may not write there */
async function threadOptionsOf(
  parsed: CodexArguments,
  call: Call,
  { codexHome, patchbayHome, policyOf, allowedFolders }: CodexServices,
): Promise<ThreadOptions> {
  const policy = policyOf(call.principal);
  const ownerConfig = ownerConfigOf(parsed.profile, codexHome);
  const preferred = policy.folder ?? onlyOne(policy.limits.folders);
  const cwd = await resolveFolder(parsed.cwd, { ...call.folders, preferred });
  const client = call.principal.name;
  const options = threadOptionsWithin({ parsed, ownerConfig, policy, cwd, client });
  if (options.sandbox !== 'read-only') {
    if (isInside(cwd, realPath(codexHome))) throw codexOwnFolder(cwd);
    if (isInside(cwd, realPath(patchbayHome))) throw patchbayOwnFolder(cwd);
    const isAllowed = isOneOf(cwd, [...allowedFolders, policy.folder]);
    if (holdsHome(cwd) && !isAllowed) throw folderTooWide(cwd, options.sandbox);
  }
  return options;
}

function onlyOne(folders: readonly string[] | undefined): string | undefined {
  return folders?.length === 1 ? folders[0] : undefined;
}

/** The thread an error is about; refused arguments are about none. */
function threadIdIn(args: Call['args'], error: unknown): string | undefined {
  if (error instanceof PatchbayError && error.code === 'arguments-refused') return undefined;
  const id = args?.['threadId'] ?? args?.['conversationId'];
  return typeof id === 'string' ? id : undefined;
}
