import { amountsOf, type Spent } from '../../server/contract/leash.ts';
import { spentParts } from '../../server/contract/leash-words.ts';
import { words } from '../words.ts';
import classes from './spent-meter.module.css';
import { useNow } from './use-now.ts';

/** `12 of 30 min · 84k tokens · 9 commands · 3 files`, counting while the turn works. */
export function SpentMeter({ spent }: { spent: Spent }) {
  const now = useNow();
  return (
    <span className={classes.meter}>
      {spentParts(amountsOf(spent, now), spent.caps).map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: always the same four, in the same order
        <span key={at} className={classes.part}>
          {at > 0 && <span className={classes.separator}> · </span>}
          {part}
        </span>
      ))}
    </span>
  );
}

/** `no sign for 5:12` */
export function Silence({ since }: { since: number }) {
  const now = useNow();
  return <>{words.leash.silentHere(words.time.clock(now - since))}</>;
}
