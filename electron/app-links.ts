// Links from outside, `patchbay://v1/PAGE/ITEM`: each opens a place in the window and does nothing else, because any web
// page and any document can hold one.
import { z } from 'zod';
import type { WindowPlace } from '../server/contract/ipc.ts';
import { LINK_SCHEME, OLDEST_LINK } from '../server/contract/links.ts';
import { hashOf, placeOf } from '../server/contract/places.ts';

/** The parts of a URL; `v1` is what a later form of links would change. */
const linkParts = z.object({
  protocol: z.literal(LINK_SCHEME),
  host: z.literal('v1'),
  username: z.literal(''),
  password: z.literal(''),
  pathname: z.string().max(500),
  search: z.literal(''),
  hash: z.literal(''),
});

/** @param argv of the app, or of a second one that was started with the link */
export function linkIn(argv: readonly string[]): string | undefined {
  return argv.find((word) => word.toLowerCase().startsWith(LINK_SCHEME));
}

/** `patchbay://v1/oldest`: the question that has waited longest. */
export function isLinkToOldest(link: string): boolean {
  return link.toLowerCase() === OLDEST_LINK;
}

/** @returns undefined for everything that is not exactly a link to a place */
export function placeOfLink(link: string): WindowPlace | undefined {
  const parts = linkParts.safeParse(urlOf(link));
  if (!parts.success) return undefined;
  const hash = `#${parts.data.pathname}`;
  const place = placeOf(hash);
  // What placeOf does not know it takes for the inbox.
  return hashOf(place) === hash ? place : undefined;
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
