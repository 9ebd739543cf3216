// Threads of earlier runs, from the engine's files.

import type { CommandArguments, CommandResult } from '../../contract/commands.ts';
import type { Engine } from '../../engine/process/supervisor.ts';
import type { ThreadSourceKind } from '../../engine/protocol/v2/ThreadSourceKind.ts';
import type { Redactor } from '../../logging/redact.ts';
import type { RecordedDecision } from '../../records/record-decisions.ts';
import { cleanTimeline } from './clean.ts';
import { createTimelineRecorder, type TimelineRecorder } from './recorder.ts';

export interface History {
  list(args: CommandArguments<'past-threads'>): Promise<CommandResult<'past-threads'>>;
  /** Read once and cached for the next page. */
  timeline(threadId: string): Promise<TimelineRecorder>;
}

const SOURCES: ThreadSourceKind[] = ['cli', 'vscode', 'exec', 'appServer', 'unknown'];
const MAX_KEPT = 3;

/**
 * @param options.decisionsOf the recorded questions of a thread
 * @param options.redactor applied to everything that is shown
 */
export function createHistory(options: {
  engine: Pick<Engine, 'get'>;
  decisionsOf(threadId: string): readonly RecordedDecision[];
  redactor: Pick<Redactor, 'redact'>;
}): History {
  const { engine, decisionsOf, redactor } = options;
  const kept = new Map<string, TimelineRecorder>();
  return {
    async list({ search, cursor, limit }) {
      const server = await engine.get();
      const { data, nextCursor } = await server.request('thread/list', {
        limit,
        cursor: cursor ?? null,
        searchTerm: search || null,
        sourceKinds: SOURCES,
        modelProviders: [],
        sortKey: 'updated_at',
      });
      const threads = data.map(({ id, cwd, name, preview, gitInfo, model, createdAt, updatedAt }) => ({
        id,
        folder: cwd,
        title: redactor.redact(name ?? preview.split('\n')[0] ?? ''),
        ...(gitInfo?.branch && { branch: gitInfo.branch }),
        ...(model !== null && { model }),
        createdAt: createdAt * 1000,
        updatedAt: updatedAt * 1000,
      }));
      return { threads, ...(nextCursor !== null && { cursor: nextCursor }) };
    },

    async timeline(threadId) {
      const known = kept.get(threadId);
      if (known) return known;
      const server = await engine.get();
      const { thread } = await server.request('thread/read', { threadId, includeTurns: true });
      const recorder = createTimelineRecorder(threadId, thread.turns, decisionsOf(threadId));
      const timeline = cleanTimeline(recorder, redactor);
      kept.set(threadId, timeline);
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      return timeline;
    },
  };
}
