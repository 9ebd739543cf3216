// What the engine says and asks, on its way to the rooms of a host.
import { LEASH_SERVER } from '../engine/leash/hook.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { Engine } from '../engine/process/supervisor.ts';
import type { EngineQuestions } from '../engine/questions/engine-questions.ts';
import type { Threads } from '../engine/threads/threads.ts';
import type { Logger } from '../logging/logger.ts';
import type { HostObserver } from './host.ts';
import type { ThreadRecords } from './thread-records.ts';

/**
 * @param options.learnSecrets called when the engine's login may have changed
 * @returns takes a notification as if the engine had sent it
 */
export function connectEngine(options: {
  engine: Engine;
  questions: EngineQuestions;
  threads: Threads;
  records: ThreadRecords;
  observer?: HostObserver | undefined;
  learnSecrets(): void;
  logger: Logger;
}): (event: EngineNotification) => void {
  const { engine, questions, threads, records, observer, learnSecrets, logger } = options;

  /**
   * The order counts: a question that is over is withdrawn before its turn hears of it, and whose thread it is about is
   * known before it is recorded.
   */
  function take(event: EngineNotification): void {
    logEvent(event, logger);
    // Our own part of the engine, of which nobody else needs to know.
    if (isOfLeashServer(event)) return;
    observer?.engineEvent(event);
    // After a login or a token renewal.
    if (event.method === 'account/updated') learnSecrets();
    questions.receive(event);
    threads.receive(event);
    records.told(event);
  }

  engine.connect({
    onRequest: questions.answer,
    onNotification: take,
    isAwaited: () => threads.running().length > 0,
  });
  engine.onStopped((reason) => {
    questions.withdrawAll();
    threads.stop(reason);
    observer?.engineChanged();
  });
  return take;
}

/** A held thread waits for this server before it starts. */
function isOfLeashServer({ method, params }: EngineNotification): boolean {
  return method === 'mcpServer/startupStatus/updated' && (params as { name?: string }).name === LEASH_SERVER;
}

/** Logs every notification except deltas, which come by the hundred. */
function logEvent({ method, params }: EngineNotification, logger: Logger): void {
  if (/delta$/i.test(method)) return;
  const { threadId, turnId, item } = params as {
    threadId?: string;
    turnId?: string;
    item?: { type?: string; id?: string };
  };
  logger.debug('engine-event', { method, thread: threadId, turn: turnId, item: item?.type });
}
