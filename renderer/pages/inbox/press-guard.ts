// An answer that asks for more than one press: it counts once it was held for a second, or pressed a second time. A double
// click is one press.

export const HOLD_MS = 1000;
/** A second press counts from here on. */
const AGAIN_FROM_MS = 400;
const AGAIN_UNTIL_MS = 5000;

/** All times in ms, of one clock. */
export type Press<Key> =
  | { readonly kind: 'idle' }
  /** `firstAt`: when it was pressed before; absent for the first press. */
  | { readonly kind: 'holding'; readonly key: Key; readonly since: number; readonly firstAt?: number }
  /** It waits for the second press. */
  | { readonly kind: 'pressed-once'; readonly key: Key; readonly firstAt: number }
  | { readonly kind: 'confirmed'; readonly key: Key };

export type PressEvent<Key> =
  | { readonly kind: 'down'; readonly key: Key }
  | { readonly kind: 'up' }
  /** The pointer has left the button, or the window is no longer used. */
  | { readonly kind: 'cancel' }
  /** Time has passed. */
  | { readonly kind: 'later' };

const idle = { kind: 'idle' } as const;

/** @param at now */
export function nextPress<Key>(before: Press<Key>, event: PressEvent<Key>, at: number): Press<Key> {
  switch (event.kind) {
    case 'down': {
      const { key } = event;
      const isSecond = before.kind === 'pressed-once' && before.key === key;
      return { kind: 'holding', key, since: at, ...(isSecond && { firstAt: before.firstAt }) };
    }
    case 'up': {
      if (before.kind !== 'holding') return before;
      const { key, since, firstAt } = before;
      const isConfirmed = at - since >= HOLD_MS || (firstAt !== undefined && at - firstAt >= AGAIN_FROM_MS);
      return isConfirmed ? { kind: 'confirmed', key } : { kind: 'pressed-once', key, firstAt: firstAt ?? at };
    }
    case 'cancel':
      return before.kind === 'holding' ? idle : before;
    case 'later':
      if (before.kind === 'holding' && at - before.since >= HOLD_MS)
        return { kind: 'confirmed', key: before.key };
      if (before.kind === 'pressed-once' && at - before.firstAt >= AGAIN_UNTIL_MS) return idle;
      return before;
  }
}

/** @returns ms until time alone changes something; undefined if it never does */
export function changesIn<Key>(press: Press<Key>, at: number): number | undefined {
  if (press.kind === 'holding') return Math.max(0, press.since + HOLD_MS - at);
  return press.kind === 'pressed-once' ? Math.max(0, press.firstAt + AGAIN_UNTIL_MS - at) : undefined;
}
