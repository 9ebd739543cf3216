import { words } from '../words.ts';
import { useNow } from './use-now.ts';

/** `0:42`, counting while `until` is not set. */
export function Elapsed({ since, until }: { since: number; until?: number | undefined }) {
  const now = useNow();
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums' }}>{words.time.clock((until ?? now) - since)}</span>
  );
}

/** `3 min ago`. */
export function Ago({ at }: { at: number }) {
  const past = useNow(5000) - at;
  return (
    <time dateTime={new Date(at).toISOString()} title={words.time.wholeMoment(at)}>
      {past < 5000 ? words.time.now : words.time.ago(words.time.duration(Math.round(past / 1000) * 1000, 0))}
    </time>
  );
}
