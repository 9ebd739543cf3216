import type { Icon } from '@tabler/icons-react';
import classes from './empty-picture.module.css';

/** What an empty place is for, on a panel of a patch bay: sockets, and a cable that leads to it. */
export function EmptyPicture({ icon: Subject }: { icon: Icon }) {
  return (
    <div className={classes.picture} aria-hidden>
      <svg viewBox="0 0 176 96" className={classes.panel} role="presentation">
        <rect className={classes.board} x="8" y="8" width="160" height="80" rx="8" />
        {[28, 148].map((x) =>
          [28, 68].map((y) => <circle key={`${x} ${y}`} className={classes.socket} cx={x} cy={y} r="6" />),
        )}
        <path className={classes.cable} d="M28 68 C 48 96, 56 72, 64 60" />
        <path className={classes.cable} d="M148 28 C 128 0, 120 24, 112 36" />
        <circle className={classes.disc} cx="88" cy="48" r="28" />
      </svg>
      <Subject size={32} stroke={1.5} className={classes.subject} />
    </div>
  );
}
