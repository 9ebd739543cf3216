import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { ToEndButton } from '../../../components/to-end-button.tsx';
import { usePinned } from '../../../components/use-pinned.ts';
import { words } from '../../../words.ts';
import type { LogFilter } from './log-filter.ts';
import { LogRow } from './log-row.tsx';
import classes from './logs.module.css';
import type { Log } from './use-log.ts';

const ROW_PX = 24;
/** The lines. Only the visible ones are rendered; at the end, the list stays at the end while more arrive. */
export function LogList({ log, onFilter }: { log: Log; onFilter(changes: Partial<LogFilter>): void }) {
  const { found, book } = log;
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const list = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => found[index] ?? index,
    overscan: 12,
  });
  const size = list.getTotalSize();

  const pinned = usePinned(scroller, size, found);

  function toggle(number: number) {
    const next = new Set(open);
    if (!next.delete(number)) next.add(number);
    setOpen(next);
  }
  function goToEnd() {
    pinned.pin();
    list.scrollToIndex(found.length - 1, { align: 'end' });
  }

  return (
    <>
      <ScrollRegion
        ref={scroller}
        className={classes.scroller}
        onScroll={pinned.onScroll}
        role="log"
        label={words.activity.logs}
      >
        <div className={classes.lines} style={{ height: size }}>
          {list.getVirtualItems().map(({ index, start, key }) => {
            const number = found[index] ?? 0;
            return (
              <div
                key={key}
                ref={list.measureElement}
                data-index={index}
                className={classes.place}
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRow
                  text={book.line(number)}
                  isOpen={open.has(number)}
                  onToggle={() => toggle(number)}
                  onFilter={onFilter}
                />
              </div>
            );
          })}
        </div>
      </ScrollRegion>
      {pinned.isAway && <ToEndButton onClick={goToEnd} />}
    </>
  );
}
