import { amountsOf, type Spent } from '../../server/contract/leash.ts';
import { spentText } from '../../server/contract/leash-words.ts';
import { words } from '../words.ts';
import { useNow } from './use-now.ts';

/** `12 of 30 min · 84k tokens · 9 commands · 3 files`, counting while the turn works. */
export function SpentMeter({ spent }: { spent: Spent }) {
  const now = useNow();
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums' }}>{spentText(amountsOf(spent, now), spent.caps)}</span>
  );
}

/** `no sign for 5:12` */
export function Silence({ since }: { since: number }) {
  const now = useNow();
  return <>{words.leash.silentHere(words.time.clock(now - since))}</>;
}
