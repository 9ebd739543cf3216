// What a person does with a thread as a whole, for its head and the palette: name it, fork it, put it away, take its text.
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { showNotice } from '../../components/notices.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { useThreadSearch } from './find/thread-search.tsx';
import { RenameDialog } from './rename-dialog.tsx';

/** What decides which actions a thread has. */
export interface ActedThread {
  readonly id: string;
  readonly title: string;
  readonly isArchived: boolean;
  /** A turn runs in it. */
  readonly isBusy: boolean;
  /** Another program started it. */
  readonly isOfOthers: boolean;
}

interface ThreadActions {
  /** The thread that is open, for the palette. */
  readonly shown: ActedThread | undefined;
  show(thread: ActedThread | undefined): void;
  /** Asks for a name. */
  rename(thread: { readonly id: string; readonly title: string }): void;
  /** Opens the new thread. */
  fork(threadId: string): Promise<void>;
  archive(threadId: string, isArchived: boolean): Promise<void>;
  /** All of it, or one turn. */
  copyMarkdown(threadId: string, turnId?: string): Promise<void>;
}

const ActionsContext = createContext<ThreadActions | undefined>(undefined);

export function ThreadActionsProvider({ children }: { children: ReactNode }) {
  const { run } = useHost();
  const { go } = useNavigation();
  const { changed } = useThreadSearch();
  const [renamed, setRenamed] = useState<{ readonly id: string; readonly title: string }>();
  const [shown, show] = useState<ActedThread>();
  const actions = useMemo(
    () => ({
      shown,
      show,
      rename: setRenamed,
      async fork(threadId: string) {
        const outcome = await run('fork-thread', { threadId });
        if (!outcome.ok) return;
        changed();
        go({ page: 'threads', threadId: outcome.value.threadId });
        showNotice(words.threads.forked);
      },
      async archive(threadId: string, isArchived: boolean) {
        const outcome = await run('archive-thread', { threadId, isArchived });
        if (!outcome.ok) return;
        changed();
        showNotice(isArchived ? words.threads.archived : words.threads.unarchived);
      },
      async copyMarkdown(threadId: string, turnId?: string) {
        const outcome = await run('thread-markdown', { threadId, turnId });
        if (!outcome.ok) return;
        const copied = await run('copy', { text: outcome.value.text });
        if (copied.ok) showNotice(words.threads.copiedMarkdown);
      },
    }),
    [run, go, changed, shown],
  );
  return (
    <ActionsContext value={actions}>
      {children}
      {renamed && <RenameDialog thread={renamed} onClose={() => setRenamed(undefined)} onDone={changed} />}
    </ActionsContext>
  );
}

export function useThreadActions(): ThreadActions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('useThreadActions needs a ThreadActionsProvider above it.');
  return actions;
}
