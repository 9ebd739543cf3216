// Threads of earlier runs, from the engine's files.

import type { PastThread } from '../../contract/commands/threads.ts';
import type { CommandArguments, CommandResult } from '../../contract/commands.ts';
import type { Engine } from '../../engine/process/supervisor.ts';
import type { Thread as EngineThread } from '../../engine/protocol/v2/Thread.ts';
import type { ThreadSourceKind } from '../../engine/protocol/v2/ThreadSourceKind.ts';
import type { Turn as EngineTurn } from '../../engine/protocol/v2/Turn.ts';
import type { Redactor } from '../../logging/redact.ts';
import { cleanTimeline } from './clean.ts';
import { createTimelineRecorder, type RecordedBeside, type TimelineRecorder } from './recorder.ts';

export interface History {
  list(args: CommandArguments<'past-threads'>): Promise<CommandResult<'past-threads'>>;
  /** Read once and cached for the next page. */
  timeline(threadId: string): Promise<TimelineRecorder>;
  /** @throws what Engine.get throws, EngineError */
  facts(threadId: string): Promise<PastThread>;
  /** Its turns, as the engine keeps them. @throws what Engine.get throws, EngineError */
  turns(threadId: string): Promise<readonly EngineTurn[]>;
  /** The thread goes on here: it is read again the next time. */
  forget(threadId: string): void;
}

/** Of the person's own threads: not those of sub-agents. */
export const THREAD_SOURCES: ThreadSourceKind[] = ['cli', 'vscode', 'exec', 'appServer', 'unknown'];
const MAX_KEPT = 3;

/**
 * @param options.recordedOf what was recorded of a thread
 * @param options.redactor applied to everything that is shown
 */
export function createHistory(options: {
  engine: Pick<Engine, 'get'>;
  recordedOf(threadId: string): RecordedBeside;
  redactor: Pick<Redactor, 'redact'>;
}): History {
  const { engine, recordedOf, redactor } = options;
  const kept = new Map<string, TimelineRecorder>();
  function factsOf(thread: EngineThread): PastThread {
    const { id, cwd, name, preview, gitInfo, model, createdAt, updatedAt } = thread;
    return {
      id,
      folder: cwd,
      title: redactor.redact(name ?? preview.split('\n')[0] ?? ''),
      ...(gitInfo?.branch && { branch: gitInfo.branch }),
      ...(model !== null && { model }),
      ...(isInArchive(thread) && { isArchived: true }),
      createdAt: createdAt * 1000,
      updatedAt: updatedAt * 1000,
    };
  }

  async function turns(threadId: string): Promise<readonly EngineTurn[]> {
    const server = await engine.get();
    const { thread } = await server.request('thread/read', { threadId, includeTurns: true });
    return thread.turns;
  }

  return {
    async facts(threadId) {
      const server = await engine.get();
      const { thread } = await server.request('thread/read', { threadId });
      return factsOf(thread);
    },
    turns,
    forget: (threadId) => void kept.delete(threadId),

    async list({ cursor, limit }) {
      const server = await engine.get();
      const { data, nextCursor } = await server.request('thread/list', {
        limit,
        cursor: cursor ?? null,
        sourceKinds: THREAD_SOURCES,
        modelProviders: [],
        sortKey: 'updated_at',
      });
      const threads = data.map(factsOf);
      return { threads, ...(nextCursor !== null && { cursor: nextCursor }) };
    },

    async timeline(threadId) {
      const known = kept.get(threadId);
      if (known) return known;
      const recorder = createTimelineRecorder(threadId, await turns(threadId), recordedOf(threadId));
      const timeline = cleanTimeline(recorder, redactor);
      kept.set(threadId, timeline);
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      return timeline;
    },
  };
}

/** The engine moves the file of an archived thread there (observed on 0.169.0). */
function isInArchive({ path }: EngineThread): boolean {
  return path !== null && /[\\/]archived_sessions[\\/]/.test(path);
}
