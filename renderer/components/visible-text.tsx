import { visibleParts } from '../../server/contract/visible.ts';
import classes from './visible-text.module.css';

/** A text from outside with its invisible characters shown. */
export function VisibleText({ children }: { children: string }) {
  return visibleParts(children).map((part, index) =>
    part.isInvisible ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
      <mark key={index} className={classes.invisible}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}
