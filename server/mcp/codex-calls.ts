// The `codex` and `codex-reply` tools: arguments → thread → turn → result. Every call is answered.
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Asker } from '../approvals/broker.ts';
import { decidePermissions } from '../approvals/ceilings.ts';
import { type CodexConfig, readCodexConfig, readCodexProfile } from '../config/codex-config.ts';
import type { Principal } from '../config/principals.ts';
import { EngineError } from '../engine/json-lines.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { ThreadOptions } from '../engine/thread-options.ts';
import type { Thread, Threads } from '../engine/threads.ts';
import type { Participant } from '../engine/turn.ts';
import { notSignedIn } from '../errors.ts';
import { readCallConfig } from './call-config.ts';
import { type CodexArguments, parseCodexArguments, parseReplyArguments } from './codex-arguments.ts';
import { type ClientFolders, resolveFolder } from './folder.ts';
import { describeEvent } from './progress.ts';
import { errorResult, turnResult } from './results.ts';

/** What the Codex tools work with. */
export interface CodexServices {
  readonly codexHome: string;
  readonly engine: Engine;
  readonly threads: Threads;
}

/** One tools/call: who makes it and how it is reached meanwhile. */
export interface Call {
  readonly principal: Principal;
  readonly folders: ClientFolders;
  /** How the client is asked; absent when it cannot show a question. */
  readonly asker?: Asker | undefined;
  /** Aborted when the client cancels the call or is gone. */
  readonly signal: AbortSignal;
  /** Tells the client what is being done now. */
  say(message: string): void;
}

type Arguments = Record<string, unknown> | undefined;

export async function callCodex(
  given: Arguments,
  call: Call,
  services: CodexServices,
): Promise<CallToolResult> {
  try {
    const parsed = parseCodexArguments(given);
    const options = await threadOptionsOf(parsed, call, services.codexHome);
    await requireSignIn(services.engine);
    const thread = await services.threads.start(call.principal.id, options).catch((error) => {
      throw error instanceof EngineError
        ? new Error(`Failed to start Codex session: ${error.message}`, { cause: error })
        : error;
    });
    return await runTurn(thread, parsed.prompt, call, services.threads);
  } catch (error) {
    return errorResult(error);
  }
}

export async function callCodexReply(
  given: Arguments,
  call: Call,
  services: CodexServices,
): Promise<CallToolResult> {
  let threadId: string | undefined;
  try {
    const parsed = parseReplyArguments(given);
    threadId = parsed.threadId;
    await requireSignIn(services.engine);
    const thread = await services.threads.open(call.principal.id, parsed.threadId);
    return await runTurn(thread, parsed.prompt, call, services.threads);
  } catch (error) {
    return errorResult(error, threadId);
  }
}

async function runTurn(
  thread: Thread,
  prompt: string,
  call: Call,
  threads: Threads,
): Promise<CallToolResult> {
  const participant: Participant = {
    asker: call.asker,
    onEvent(event) {
      const message = describeEvent(event);
      if (message) call.say(message);
    },
  };
  try {
    const { end, notes } = await threads.run(thread, prompt, participant, call.signal);
    return turnResult(thread.id, end, notes);
  } catch (error) {
    return errorResult(error, thread.id);
  }
}

/** The call's wishes over the profile's and config.toml's settings, under the principal's ceiling. */
async function threadOptionsOf(
  parsed: CodexArguments,
  call: Call,
  codexHome: string,
): Promise<ThreadOptions> {
  const callConfig = readCallConfig(parsed.config);
  const profile = parsed.profile === undefined ? {} : readCodexProfile(codexHome, parsed.profile);
  const ownerConfig: CodexConfig = { ...readCodexConfig(codexHome), ...profile };
  const wishes = { ...withoutUndefined(callConfig.wishes), ...parsed.wishes };
  const permissions = decidePermissions(wishes, ownerConfig, call.principal.ceiling);
  return {
    ...permissions,
    writableRoots: [...permissions.writableRoots],
    cwd: await resolveFolder(parsed.cwd, call.folders),
    ...(parsed.model !== undefined && { model: parsed.model }),
    ...(parsed.baseInstructions !== undefined && { baseInstructions: parsed.baseInstructions }),
    ...(parsed.developerInstructions !== undefined && {
      developerInstructions: parsed.developerInstructions,
    }),
    ...(parsed.profile !== undefined && { profile: parsed.profile }),
    config: {
      ...callConfig.settings,
      ...(parsed.compactPrompt !== undefined && { compact_prompt: parsed.compactPrompt }),
    },
  };
}

/** Says so before a turn is started that could only fail. */
async function requireSignIn(engine: Engine): Promise<void> {
  const server = await engine.get();
  const { account, requiresOpenaiAuth } = await server.request('account/read', { refreshToken: false });
  if (requiresOpenaiAuth && !account) throw notSignedIn('no account');
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Partial<T>;
}
