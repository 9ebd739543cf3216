// The handlers for commands of the window about one thread as a whole: finding it, going on in it, putting it away,
// taking its text along.
import type { Principal } from '../../config/principals.ts';
import type { threadCommands } from '../../contract/commands/threads.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { hasTurn } from '../../contract/selectors.ts';
import type { Turn as EngineTurn } from '../../engine/protocol/v2/Turn.ts';
import { threadOfOthers } from '../../errors/threads.ts';
import type { PersonThreads } from '../../host/person-threads.ts';
import { withCutOffEnds } from '../../records/cut-off.ts';
import { fileOfThread, readRecord } from '../../records/record-files.ts';
import type { RecordLine } from '../../records/record-line.ts';
import { markdownOf } from '../../records/record-markdown.ts';
import { headOf, timelineOf } from '../../records/record-timeline.ts';
import { readRecordedTokens } from '../../records/record-tokens.ts';
import { linesOfTurn } from '../../records/record-turn.ts';
import type { ThreadFinder } from './find-threads.ts';
import type { History } from './history.ts';
import type { TimelineRecorder } from './recorder.ts';
import type { ThreadWatch } from './watch.ts';

type Names =
  | 'find-threads'
  | 'thread-facts'
  | 'timeline-index'
  | 'continue-thread'
  | 'fork-thread'
  | 'rename-thread'
  | 'archive-thread'
  | 'thread-markdown'
  | 'thread-tokens';

/**
 * @param options.running throws server-not-running
 * @param options.principalOf a principal by its id, also one that is gone
 * @param options.redact applied to everything that leaves a record
 */
export function createThreadCommands(options: {
  recordsFolder: string;
  finder: ThreadFinder;
  threads: ThreadWatch;
  running(): { readonly threads: PersonThreads; readonly history: History };
  timelineOf(threadId: string): Promise<TimelineRecorder>;
  principalOf(id: string): Principal;
  redact(text: string): string;
}): CommandHandlers<Names & keyof typeof threadCommands> {
  const { recordsFolder, finder, threads, running, redact } = options;

  /** Of another program, from what the engine keeps. */
  async function linesOf(threadId: string): Promise<RecordLine[]> {
    const lines = recordOf(recordsFolder, threadId);
    const row = threads.row(threadId);
    if (lines.length > 0) return row && hasTurn(row) ? lines : withCutOffEnds(lines);
    return (await running().history.turns(threadId)).flatMap(linesOfEngineTurn);
  }

  return {
    'find-threads': (wanted) => finder.find(wanted),
    async 'thread-facts'({ threadId }) {
      const { threads: ofPerson, history } = running();
      const facts = await history.facts(threadId);
      const owner = ofPerson.ownerOf(threadId);
      const who = headOf(recordOf(recordsFolder, threadId))?.client;
      return {
        ...facts,
        ...(who !== undefined && { who }),
        ...(owner === undefined && { isOfOthers: true }),
      };
    },
    'timeline-index': async ({ threadId, spot }) => ({
      index: (await options.timelineOf(threadId)).indexOf({ at: spot.at, ...(spot.id && { id: spot.id }) }),
    }),

    async 'continue-thread'({ threadId, text }) {
      const { threads: ofPerson, history } = running();
      const owner = ofPerson.ownerOf(threadId);
      if (owner === undefined) throw threadOfOthers(threadId);
      if (!threads.row(threadId)) {
        threads.adopt(threadId, {
          title: (await history.facts(threadId)).title,
          timeline: await history.timeline(threadId),
        });
        history.forget(threadId);
      }
      await ofPerson.continue(options.principalOf(owner), threadId, text);
    },

    async 'fork-thread'({ threadId }) {
      const { threads: ofPerson, history } = running();
      const title = threads.row(threadId)?.title ?? (await history.facts(threadId)).title;
      const fork = await ofPerson.fork(threadId);
      const name = `${title} (fork)`;
      threads.forked(fork, { title: name, timeline: await history.timeline(fork.id) });
      history.forget(fork.id);
      await ofPerson.rename(fork.id, name);
      return { threadId: fork.id };
    },

    'rename-thread': ({ threadId, name }) => running().threads.rename(threadId, name),
    'archive-thread': ({ threadId, isArchived }) => running().threads.archive(threadId, isArchived),

    async 'thread-markdown'({ threadId, turnId }) {
      const lines = await linesOf(threadId);
      const wanted = turnId === undefined ? lines : linesOfTurn(lines, turnId);
      const startedAt = lines[0]?.time ?? new Date().toISOString();
      const unknown = { threadId, client: 'unknown', folder: 'unknown', isSession: false, startedAt };
      return { text: redact(markdownOf(headOf(lines) ?? unknown, timelineOf(wanted))) };
    },

    'thread-tokens': ({ threadId }) => ({
      turns: readRecordedTokens(recordsFolder, threadId).map(({ at, tokens }) => ({ at, tokens })),
    }),
  };
}

/** Empty without one. */
function recordOf(folder: string, threadId: string): RecordLine[] {
  return readRecord({ file: fileOfThread(folder, threadId) });
}

function linesOfEngineTurn({ id, items, startedAt, completedAt, status, error }: EngineTurn): RecordLine[] {
  const timeOf = (seconds: number | null) => new Date((seconds ?? 0) * 1000).toISOString();
  return [
    { time: timeOf(startedAt), kind: 'turn-started', turnId: id },
    ...items.map((item) => ({ time: timeOf(startedAt), kind: 'item' as const, turnId: id, item })),
    { time: timeOf(completedAt ?? startedAt), kind: 'turn-ended', turnId: id, status, error },
  ];
}
