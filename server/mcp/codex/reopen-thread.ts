// A thread that was started before: whether it may still run, and loading it.
import { requireThread } from '../../approvals/limits.ts';
import { type CodexConfig, readCodexConfig, readCodexProfile } from '../../config/codex-config.ts';
import type { Principal } from '../../config/principals.ts';
import { readAccount } from '../../engine/read-account.ts';
import type { ThreadOptions } from '../../engine/threads/options.ts';
import type { Thread, ThreadClient } from '../../engine/threads/thread.ts';
import { notSignedIn } from '../../errors/engine.ts';
import { threadOutsideLimits } from '../../errors/limits.ts';
import type { CodexServices } from './call.ts';

/**
 * A thread of this principal, ready for a turn.
 * @throws client-paused, thread-not-found, thread-outside-limits, too-many-turns, not-signed-in, what requireThread and
 *   Threads.open throw
 */
export async function reopenThread(
  { principal, threadId, client }: { principal: Principal; threadId: string; client: ThreadClient },
  services: CodexServices,
): Promise<Thread> {
  services.requireActive(principal);
  const known = services.threads.find(principal.id, threadId);
  requireOldThread(known, principal, services);
  if (!known.turn) services.threads.requireTurn(principal.id);
  const thread = await services.threads.open(principal.id, threadId, client);
  await requireSignIn(services);
  return thread;
}

/**
 * Fails before starting a turn that could only fail. Checked after the thread is loaded, since loading reports what is
 * wrong with config.toml. If the engine cannot tell, the turn itself fails.
 */
export async function requireSignIn({ engine, codexHome }: CodexServices): Promise<void> {
  const server = await engine.get();
  const answer = await readAccount(server, codexHome);
  if (answer?.requiresOpenaiAuth && !answer.account) throw notSignedIn('no account');
}

/** @throws what requireThread throws, thread-outside-limits: the limits may be others than when it was started */
function requireOldThread(
  { options, beginning, loading }: Thread,
  principal: Principal,
  { codexHome, policyOf, copies }: CodexServices,
): void {
  const policy = policyOf(principal);
  const bounds = { ...policy, client: principal.name };
  const model = options.model ?? beginning?.model ?? modelIn(options.config);
  const isChosen = model !== undefined || policy.limits.models === undefined;
  const used = isChosen ? model : ownerConfigOf(options.profile, codexHome).model;
  requireThread({ ...options, cwd: copies.originalOf(options.cwd), model: used }, bounds, policy.mode);
  const beyond = loading?.beyondLimits() ?? [];
  if (beyond.length > 0) throw threadOutsideLimits(beyond, principal.name);
}

function modelIn({ model }: ThreadOptions['config']): string | undefined {
  return typeof model === 'string' ? model : undefined;
}

/** config.toml with the profile over it. */
export function ownerConfigOf(profile: string | undefined, codexHome: string): CodexConfig {
  const config = readCodexConfig(codexHome);
  return profile === undefined ? config : { ...config, ...readCodexProfile(codexHome, profile) };
}
