import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { words } from '../words.ts';
import classes from './to-end-button.module.css';

/** Shown over a list that is scrolled away from its end while more arrives. */
export function ToEndButton({ onClick }: { onClick(): void }) {
  return (
    <Button
      className={classes.toEnd ?? ''}
      variant="default"
      radius="xl"
      leftSection={<IconArrowDown size={14} />}
      onClick={onClick}
    >
      {words.timeline.toEnd}
    </Button>
  );
}
