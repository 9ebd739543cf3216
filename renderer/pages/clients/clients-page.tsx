import { Alert, Button, Group, Text, Title } from '@mantine/core';
import { IconDoorEnter, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Ago } from '../../components/elapsed.tsx';
import { Page } from '../../components/page.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { ClientTable } from './client-table.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { PrincipalCard } from './principal-card.tsx';

/** Who is connected and who ever was, who may connect, and how much each may do. */
export function ClientsPage() {
  const { principals, knocks } = useReadyState();
  const [connecting, setConnecting] = useState<{ name: string }>();
  return (
    <Page
      title={words.pages.clients}
      actions={
        <Button leftSection={<IconPlus size={14} />} onClick={() => setConnecting({ name: '' })}>
          {words.clients.connect}
        </Button>
      }
    >
      {knocks.map((knock) => (
        <Alert key={knock.name} color="yellow" icon={<IconDoorEnter />} mb="md">
          <Group justify="space-between">
            <div>
              <Text>
                <VisibleText>{words.clients.knocked(knock.name)}</VisibleText>
              </Text>
              <Text size="xs">
                {words.clients.knocks(knock.count)}, <Ago at={knock.at} />
              </Text>
            </div>
            <Button variant="default" onClick={() => setConnecting({ name: knock.name })}>
              {words.clients.connectIt}
            </Button>
          </Group>
        </Alert>
      ))}
      <ClientTable onConnect={() => setConnecting({ name: '' })} />
      {principals.length > 0 && (
        <>
          <Title order={2} mt="xl" mb={2}>
            {words.clients.access}
          </Title>
          <Text c="dimmed" mb="sm">
            {words.clients.accessHint}
          </Text>
          {principals.map((principal) => (
            <PrincipalCard key={principal.id} principal={principal} />
          ))}
        </>
      )}
      {connecting && (
        <ConnectDialog suggestedName={connecting.name} onClose={() => setConnecting(undefined)} />
      )}
    </Page>
  );
}
