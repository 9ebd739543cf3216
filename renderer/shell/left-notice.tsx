import { Button } from '@mantine/core';
import type { ThreadRow } from '../../server/contract/state.ts';
import { useNow } from '../components/use-now.ts';
import { useCommand } from '../host/use-command.ts';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';
import { NoticeBar } from './notice-bar.tsx';

interface Props {
  readonly thread: ThreadRow;
  readonly left: NonNullable<ThreadRow['left']>;
}

/** A turn whose client has left: it will be stopped soon, unless the person lets it continue. */
export function LeftNotice({ thread, left }: Props) {
  const now = useNow();
  const { go } = useNavigation();
  const [keepGoing, isKeeping] = useCommand('keep-going');
  const title = thread.title || words.threads.untitled;
  const time = words.time.clock(left.stopsAt - now);
  return (
    // Screen readers must not read its clock every second.
    <div aria-live="off">
      <NoticeBar level="warning" text={words.notices.left(left.client, title, time)}>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => go({ page: 'threads', threadId: thread.id })}
        >
          {words.notices.open}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          loading={isKeeping}
          onClick={() => keepGoing({ threadId: thread.id })}
        >
          {words.notices.keepGoing}
        </Button>
      </NoticeBar>
    </div>
  );
}
