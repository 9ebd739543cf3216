// Links from outside, `patchbay://v1/PAGE/ITEM`, as other programs and our own command write them.
import type { WindowPlace } from './ipc.ts';
import { hashOf } from './places.ts';

export const LINK_SCHEME = 'patchbay:';

const BASE = `${LINK_SCHEME}//v1`;

/** To the question that has waited longest, whichever that is when it is opened. */
export const OLDEST_LINK = `${BASE}/oldest`;

export function linkTo(place: WindowPlace): string {
  return `${BASE}${hashOf(place).slice(1)}`;
}
