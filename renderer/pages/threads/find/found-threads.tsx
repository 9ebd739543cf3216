import { Button, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { dayOf, isWantedThread } from '../../../../server/contract/is-wanted.ts';
import type { ThreadRow } from '../../../../server/contract/state.ts';
import type { FoundThread, ThreadFilter, TimelineSpot } from '../../../../server/contract/thread-search.ts';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import { ThreadButton } from '../thread-button.tsx';
import classes from './find.module.css';
import { FoundLineButton } from './found-line.tsx';
import { FoundThreadButton } from './found-thread.tsx';
import { useThreadSearch } from './thread-search.tsx';

const STEP = 50;
const WAIT_MS = 200;

interface Props {
  /** Threads of this run: what is known of them is newer than what is found. */
  readonly rows: readonly ThreadRow[];
  readonly openId: string | undefined;
  readonly openEntry: TimelineSpot | undefined;
  onOpen(thread: FoundThread, entry?: TimelineSpot): void;
  onOpenRow(id: string): void;
}

/** The threads that are looked for, each with the lines that have the words. */
export function FoundThreads({ rows, openId, openEntry, onOpen, onOpenRow }: Props) {
  const { ask } = useHost();
  const { text, filter, version, clear } = useThreadSearch();
  const [wanted] = useDebouncedValue(text, WAIT_MS);
  const [limit, setLimit] = useState(STEP);
  // A search reads every record: states matter to it when they are asked for, threads that come and go always do.
  const stateOf = (row: ThreadRow) => (filter.state === undefined ? '' : row.state);
  const states = rows.map((row) => `${row.id} ${stateOf(row)} ${row.isArchived}`).join();
  const key = JSON.stringify([wanted, filter, limit, version, states]);
  const [loaded, reload] = useLoaded(
    () => ask('find-threads', { asker: 'list', text: wanted, filter, limit }),
    key,
  );
  if (loaded.kind === 'loading') return <Rows />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  const { threads, isMore } = loaded.value;
  const calls = rows.filter((row) => row.isCall && isWantedCall(row, wanted, filter));
  if (threads.length === 0 && calls.length === 0) {
    return (
      <div className={classes.nothing} role="status">
        <Text>{words.threads.nothingFound}</Text>
        <Button variant="default" onClick={clear}>
          {words.threads.clearAll}
        </Button>
      </div>
    );
  }
  return (
    <section aria-label={words.threads.found}>
      {calls.map((row) => (
        <ThreadButton
          key={row.id}
          thread={row}
          sharedBy={undefined}
          isOpen={row.id === openId}
          onOpen={onOpenRow}
        />
      ))}
      {threads.map((thread) => {
        const isOpen = thread.id === openId;
        const row = rows.find(({ id }) => id === thread.id);
        return (
          <div key={thread.id} className={classes.found}>
            <FoundThreadButton thread={thread} row={row} isOpen={isOpen} onOpen={() => onOpen(thread)} />
            {thread.lines.map((line, at) => (
              <FoundLineButton
                // biome-ignore lint/suspicious/noArrayIndexKey: two lines can be the same
                key={at}
                line={line}
                isOpen={isOpen && line.entry !== undefined && isSame(line.entry, openEntry)}
                onOpen={() => onOpen(thread, line.entry)}
              />
            ))}
            {thread.moreLines > 0 && (
              <Text size="xs" c="dimmed" pl={16}>
                {words.threads.moreLines(thread.moreLines)}
              </Text>
            )}
          </div>
        );
      })}
      {isMore && (
        <Button variant="subtle" color="gray" fullWidth onClick={() => setLimit(limit + STEP)}>
          {words.more}
        </Button>
      )}
    </section>
  );
}

/** A call without a thread has no record: it is found by what is shown of it. */
function isWantedCall(
  { title, folder, who, state, startedAt }: ThreadRow,
  text: string,
  filter: ThreadFilter,
) {
  const all = `${title} ${folder} ${who}`.toLowerCase();
  const hasWords = text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
  const facts = { folder, client: who, isArchived: false, days: [dayOf(startedAt)] };
  return hasWords && isWantedThread({ ...facts, state: state === 'failed' ? 'failed' : 'running' }, filter);
}

function isSame(entry: TimelineSpot, open: TimelineSpot | undefined): boolean {
  return entry.at === open?.at && entry.id === open.id;
}
