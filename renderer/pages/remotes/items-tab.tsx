import { Title } from '@mantine/core';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { words } from '../../words.ts';
import { ItemEntry } from './item-entry.tsx';
import { isFetchable, Offered } from './offered.tsx';
import { describedItem } from './tool-facts.ts';
import { useRemoteItems } from './use-remote-items.ts';

/** The resources of a remote with their templates, or its prompts. */
export function ItemsTab({ remote, kind }: { remote: RemoteRow; kind: 'resources' | 'prompts' }) {
  const { name, where } = remote;
  const isWanted = isFetchable(remote);
  const key = where ?? '';
  const loaded = useRemoteItems({ name, kind, key, isWanted });
  const templates = useRemoteItems({
    name,
    kind: 'templates',
    key,
    isWanted: isWanted && kind === 'resources',
  });
  const none = kind === 'prompts' ? words.remotes.noPrompts : words.remotes.noResources;
  return (
    <>
      <Offered remote={remote} loaded={loaded} none={none}>
        {loaded.items?.map((item) => (
          <ItemEntry key={describedItem(item.definition).id} remote={name} item={item} />
        ))}
      </Offered>
      {templates.items && templates.items.length > 0 && (
        <>
          <Title order={2} mt="lg" mb="xs">
            {words.remotes.templates}
          </Title>
          <Offered remote={remote} loaded={templates} none={none}>
            {templates.items.map((item) => (
              <ItemEntry key={describedItem(item.definition).id} remote={name} item={item} />
            ))}
          </Offered>
        </>
      )}
    </>
  );
}
