import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { PastThreads } from './past-threads.tsx';
import { ThreadButton } from './thread-button.tsx';
import classes from './thread-list.module.css';
import { sectionsOf, sharedFolders } from './thread-sections.ts';

interface Props {
  readonly openId: string | undefined;
  onOpen(id: string): void;
  onOpenPast(thread: PastThread): void;
}

/** Threads that need the person, those that run, the recent ones, and below them those of earlier runs. */
export function ThreadList({ openId, onOpen, onOpenPast }: Props) {
  const { threads } = useReadyState();
  const [search, setSearch] = useState('');
  const { needsYou, waiting, running, recent } = sectionsOf(threads, search);
  const shared = sharedFolders(threads);
  const section = (title: string, rows: readonly ThreadRow[]) =>
    rows.length > 0 && (
      <section className={classes.section} aria-label={title}>
        <h2 className={classes.title}>{title}</h2>
        {rows.map((thread) => (
          <ThreadButton
            key={thread.id}
            thread={thread}
            sharedBy={shared.get(thread.folder)}
            isOpen={thread.id === openId}
            onOpen={onOpen}
          />
        ))}
      </section>
    );
  return (
    <nav className={classes.list} aria-label={words.pages.threads}>
      <div className={classes.search}>
        <TextInput
          size="xs"
          placeholder={words.threads.search}
          aria-label={words.threads.search}
          leftSection={<IconSearch size={14} />}
          rightSection={
            search && <CloseButton size="xs" aria-label={words.threads.clear} onClick={() => setSearch('')} />
          }
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <div className={classes.scroll}>
        {section(words.threads.needsYou, needsYou)}
        {section(words.threads.running, running)}
        {section(words.threads.waiting, waiting)}
        {section(words.threads.recent, recent)}
        <PastThreads search={search} known={threads} openId={openId} onOpen={onOpenPast} />
      </div>
    </nav>
  );
}
