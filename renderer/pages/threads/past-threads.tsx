import { Button, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import { folderName, shortPath } from '../../../server/contract/shown-paths.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { Ago } from '../../components/elapsed.tsx';
import button from '../../components/list-button.module.css';
import { type HostLink, type Outcome, useHost } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';
import { useThreadSearch } from './find/thread-search.tsx';
import classes from './thread-button.module.css';
import listClasses from './thread-list.module.css';

const PAGE = 50;

interface Props {
  /** Threads that are already listed above. */
  readonly known: readonly ThreadRow[];
  readonly openId: string | undefined;
  onOpen(thread: PastThread): void;
}

/** Threads of earlier runs, from the engine's files. */
export function PastThreads({ known, openId, onOpen }: Props) {
  const { ask } = useHost();
  const [pages, setPages] = useState(1);
  const { version, showsTokens } = useThreadSearch();
  const [loaded] = useLoaded(() => newest(ask, pages), `${version} ${pages}`);
  const tokens = useTokens(showsTokens, pages * PAGE);
  if (loaded.kind === 'loading') return undefined;
  if (loaded.kind === 'failed') {
    return (
      <Text size="xs" c="dimmed" m="md">
        {words.threads.pastFailed(loaded.error.summary)}
      </Text>
    );
  }
  const here = new Set(known.map(({ id }) => id));
  const threads = loaded.value.threads.filter(({ id }) => !here.has(id));
  if (threads.length === 0) return undefined;
  return (
    <section className={listClasses.section} aria-label={words.threads.past}>
      <h2 className={listClasses.title}>{words.threads.past}</h2>
      {threads.map((thread) => (
        <UnstyledButton
          key={thread.id}
          className={button.row}
          data-open={thread.id === openId || undefined}
          aria-current={thread.id === openId}
          onClick={() => onOpen(thread)}
        >
          <span className={button.line}>
            <Text component="span" size="sm" truncate className={classes.title}>
              {makeVisible(thread.title) || words.threads.untitled}
            </Text>
            <Text component="span" size="xs" c="dimmed" className={classes.time}>
              <Ago at={thread.updatedAt} />
            </Text>
          </span>
          <Text component="span" size="xs" c="dimmed" truncate title={shortPath(thread.folder)}>
            {folderName(thread.folder)}
          </Text>
          {tokens.has(thread.id) && (
            <Text component="span" size="xs" c="dimmed">
              {words.threads.tokensShort(tokens.get(thread.id) ?? 0)}
            </Text>
          )}
        </UnstyledButton>
      ))}
      {loaded.value.cursor && (
        <Button variant="subtle" color="gray" fullWidth onClick={() => setPages(pages + 1)}>
          {words.more}
        </Button>
      )}
    </section>
  );
}

/** Pages, each with the cursor of the next. */
async function newest(ask: HostLink['ask'], pages: number): Promise<Outcome<'past-threads'>> {
  const threads: PastThread[] = [];
  let cursor: string | undefined;
  for (let page = 1; ; page += 1) {
    const outcome = await ask('past-threads', {
      limit: PAGE,
      ...(cursor && { cursor }),
    });
    if (!outcome.ok) return outcome;
    threads.push(...outcome.value.threads);
    cursor = outcome.value.cursor;
    if (cursor === undefined || page >= pages)
      return { ok: true, value: { threads, ...(cursor && { cursor }) } };
  }
}

/** The tokens of the threads that were recorded here, by id; none while nobody wants to see them. */
function useTokens(isWanted: boolean, limit: number): ReadonlyMap<string, number> {
  const { ask } = useHost();
  const [loaded] = useLoaded(
    () => ask('find-threads', { asker: 'tokens', text: '', filter: {}, limit: isWanted ? limit : 1 }),
    `${isWanted} ${limit}`,
  );
  const threads = isWanted && loaded.kind === 'ready' ? loaded.value.threads : [];
  return new Map(threads.flatMap(({ id, tokens }) => (tokens ? [[id, tokens.total]] : [])));
}
