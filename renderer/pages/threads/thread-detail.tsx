import { Badge, Button, Tabs, Text } from '@mantine/core';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import type { ThreadPlace } from '../../../server/contract/ipc.ts';
import { hasRunningTurn, hasTurn, waitingCards } from '../../../server/contract/selectors.ts';
import { folderName, shortPath } from '../../../server/contract/shown-paths.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import { queuedText } from '../../../server/contract/turn-queue.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import detail from '../../components/detail.module.css';
import { DetailHead } from '../../components/detail-head.tsx';
import { Neighbours } from '../../components/neighbours.tsx';
import { SpentMeter } from '../../components/spent-meter.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { ChangesTab } from './changes/changes-tab.tsx';
import { CopyLine } from './copy-line.tsx';
import { Details } from './details.tsx';
import classes from './thread-detail.module.css';
import { ThreadFooter } from './thread-footer.tsx';
import { ThreadMenu } from './thread-menu.tsx';
import { TimelineView } from './timeline.tsx';
import { useTimeline } from './use-timeline.ts';

const colors: Readonly<Record<ThreadRow['state'], string>> = {
  waiting: 'gray',
  'needs-you': 'orange',
  running: 'indigo',
  done: 'green',
  failed: 'red',
  interrupted: 'gray',
};

type Tab = 'timeline' | NonNullable<ThreadPlace['tab']>;

interface Props {
  readonly place: ThreadPlace;
  readonly thread: ThreadRow | PastThread;
  /** Absent for a thread of an earlier run. */
  readonly row: ThreadRow | undefined;
}

/** One thread: its timeline, its changes, its details. */
export function ThreadDetail({ place, thread, row }: Props) {
  const { go, replace } = useNavigation();
  const { inbox } = useReadyState();
  const timeline = useTimeline(thread.id);
  const question = waitingCards(inbox).find(({ threadId }) => threadId === thread.id);
  const folder = folderName(thread.folder);
  const where = thread.branch ? `${folder} (${thread.branch})` : folder;
  const who = row?.who ?? ('who' in thread ? thread.who : undefined);
  const isArchived = thread.isArchived === true;
  function showTab(tab: Tab) {
    replace({ page: 'threads', threadId: thread.id, ...(tab !== 'timeline' && { tab }) });
  }
  return (
    <div className={detail.detail}>
      <DetailHead
        page="threads"
        title={makeVisible(thread.title) || words.threads.untitled}
        under={{
          text: [where, who, thread.model].filter(Boolean).join(' · '),
          whole: shortPath(thread.folder),
        }}
      >
        {row && !question && <Badge color={colors[row.state]}>{words.threads.states[row.state]}</Badge>}
        {isArchived && <Badge color="gray">{words.threads.isArchived}</Badge>}
        {question && (
          <Button onClick={() => go({ page: 'inbox', approvalId: question.id })}>
            {words.threads.answer}
          </Button>
        )}
        {!row?.isCall && (
          <ThreadMenu
            id={thread.id}
            title={thread.title}
            isArchived={isArchived}
            isBusy={row !== undefined && hasTurn(row)}
            isOfOthers={'isOfOthers' in thread}
          />
        )}
      </DetailHead>
      {row?.queued && (
        <Text size="sm" px={20} pb={6} role="status">
          {queuedText(row.queued)}
        </Text>
      )}
      {row?.spent && hasRunningTurn(row) && !row.queued && (
        <Text
          size="xs"
          c="dimmed"
          px={20}
          pb={6}
          role="status"
          aria-live="off"
          aria-label={words.leash.spent}
        >
          <SpentMeter spent={row.spent} />
        </Text>
      )}
      {row?.copy && <CopyLine copy={row.copy} />}
      <div className={classes.neighbours}>
        <Neighbours threadId={thread.id} />
      </div>
      <Tabs
        value={place.tab ?? 'timeline'}
        onChange={(tab) => showTab((tab ?? 'timeline') as Tab)}
        className={detail.tabs ?? ''}
      >
        <Tabs.List px={12}>
          <Tabs.Tab value="timeline">{words.threads.timeline}</Tabs.Tab>
          <Tabs.Tab value="changes">{words.threads.changes}</Tabs.Tab>
          <Tabs.Tab value="details">{words.threads.details}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline" className={classes.timeline ?? ''}>
          <TimelineView threadId={thread.id} timeline={timeline} entry={place.entry} />
        </Tabs.Panel>
        <Tabs.Panel value="changes" className={detail.panel ?? ''}>
          <ChangesTab threadId={thread.id} row={row} liveDiff={timeline.liveDiff} turn={place.turn} />
        </Tabs.Panel>
        <Tabs.Panel value="details" className={detail.panel ?? ''}>
          <Details thread={thread} row={row} />
        </Tabs.Panel>
      </Tabs>
      {!row?.isCall && <ThreadFooter thread={thread} row={row} />}
    </div>
  );
}
