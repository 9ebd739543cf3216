import { Anchor, Text } from '@mantine/core';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { useReadyState } from '../../../host/host-context.tsx';
import { useNavigation } from '../../../navigation.tsx';
import { words } from '../../../words.ts';

/** Why nothing can be undone now: a turn could be writing in the same folder. */
export function BusyNote({ threadId }: { threadId: string }) {
  const { threads } = useReadyState();
  const { place, go } = useNavigation();
  const isHere = place.page === 'threads' && place.threadId === threadId;
  const title = threads.find(({ id }) => id === threadId)?.title || words.threads.untitled;
  return (
    <Text c="var(--pb-warn)" role="status">
      {isHere ? words.changes.busyHere : words.changes.busyElsewhere(makeVisible(title))}{' '}
      {!isHere && (
        <Anchor component="button" type="button" inherit onClick={() => go({ page: 'threads', threadId })}>
          {words.changes.openThread}
        </Anchor>
      )}
    </Text>
  );
}
