import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { words } from '../words.ts';
import { type AnsiPart, ansiParts } from './ansi.ts';
import classes from './ansi-output.module.css';
import { ScrollRegion } from './scroll-region.tsx';
import { VisibleText } from './visible-text.tsx';

const FIRST_LINES = 24;

/** A program's output, with its colours. Of long output only the last lines are shown, until the rest is requested. */
export function AnsiOutput(props: {
  output: string;
  label: string;
  /** Fetches the complete output; set if `output` is not all of it. */
  onShowAll?: (() => void) | undefined;
}) {
  const [isWhole, setWhole] = useState(false);
  const lines = useMemo(() => props.output.replace(/\n$/, '').split('\n'), [props.output]);
  const hidden = isWhole ? 0 : Math.max(0, lines.length - FIRST_LINES);
  const parts = useMemo(() => ansiParts(lines.slice(hidden).join('\n')), [lines, hidden]);
  function showAll() {
    setWhole(true);
    props.onShowAll?.();
  }
  return (
    <div className={classes.frame}>
      {(hidden > 0 || (props.onShowAll && !isWhole)) && (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={showAll}>
          {hidden > 0 ? words.output.showEarlier(hidden) : words.output.showAll}
        </Button>
      )}
      <ScrollRegion label={props.label} className={classes.output}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: output only grows at its end
          <span key={index} className={classOf(part)}>
            <VisibleText>{part.text}</VisibleText>
          </span>
        ))}
      </ScrollRegion>
    </div>
  );
}

function classOf(part: AnsiPart): string {
  return [
    part.color && classes[part.color],
    part.background && classes[`on-${part.background}`],
    part.isBold && classes.bold,
    part.isDim && classes.dim,
    part.isUnderlined && classes.underlined,
  ]
    .filter(Boolean)
    .join(' ');
}
