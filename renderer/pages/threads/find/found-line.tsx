import { UnstyledButton } from '@mantine/core';
import type { FoundLine } from '../../../../server/contract/thread-search.ts';
import { VisibleText } from '../../../components/visible-text.tsx';
import classes from './find.module.css';

interface Props {
  readonly line: FoundLine;
  readonly isOpen: boolean;
  onOpen(): void;
}

/** A line with what was looked for marked; opens the thread there. */
export function FoundLineButton({ line, isOpen, onOpen }: Props) {
  return (
    <UnstyledButton
      className={classes.line}
      data-open={isOpen || undefined}
      aria-current={isOpen || undefined}
      onClick={onOpen}
    >
      <span className={classes.text}>
        {partsOf(line).map(({ from, text, isMatch }) =>
          isMatch ? (
            <mark key={from}>
              <VisibleText>{text}</VisibleText>
            </mark>
          ) : (
            <VisibleText key={from}>{text}</VisibleText>
          ),
        )}
      </span>
    </UnstyledButton>
  );
}

interface Part {
  readonly from: number;
  readonly text: string;
  readonly isMatch: boolean;
}

/** The whole line in pieces, in order. */
export function partsOf({ text, matches }: Pick<FoundLine, 'text' | 'matches'>): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [from, to] of matches) {
    if (from > at) parts.push({ from: at, text: text.slice(at, from), isMatch: false });
    parts.push({ from, text: text.slice(from, to), isMatch: true });
    at = to;
  }
  if (at < text.length) parts.push({ from: at, text: text.slice(at), isMatch: false });
  return parts;
}
