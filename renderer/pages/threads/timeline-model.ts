// The known part of a timeline: pages fill it, live events change and extend it. Pure.
import type { TimelineEvent, TimelineItem, TimelinePage } from '../../../server/contract/timeline.ts';

export interface TimelineModel {
  /** One entry for each item of the thread; undefined if it has not been fetched yet. */
  readonly items: readonly (TimelineItem | undefined)[];
  readonly indexOf: ReadonlyMap<string, number>;
}

export const emptyTimeline: TimelineModel = { items: [], indexOf: new Map() };

/** Live items are newer than a page and are kept. */
export function withPage(model: TimelineModel, page: TimelinePage): TimelineModel {
  const items = [...model.items];
  items.length = Math.max(items.length, page.total);
  const indexOf = new Map(model.indexOf);
  page.items.forEach((item, offset) => {
    if (indexOf.has(item.id)) return;
    items[page.start + offset] = item;
    indexOf.set(item.id, page.start + offset);
  });
  return { items: Array.from(items), indexOf };
}

/** @param events of this thread, in order; events about its changes are not for the timeline */
export function withEvents(model: TimelineModel, events: readonly TimelineEvent[]): TimelineModel {
  const items = [...model.items];
  let indexOf = model.indexOf;
  for (const event of events) {
    if (event.kind === 'item') {
      const known = indexOf.get(event.item.id);
      const index = known ?? items.length;
      items[index] = event.item;
      if (known === undefined) indexOf = new Map(indexOf).set(event.item.id, index);
    }
    if (event.kind === 'delta') {
      const index = indexOf.get(event.itemId);
      const item = index === undefined ? undefined : items[index];
      if (index !== undefined && item) items[index] = withMoreText(item, event.text);
    }
  }
  return { items, indexOf };
}

/** Which page holds an index: pages start at multiples of `size`. */
export function pageStart(index: number, size: number): number {
  return Math.floor(index / size) * size;
}

function withMoreText(item: TimelineItem, text: string): TimelineItem {
  switch (item.kind) {
    case 'message':
    case 'reasoning':
      return { ...item, text: item.text + text };
    case 'command':
      return { ...item, output: item.output + text, outputChars: item.outputChars + text.length };
    default:
      return item;
  }
}
