// What a search in the threads finds, and what their turns have used.
import type { CommandArguments, CommandResult } from '../../../server/contract/commands.ts';
import { dayOf, isWantedThread } from '../../../server/contract/is-wanted.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import type { FoundThread } from '../../../server/contract/thread-search.ts';

const at = Date.now() - 3_600_000;
const samples = [
  ['command', 'FAIL src/retry.test.ts > waits for the second try (exit code 1)'],
  ['message', 'The test is flaky because the retry timer and the clock of the test differ.'],
  ['patch', '+  await clock.advance(RETRY_MS);'],
] as const;

/** Every line of the samples that has the text, in the threads of the scene and in 60 older ones. */
export function foundThreads(args: unknown, rows: readonly ThreadRow[]): CommandResult<'find-threads'> {
  const { text, filter, limit } = args as CommandArguments<'find-threads'>;
  const older = rows.length === 0 ? [] : Array.from({ length: 60 }, (_, index) => index);
  const all: FoundThread[] = [
    ...rows.filter(({ isCall }) => !isCall).map((row) => factsOf(row, row.title)),
    ...older.map((index) => ({
      ...factsOf(
        {
          id: `old-${index}`,
          folder: '/home/mira/src/web',
          who: 'Claude Code',
          startedAt: at - index * 86_400_000,
        },
        `Older work ${index} on the retry module`,
      ),
      state: index % 4 === 0 ? ('failed' as const) : ('done' as const),
    })),
  ];
  const found = all
    .filter((thread) => isWantedThread(thread, filter))
    .map((thread) => ({ ...thread, lines: linesWith(text) }))
    .filter(({ title, lines }) => lines.length > 0 || title.toLowerCase().includes(text.toLowerCase()));
  return {
    threads: found.slice(0, limit),
    isMore: found.length > limit,
    folders: ['/home/mira/src/api', '/home/mira/src/web'],
    clients: ['Claude Code', 'Cursor'],
  };
}

export const threadTokens: CommandResult<'thread-tokens'> = {
  turns: [
    {
      at: at - 60_000,
      tokens: { total: 31_400, input: 29_800, cached: 12_300, output: 1600, reasoning: 420 },
    },
    { at, tokens: { total: 16_811, input: 15_300, cached: 14_900, output: 1511, reasoning: 480 } },
  ],
};

function factsOf(
  { id, folder, who, startedAt }: Pick<ThreadRow, 'id' | 'folder' | 'who' | 'startedAt'>,
  title: string,
): FoundThread {
  return {
    id,
    title,
    folder,
    client: who,
    state: 'done',
    isArchived: false,
    startedAt,
    changedAt: startedAt,
    days: [dayOf(startedAt)],
    tokens: { total: 48_211, input: 45_100, cached: 27_200, output: 3111, reasoning: 900 },
    lines: [],
    moreLines: 4,
  };
}

function linesWith(text: string): FoundThread['lines'] {
  if (text === '') return [];
  return samples.flatMap(([kind, line], index) => {
    const from = line.toLowerCase().indexOf(text.toLowerCase());
    if (from < 0) return [];
    const matches = [[from, from + text.length]] as const;
    return [{ kind, text: line, matches, entry: { at: at + index, id: `${index}` } }];
  });
}
