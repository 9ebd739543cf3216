import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import classes from './long-diff.module.css';
import { ScrollRegion } from './scroll-region.tsx';

const LINE_PX = 19;

/** A diff of any length as plain lines; only the visible ones are rendered. */
export function LongDiff({ lines, label }: { lines: readonly string[]; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 30,
  });
  return (
    <ScrollRegion ref={scroller} className={classes.scroller} label={label}>
      <div className={classes.lines} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            className={classes.line}
            data-sign={lines[index]?.[0]}
            style={{ transform: `translateY(${start}px)` }}
          >
            {lines[index]}
          </div>
        ))}
      </div>
    </ScrollRegion>
  );
}
