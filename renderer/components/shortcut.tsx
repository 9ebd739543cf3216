import { shortcutText } from '../host/platform.ts';
import classes from './shortcut.module.css';

/** A shortcut beside the label of its action. */
export function Shortcut({ keys }: { keys: string }) {
  return (
    <kbd className={classes.keys} aria-hidden>
      {shortcutText(keys)}
    </kbd>
  );
}
