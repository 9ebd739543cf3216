import { CloseButton, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { RemoteToolItem } from '../../../server/contract/commands/remotes.ts';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { words } from '../../words.ts';
import { isFetchable, Offered } from './offered.tsx';
import { useTokens } from './tokens-context.tsx';
import { ToolEntry } from './tool-entry.tsx';
import { describedTool, needsReview } from './tool-facts.ts';
import { useRemoteItems } from './use-remote-items.ts';

/** A list with at least this many entries can be searched. */
const SEARCHED_FROM = 8;

export function ToolsTab({ remote }: { remote: RemoteRow }) {
  const { name, toolCount, changedTools, shadowingTools, suspectTools, where } = remote;
  const key = JSON.stringify([toolCount, changedTools, shadowingTools, suspectTools, where]);
  const loaded = useRemoteItems({ name, kind: 'tools', key, isWanted: isFetchable(remote) });
  const tokens = useTokens(name);
  const [search, setSearch] = useState('');
  const items = (loaded.items ?? []) as readonly RemoteToolItem[];
  const wanted = search.toLowerCase();
  const shown = items
    .filter(({ definition }) => {
      const { tool, description } = describedTool(definition);
      return `${tool} ${description ?? ''}`.toLowerCase().includes(wanted);
    })
    // Those to review first: they would be lost in a long list.
    .sort((left, right) => Number(isPressing(right)) - Number(isPressing(left)));
  return (
    <Offered remote={remote} loaded={loaded} none={words.remotes.noTools}>
      {tokens && (
        <Text size="xs" c="dimmed" mb="xs">
          {words.remotes.tokensOfAll(tokens.total)}
        </Text>
      )}
      {items.length >= SEARCHED_FROM && (
        <TextInput
          size="xs"
          mb="sm"
          maw={320}
          placeholder={words.remotes.findTool}
          aria-label={words.remotes.findTool}
          leftSection={<IconSearch size={14} />}
          rightSection={
            search && <CloseButton size="xs" aria-label={words.threads.clear} onClick={() => setSearch('')} />
          }
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && words.remotes.noMatch}
      {shown.map((item) => (
        <ToolEntry
          key={describedTool(item.definition).tool}
          remote={name}
          item={item}
          onChanged={loaded.reload}
        />
      ))}
    </Offered>
  );
}

function isPressing(item: RemoteToolItem): boolean {
  return item.isOn && needsReview(item);
}
