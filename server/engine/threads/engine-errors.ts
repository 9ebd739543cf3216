// What the engine means by an error, told from its text.
import { profileFile } from '../../config/codex-config.ts';
import { configErrorIn } from '../../config/config-errors.ts';
import { messageOf } from '../../errors/error.ts';
import { threadArchived, threadInUse, threadNotFound } from '../../errors/threads.ts';
import { EngineError } from '../process/rpc.ts';
import type { Thread } from './thread.ts';

/** To `thread/resume`: another engine has the thread open (observed on 0.169.0). */
const IN_USE = /already has an active writer/;
/** To `thread/resume` and others: "no rollout found for thread id …", "thread not found: …" (observed on 0.169.0). */
const NOT_FOUND = /not found|no rollout found/i;
/** To `thread/resume` and `thread/fork`: "session … is archived. Run `codex unarchive …`" (observed on 0.169.0). */
const ARCHIVED = /is archived/;
/** To `turn/interrupt` and `turn/steer`: "no active turn to interrupt", "… to steer" (observed on 0.169.0). */
const NO_ACTIVE_TURN = /no active turn/;

/**
 * What a thread could not be loaded for: what the engine says about its configuration becomes config-broken.
 * @returns anything else as it came
 */
export function startError({ profile }: Thread['options'], codexHome: string, error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  const file = profile === undefined ? undefined : profileFile(codexHome, profile);
  return configErrorIn(error.message, codexHome, file) ?? error;
}

/**
 * The same for a thread that is there already.
 * @returns thread-in-use, thread-archived, thread-not-found, config-broken, or anything else as it came
 */
export function resumeError(
  { id, options }: Pick<Thread, 'id' | 'options'>,
  codexHome: string,
  error: unknown,
): unknown {
  if (!(error instanceof EngineError)) return error;
  if (IN_USE.test(error.message)) return threadInUse(id);
  if (ARCHIVED.test(error.message)) return threadArchived(id);
  const broken = startError(options, codexHome, error);
  return broken === error && NOT_FOUND.test(error.message) ? threadNotFound(id) : broken;
}

/** The same for a thread that is archived or renamed. */
export function upkeepError(threadId: string, error: unknown): unknown {
  return error instanceof EngineError && NOT_FOUND.test(error.message) ? threadNotFound(threadId) : error;
}

/** Whether a turn could not be interrupted or steered because the engine has not begun it yet, or has ended it. */
export function hasNoActiveTurn(error: unknown): boolean {
  return NO_ACTIVE_TURN.test(messageOf(error));
}
