import { Skeleton } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { TimelineSpot } from '../../../server/contract/thread-search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Rows } from '../../components/rows.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { ToEndButton } from '../../components/to-end-button.tsx';
import { usePinned } from '../../components/use-pinned.ts';
import { words } from '../../words.ts';
import { ExpansionProvider } from './expansion.tsx';
import { TimelineEntry } from './items/timeline-entry.tsx';
import classes from './timeline.module.css';
import { useEntryIndex } from './use-entry-index.ts';
import type { Timeline } from './use-timeline.ts';

interface Props {
  readonly threadId: string;
  readonly timeline: Timeline;
  /** The entry that the person came for: it is scrolled to and marked. */
  readonly entry: TimelineSpot | undefined;
}

/** What a thread did. Only visible entries are rendered; at the end, the list stays at the end while more arrives. */
export function TimelineView({ threadId, timeline, entry }: Props) {
  const { items } = timeline.model;
  if (timeline.problem) return <LoadProblem error={timeline.problem} onRetry={timeline.retry} />;
  if (timeline.isLoading && items.length === 0) return <Rows />;
  if (items.length === 0) return <EmptyState icon={IconMessages} title={words.timeline.empty} />;
  return (
    <ExpansionProvider key={threadId} opened={entry?.id}>
      <List threadId={threadId} timeline={timeline} entry={entry} />
    </ExpansionProvider>
  );
}

function List({ threadId, timeline, entry }: Props) {
  const { model, need } = timeline;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: model.items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 72,
    getItemKey: (index) => model.items[index]?.id ?? index,
    overscan: 8,
  });
  const visible = list.getVirtualItems();
  const size = list.getTotalSize();

  const pinned = usePinned(scroller, size, model);

  const wanted = useEntryIndex(threadId, entry);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known where the entry is
  useEffect(() => {
    if (wanted === undefined || wanted < 0) return;
    pinned.unpin();
    need(wanted);
    list.scrollToIndex(wanted, { align: 'center' });
  }, [wanted, entry]);

  useEffect(() => {
    const missing = visible.find(({ index }) => model.items[index] === undefined);
    if (missing) need(missing.index);
  }, [visible, model, need]);

  function goToEnd() {
    pinned.pin();
    list.scrollToIndex(model.items.length - 1, { align: 'end' });
  }

  return (
    <div className={classes.frame}>
      <ScrollRegion
        ref={scroller}
        className={classes.scroller}
        onScroll={pinned.onScroll}
        role="log"
        label={words.timeline.label}
      >
        <div className={classes.items} style={{ height: size }}>
          {visible.map(({ index, start, key }) => {
            const item = model.items[index];
            return (
              <div
                // The one that was found is made again, so that it is open.
                key={index === wanted ? `${key} found` : key}
                ref={list.measureElement}
                data-index={index}
                data-found={index === wanted || undefined}
                aria-current={index === wanted || undefined}
                className={classes.item}
                style={{ transform: `translateY(${start}px)` }}
              >
                {item ? <TimelineEntry item={item} threadId={threadId} /> : <Skeleton height={56} />}
              </div>
            );
          })}
        </div>
      </ScrollRegion>
      {pinned.isAway && <ToEndButton onClick={goToEnd} />}
    </div>
  );
}
