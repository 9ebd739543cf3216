import { words } from '../words.ts';
import classes from './diff-counts.module.css';

/** `+41 −7`. */
export function DiffCounts({ added, removed }: { added: number; removed: number }) {
  return (
    <span className={classes.counts}>
      <span className={classes.added}>+{words.number(added)}</span>{' '}
      <span className={classes.removed}>−{words.number(removed)}</span>
    </span>
  );
}
