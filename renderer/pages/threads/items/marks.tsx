import { Alert, Divider, Text } from '@mantine/core';
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

/** The end of a turn: how it ended, how long it took, what it used. */
export function TurnEndEntry({ item }: { item: ItemOf<'turn-end'> }) {
  const facts = [
    words.timeline.outcomes[item.outcome],
    ...(item.durationMs ? [words.time.duration(item.durationMs)] : []),
    ...(item.did ? [item.did] : []),
    ...(item.tokens ? [words.timeline.tokens(item.tokens.total)] : []),
  ];
  return (
    <>
      {item.text && item.outcome !== 'completed' && (
        <Alert color={item.outcome === 'interrupted' ? 'yellow' : 'red'} p="6px 12px">
          <VisibleText>{item.text}</VisibleText>
        </Alert>
      )}
      <Divider
        my={6}
        label={
          <Text component="span" size="xs" c="dimmed">
            {facts.join(' · ')}
          </Text>
        }
      />
    </>
  );
}
