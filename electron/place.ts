// A place in the window as the fragment of its address: the window opens there, and comes back there when its process
// has died.
import type { WindowPlace } from './ipc.ts';

export function hashOf(place: WindowPlace): string {
  return `#${encodeURIComponent(JSON.stringify(place))}`;
}

/** @returns undefined when there is none, or it is none of ours */
export function placeIn(hash: string): WindowPlace | undefined {
  try {
    const place: unknown = JSON.parse(decodeURIComponent(hash.slice(1)));
    const isPlace = typeof place === 'object' && place !== null && 'page' in place;
    return isPlace ? (place as WindowPlace) : undefined;
  } catch {
    return undefined;
  }
}
