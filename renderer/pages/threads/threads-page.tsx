import { IconMessages } from '@tabler/icons-react';
import { useState } from 'react';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import type { ThreadPlace } from '../../../server/contract/ipc.ts';
import columns from '../../components/columns.module.css';
import { EmptyState } from '../../components/empty-state.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { ThreadDetail } from './thread-detail.tsx';
import { ThreadList } from './thread-list.tsx';

/** Every conversation: the list at the left, the open one at the right. */
export function ThreadsPage({ place }: { place: ThreadPlace }) {
  const openId = place.threadId;
  const { threads } = useReadyState();
  const { go } = useNavigation();
  const [past, setPast] = useState<PastThread>();
  const row = threads.find(({ id }) => id === openId);
  const shown = row ?? (past?.id === openId ? past : undefined);
  return (
    <div className={columns.columns} data-open={shown !== undefined || undefined}>
      <ThreadList
        openId={openId}
        onOpen={(threadId) => go({ page: 'threads', threadId })}
        onOpenPast={(thread) => {
          setPast(thread);
          go({ page: 'threads', threadId: thread.id });
        }}
      />
      <div className={columns.detail}>
        {shown ? (
          <ThreadDetail key={shown.id} place={place} thread={shown} row={row} />
        ) : (
          <EmptyState
            isPage
            icon={IconMessages}
            title={threads.length > 0 ? words.threads.pick : words.threads.none}
            hint={threads.length > 0 ? words.threads.pickHint : words.threads.noneHint}
          />
        )}
      </div>
    </div>
  );
}
