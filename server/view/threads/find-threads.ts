// Finds threads for the window: those with a record by everything that was said, run and changed; those of other Codex
// programs, of which there is no record, by what the engine finds in their titles and messages.
import fs from 'node:fs';
import { createLatest } from '../../base/latest.ts';
import { recordSearchFile } from '../../base/program.ts';
import type { CommandArguments, CommandResult } from '../../contract/commands.ts';
import { dayOf, isWantedThread } from '../../contract/is-wanted.ts';
import type { FoundThread } from '../../contract/thread-search.ts';
import type { Engine } from '../../engine/process/supervisor.ts';
import type { Thread as EngineThread } from '../../engine/protocol/v2/Thread.ts';
import { searchSuperseded } from '../../errors/records.ts';
import { fileOfThread } from '../../records/record-files.ts';
import { searchWords, wordsIn } from '../../records/search/search-words.ts';
import { openRecordSearchWorker } from '../../records/search/worker.ts';
import { THREAD_SOURCES } from './history.ts';

type Wanted = CommandArguments<'find-threads'>;

export interface ThreadFinder {
  /** @throws search-superseded when the same asker looks for something else meanwhile */
  find(wanted: Wanted): Promise<CommandResult<'find-threads'>>;
  /** Ends a search that runs. */
  close(): Promise<void>;
}

/** More of other programs are not looked through. */
const MAX_OF_OTHERS = 200;

/**
 * @param options.engine undefined while the server does not run
 * @param options.running ids of threads with a running turn
 * @param options.redact applied to everything that is found
 */
export function createThreadFinder(options: {
  recordsFolder: string;
  engine(): Pick<Engine, 'get'> | undefined;
  running(): readonly string[];
  redact(text: string): string;
}): ThreadFinder {
  const { recordsFolder, redact } = options;
  const worker = openRecordSearchWorker(recordSearchFile, recordsFolder);
  const latest = createLatest(searchSuperseded);

  async function ofOthers({ text, filter }: Wanted): Promise<FoundThread[]> {
    const engine = options.engine();
    if (!engine || filter.client !== undefined || filter.state !== undefined) return [];
    const server = await engine.get();
    const archived = filter.isArchived === true;
    const common = { limit: MAX_OF_OTHERS, archived, sourceKinds: THREAD_SOURCES };
    const words = wordsIn(text);
    const term = words.join(' ').trim();
    const sorted = { ...common, sortKey: 'updated_at' as const };
    const found = term
      ? (await server.request('thread/search', { ...sorted, searchTerm: term })).data
      : (await server.request('thread/list', { ...sorted, modelProviders: [] })).data.map((thread) => ({
          thread,
          snippet: '',
        }));
    return found
      .filter(({ thread }) => !fs.existsSync(fileOfThread(recordsFolder, thread.id)))
      .map(({ thread, snippet }) => ({ ...factsOf(thread, archived), ...lineOf(snippet, term) }))
      .filter((thread) => isWantedThread(thread, filter));
  }

  function factsOf(thread: EngineThread, isArchived: boolean) {
    const { id, name, preview, cwd, gitInfo, model, createdAt, updatedAt } = thread;
    const [startedAt, changedAt] = [createdAt * 1000, updatedAt * 1000];
    return {
      id,
      title: redact(name ?? preview.split('\n')[0] ?? ''),
      folder: cwd,
      client: '',
      state: 'done' as const,
      isArchived,
      isOfOthers: true as const,
      ...(gitInfo?.branch && { branch: gitInfo.branch }),
      ...(model !== null && { model }),
      startedAt,
      changedAt,
      days: [dayOf(startedAt), dayOf(changedAt)],
    };
  }

  function lineOf(snippet: string, term: string): Pick<FoundThread, 'lines' | 'moreLines'> {
    const text = redact(snippet).replaceAll(/\s+/g, ' ');
    const matches = searchWords([term]).rangesIn(text);
    return { lines: matches.length > 0 ? [{ kind: 'message', text, matches }] : [], moreLines: 0 };
  }

  async function find(wanted: Wanted, signal: AbortSignal): Promise<CommandResult<'find-threads'>> {
    const { text, filter, limit } = wanted;
    const words = wordsIn(text);
    const [recorded, others] = await Promise.all([
      worker.find({ words, filter, limit, running: options.running() }, signal),
      ofOthers(wanted).catch(() => []),
    ]);
    const threads = [...recorded.threads.map(clean), ...others].sort(
      (left, right) => right.changedAt - left.changedAt,
    );
    const { folders, clients } = recorded;
    return {
      threads: threads.slice(0, limit),
      isMore: recorded.isMore || threads.length > limit,
      folders,
      clients,
    };
  }

  return {
    find: (wanted) => latest.run(wanted.asker, (signal) => find(wanted, signal)),
    close: worker.close,
  };

  /** The worker knows no secrets but those that look like one. */
  function clean(thread: FoundThread): FoundThread {
    const lines = thread.lines.flatMap((line) => {
      const text = redact(line.text);
      return text === line.text ? [line] : [];
    });
    return { ...thread, title: redact(thread.title), lines };
  }
}
