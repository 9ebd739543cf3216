import { Badge, Group, Paper, Text, Title } from '@mantine/core';
import type { RemoteItem } from '../../../server/contract/commands/remotes.ts';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';
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
          <Item key={describedItem(item.definition).id} item={item} />
        ))}
      </Offered>
      {templates.items && templates.items.length > 0 && (
        <>
          <Title order={2} mt="lg" mb="xs">
            {words.remotes.templates}
          </Title>
          <Offered remote={remote} loaded={templates} none={none}>
            {templates.items.map((item) => (
              <Item key={describedItem(item.definition).id} item={item} />
            ))}
          </Offered>
        </>
      )}
    </>
  );
}

function Item({ item }: { item: RemoteItem }) {
  const { title, under, description, args } = describedItem(item.definition);
  return (
    <Paper withBorder p="xs" mb={8} style={{ overflowWrap: 'anywhere' }}>
      <Text fw={500}>
        <VisibleText>{title}</VisibleText>
      </Text>
      {under && under !== title && (
        <Text size="xs" c="dimmed">
          <VisibleText>{under}</VisibleText>
        </Text>
      )}
      {description && (
        <Text>
          <VisibleText>{description}</VisibleText>
        </Text>
      )}
      {args.length > 0 && (
        <Group gap={6} mt={4}>
          {args.map((argument) => (
            <Badge key={argument.name} color={argument.isRequired ? 'indigo' : 'gray'}>
              <VisibleText>{argument.name}</VisibleText>
            </Badge>
          ))}
        </Group>
      )}
    </Paper>
  );
}
