import type { TimelineItem } from '../../../../server/view/timeline.ts';

/** A timeline item of one kind. */
export type ItemOf<K extends TimelineItem['kind']> = Extract<TimelineItem, { kind: K }>;
