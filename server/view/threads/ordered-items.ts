// The items of one thread in order of arrival, each accessible by its id.
import type { TimelineSpot } from '../../contract/thread-search.ts';
import type { TimelineItem } from '../../contract/timeline.ts';

export interface TimelineList {
  readonly items: readonly TimelineItem[];
  /** Adds an item, or replaces the one with its id, keeping the original start time. */
  put(item: TimelineItem): TimelineItem;
  find(itemId: string): TimelineItem | undefined;
  /** Where the entry is, or the one nearest in time; -1 without any. */
  indexOf(spot: TimelineSpot): number;
  /** @param start negative: from the end */
  page(start: number, limit: number): { items: TimelineItem[]; start: number; total: number };
}

export function createTimelineList(): TimelineList {
  const items: TimelineItem[] = [];
  const places = new Map<string, number>();

  function find(itemId: string): TimelineItem | undefined {
    const place = places.get(itemId);
    return place === undefined ? undefined : items[place];
  }

  return {
    items,
    find,
    put(item) {
      const place = places.get(item.id) ?? items.length;
      const kept = { ...item, at: item.at || (find(item.id)?.at ?? Date.now()) };
      places.set(item.id, place);
      items[place] = kept;
      return kept;
    },
    indexOf({ id, at }) {
      const place = id === undefined ? undefined : places.get(id);
      if (place !== undefined) return place;
      const away = (item: TimelineItem) => Math.abs(item.at - at);
      return items.reduce((nearest, item, index) => {
        const known = items[nearest];
        return known && away(known) <= away(item) ? nearest : index;
      }, -1);
    },
    page(start, limit) {
      const from = Math.min(start < 0 ? Math.max(0, items.length + start) : start, items.length);
      return { items: items.slice(from, from + limit), start: from, total: items.length };
    },
  };
}
