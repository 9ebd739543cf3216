import { Alert } from '@mantine/core';
import { IconDots, IconSearch } from '@tabler/icons-react';
import { VisibleText } from '../../../components/visible-text.tsx';
import { words } from '../../../words.ts';
import type { ItemOf } from './item.ts';
import { Step } from './step.tsx';

const colors = { info: 'blue', warning: 'yellow', error: 'red' } as const;

export function NoticeEntry({ item }: { item: ItemOf<'notice'> }) {
  return (
    <Alert color={colors[item.level]} p="6px 12px">
      <VisibleText>{item.text}</VisibleText>
    </Alert>
  );
}

export function SearchEntry({ item }: { item: ItemOf<'search'> }) {
  return (
    <Step
      item={item}
      icon={IconSearch}
      title={<VisibleText>{words.timeline.search(item.query)}</VisibleText>}
    />
  );
}

export function OtherEntry({ item }: { item: ItemOf<'other'> }) {
  const { others } = words.timeline;
  return (
    <Step item={item} icon={IconDots} title={<VisibleText>{others[item.what] ?? item.what}</VisibleText>} />
  );
}
