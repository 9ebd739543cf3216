import type { PastThread } from '../../../server/contract/commands/threads.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import type { FoundThread, TimelineSpot } from '../../../server/contract/thread-search.ts';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { FoundThreads } from './find/found-threads.tsx';
import { SearchField } from './find/search-field.tsx';
import { useThreadSearch } from './find/thread-search.tsx';
import { PastThreads } from './past-threads.tsx';
import { ThreadButton } from './thread-button.tsx';
import classes from './thread-list.module.css';
import { sectionsOf, sharedFolders } from './thread-sections.ts';

interface Props {
  readonly openId: string | undefined;
  onOpen(id: string): void;
  /** The entry of its timeline that is shown. */
  readonly openEntry: TimelineSpot | undefined;
  onOpenPast(thread: PastThread, entry?: TimelineSpot): void;
}

/** Threads that need the person, those that run, the recent ones, and below them those of earlier runs. */
export function ThreadList({ openId, openEntry, onOpen, onOpenPast }: Props) {
  const { threads } = useReadyState();
  const { isActive } = useThreadSearch();
  const { needsYou, waiting, running, recent } = sectionsOf(threads);
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
      <SearchField />
      <div className={classes.scroll}>
        {isActive ? (
          <FoundThreads
            rows={threads}
            openId={openId}
            openEntry={openEntry}
            onOpen={(thread, entry) => onOpenPast(pastThreadOf(thread), entry)}
            onOpenRow={onOpen}
          />
        ) : (
          <>
            {section(words.threads.needsYou, needsYou)}
            {section(words.threads.running, running)}
            {section(words.threads.waiting, waiting)}
            {section(words.threads.recent, recent)}
            <PastThreads known={threads} openId={openId} onOpen={onOpenPast} />
          </>
        )}
      </div>
    </nav>
  );
}

function pastThreadOf(thread: FoundThread): PastThread {
  const { id, folder, title, branch, model, client, isArchived, isOfOthers, startedAt, changedAt } = thread;
  return {
    id,
    folder,
    title,
    ...(branch && { branch }),
    ...(model && { model }),
    ...(client && { who: client }),
    ...(isArchived && { isArchived }),
    ...(isOfOthers && { isOfOthers }),
    createdAt: startedAt,
    updatedAt: changedAt,
  };
}
