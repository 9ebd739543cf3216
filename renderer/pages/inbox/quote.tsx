import { Text } from '@mantine/core';
import { makeVisibleInLine } from '../../../server/contract/visible.ts';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';
import classes from './quote.module.css';

/** What the model or a remote says, apart from what Patchbay says. */
export function Quote({ who, text }: { who: string; text: string }) {
  const label = words.approval.says(makeVisibleInLine(who));
  return (
    <ScrollRegion className={classes.quote} label={label}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text>
        <VisibleText>{text}</VisibleText>
      </Text>
    </ScrollRegion>
  );
}
