// The hook with which the engine asks before each step: it calls a tool of ours and waits for its answer. The engine
// runs only hooks whose digest is trusted, so the digest is given along (observed on 0.169.0).
import { hash } from 'node:crypto';
import { leashNotPossible } from '../../errors/leash.ts';
import type { AppServer } from '../process/app-server.ts';
import type { JsonValue } from '../protocol/serde_json/JsonValue.ts';

/** The name under which the engine knows our server and its one tool. */
export const LEASH_SERVER = 'patchbay-leash';
export const LEASH_TOOL = 'may_go_on';
/** A question waits as long as its deadline says, which is never this long. */
export const LEASH_TIMEOUT_S = 30 * 24 * 60 * 60;

/** The hook is the first of its event in what we send, whatever a profile adds. */
const KEY = '/<session-flags>/config.toml:pre_tool_use:0:0';

/** The engine's placeholder for a value. */
function placeholder(name: string): string {
  return `\${${name}}`;
}

/**
 * With its keys in order, as its digest needs them. The engine does not call the tool if a placeholder has no value, so
 * only those are here that always have one.
 */
const handler = {
  input: { id: placeholder('tool_use_id'), input: placeholder('tool_input'), tool: placeholder('tool_name') },
  server: LEASH_SERVER,
  timeout: LEASH_TIMEOUT_S,
  tool: LEASH_TOOL,
  type: 'mcp_tool',
};

/** @param ofProfile the table `hooks` of the thread's profile, which a key sent to the engine replaces */
export function hooksWithLeash(ofProfile: unknown): JsonValue {
  const hooks = (ofProfile ?? {}) as { PreToolUse?: JsonValue[]; state?: Record<string, JsonValue> };
  return {
    ...hooks,
    PreToolUse: [{ hooks: [handler] }, ...(hooks.PreToolUse ?? [])],
    state: { ...hooks.state, [KEY]: { trusted_hash: trustedHash() } },
  } as JsonValue;
}

/** SHA-256 over the hook as JSON with ordered keys, as the engine makes it. */
function trustedHash(): string {
  return `sha256:${hash('sha256', JSON.stringify({ event_name: 'pre_tool_use', hooks: [handler] }))}`;
}

/**
 * Makes sure that a thread just loaded will ask: an engine that does not know the hook, or that may run none, says
 * nothing and goes on.
 * @throws leash-not-possible
 */
export async function requireHook(server: AppServer, threadId: string): Promise<void> {
  const why = await whyNotAsked(server, threadId);
  if (why === undefined) return;
  await server.request('thread/unsubscribe', { threadId }).catch(() => undefined);
  throw leashNotPossible(why);
}

async function whyNotAsked(server: AppServer, threadId: string): Promise<string | undefined> {
  const answer = await server.request('hooks/list', { threadId }).catch(() => undefined);
  if (!answer) return 'it does not say which hooks it runs';
  const hook = answer.data.flatMap(({ hooks }) => hooks).find(({ key }) => key === KEY);
  if (!hook?.enabled) return 'it runs no hooks';
  return hook.trustStatus === 'trusted' ? undefined : 'it does not trust the hook of Patchbay';
}

interface HookRun {
  readonly eventName?: string;
  readonly handlerType?: string;
  readonly source?: string;
  readonly status?: string;
}

/** The hook could not ask us, and the engine went on (observed on 0.169.0). */
export function hasHookFailed({ method, params }: { method: string; params: unknown }): boolean {
  if (method !== 'hook/completed') return false;
  const { eventName, handlerType, source, status } = (params as { run?: HookRun }).run ?? {};
  const isOurs = eventName === 'preToolUse' && handlerType === 'mcpTool' && source === 'sessionFlags';
  return isOurs && status === 'failed';
}
