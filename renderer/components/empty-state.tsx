import { Stack, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyPicture } from './empty-picture.tsx';
import classes from './empty-state.module.css';

/** What an empty place shows: that it is empty, and what to do next. */
export function EmptyState(props: {
  icon: Icon;
  title: string;
  isPage?: boolean;
  hint?: string;
  children?: ReactNode;
}) {
  return (
    <div className={classes.place}>
      <Stack align="center" gap="xs" maw={420}>
        <EmptyPicture icon={props.icon} />
        <Title order={props.isPage ? 1 : 2} ta="center">
          {props.title}
        </Title>
        {props.hint && (
          <Text c="dimmed" ta="center">
            {props.hint}
          </Text>
        )}
        {props.children}
      </Stack>
    </div>
  );
}
