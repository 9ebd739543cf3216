import { Button, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';
import detail from './detail.module.css';

interface Props {
  /** The page with the list; in a narrow window a button leads back to it. */
  readonly page: 'threads' | 'remotes';
  readonly title: string;
  readonly under?: { readonly text: string; readonly whole: string } | undefined;
  readonly children: ReactNode;
}

/** The header of an entry's details: its name, its kind, and its actions. */
export function DetailHead({ page, title, under, children }: Props) {
  const { go } = useNavigation();
  return (
    <header className={detail.head}>
      <Button
        className={detail.back ?? ''}
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<IconArrowLeft size={14} />}
        onClick={() => go({ page })}
      >
        {words.pages[page]}
      </Button>
      <div className={detail.names}>
        <Title order={1} className={detail.title ?? ''} title={title}>
          {title}
        </Title>
        {under && (
          <Text size="xs" c="dimmed" truncate title={under.whole}>
            {under.text}
          </Text>
        )}
      </div>
      {children}
    </header>
  );
}
