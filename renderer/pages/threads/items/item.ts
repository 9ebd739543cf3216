import type { TimelineItem } from '../../../../server/contract/timeline.ts';

/** A timeline item of one kind. */
export type ItemOf<K extends TimelineItem['kind']> = Extract<TimelineItem, { kind: K }>;
