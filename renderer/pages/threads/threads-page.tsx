import { Button } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useState } from 'react';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import type { ThreadPlace } from '../../../server/contract/ipc.ts';
import columns from '../../components/columns.module.css';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Rows } from '../../components/rows.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { useThreadSearch } from './find/thread-search.tsx';
import { ThreadDetail } from './thread-detail.tsx';
import { ThreadList } from './thread-list.tsx';

/** Every conversation: the list at the left, the open one at the right. */
export function ThreadsPage({ place }: { place: ThreadPlace }) {
  const openId = place.threadId;
  const { threads } = useReadyState();
  const { go } = useNavigation();
  const [past, setPast] = useState<PastThread>();
  const row = threads.find(({ id }) => id === openId);
  const known = past?.id === openId ? past : undefined;
  return (
    <div className={columns.columns} data-open={openId !== undefined || undefined}>
      <ThreadList
        openId={openId}
        openEntry={place.entry}
        onOpen={(threadId) => go({ page: 'threads', threadId })}
        onOpenPast={(thread, entry) => {
          setPast(thread);
          go({ page: 'threads', threadId: thread.id, ...(entry && { entry }) });
        }}
      />
      <div className={columns.detail}>
        {row && <ThreadDetail key={row.id} place={place} thread={row} row={row} />}
        {!row && openId !== undefined && <PastDetail key={openId} place={place} id={openId} known={known} />}
        {openId === undefined && (
          <EmptyState
            isPage
            icon={IconMessages}
            title={threads.length > 0 ? words.threads.pick : words.threads.none}
            hint={threads.length > 0 ? words.threads.pickHint : words.threads.noneHint}
          >
            {threads.length === 0 && (
              <Button onClick={() => go({ page: 'clients' })}>{words.threads.toClients}</Button>
            )}
          </EmptyState>
        )}
      </div>
    </div>
  );
}

interface PastProps {
  readonly place: ThreadPlace;
  readonly id: string;
  /** What the list has shown of it. */
  readonly known: PastThread | undefined;
}

/** A thread of an earlier run. */
function PastDetail({ place, id, known }: PastProps) {
  const { ask } = useHost();
  const { version } = useThreadSearch();
  const [loaded, reload] = useLoaded(() => ask('thread-facts', { threadId: id }), `${version}`);
  const thread = loaded.kind === 'ready' ? loaded.value : known;
  if (thread) return <ThreadDetail place={place} thread={thread} row={undefined} />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  return <Rows />;
}
