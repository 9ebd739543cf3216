import { Button } from '@mantine/core';
import type { ThreadRow } from '../../server/contract/state.ts';
import { makeVisible } from '../../server/contract/visible.ts';
import { useNow } from '../components/use-now.ts';
import { useCommand } from '../host/use-command.ts';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';
import { NoticeBar } from './notice-bar.tsx';

interface Props {
  readonly thread: ThreadRow;
  readonly since: number;
}

/** A turn of which nothing has been heard for a while: the person can look at it, or stop it. */
export function SilentNotice({ thread, since }: Props) {
  const now = useNow();
  const { go } = useNavigation();
  const [stop, isStopping] = useCommand('stop-turn');
  const title = makeVisible(thread.title) || words.threads.untitled;
  return (
    // Screen readers must not read its clock every second.
    <div aria-live="off">
      <NoticeBar level="warning" text={words.leash.silent(title, words.time.clock(now - since))}>
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
          loading={isStopping}
          onClick={() => stop({ threadId: thread.id })}
        >
          {words.leash.stop}
        </Button>
      </NoticeBar>
    </div>
  );
}
