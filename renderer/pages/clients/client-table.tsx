import { Anchor, Badge, Button, Table, Text } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { lastFailureOf } from '../../../server/contract/selectors.ts';
import type { ClientRow, PrincipalRow, ThreadRow } from '../../../server/contract/state.ts';
import { Ago } from '../../components/elapsed.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Prose } from '../../components/prose.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import classes from './client-table.module.css';

/** Every client of this run, the connected ones first. */
export function ClientTable({ onConnect }: { onConnect: () => void }) {
  const { clients, principals, threads } = useReadyState();
  if (clients.length === 0) {
    return (
      <EmptyState icon={IconDeviceDesktop} title={words.clients.none} hint={words.clients.noneHint}>
        <Button onClick={onConnect}>{words.clients.connect}</Button>
      </EmptyState>
    );
  }
  const rows = clients.toSorted((a, b) => Number(b.isConnected) - Number(a.isConnected) || b.since - a.since);
  return (
    <Table.ScrollContainer minWidth={520} scrollAreaProps={{ type: 'auto' }}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {words.clients.columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((client) => (
            <Row
              key={client.id}
              client={client}
              principal={principals.find(({ id }) => id === client.principal)}
              failed={lastFailureOf(threads, client.principal)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RowProps {
  readonly client: ClientRow;
  readonly principal: PrincipalRow | undefined;
  /** The last call, if it failed. */
  readonly failed: ThreadRow | undefined;
}

function Row({ client, principal, failed }: RowProps) {
  const { go } = useNavigation();
  const { name, version, protocol, transport, isConnected, since, lastCallAt } = client;
  return (
    <Table.Tr>
      <Table.Td>
        <VisibleText>{name}</VisibleText>{' '}
        {version && (
          <Text component="span" size="xs" c="dimmed">
            <VisibleText>{version}</VisibleText>
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {[words.clients.transports[transport], protocol && `MCP ${protocol}`].filter(Boolean).join(' · ')}
        </Text>
        {failed?.why !== undefined && (
          <Anchor
            component="button"
            type="button"
            className={classes.failed ?? ''}
            onClick={() => go({ page: 'threads', threadId: failed.id })}
          >
            <Prose>{words.clients.lastFailed(failed.why)}</Prose>
          </Anchor>
        )}
      </Table.Td>
      <Table.Td className={classes.short ?? ''}>
        {principal ? (
          <Badge color={isConnected ? 'green' : 'gray'}>
            {isConnected ? words.clients.connected : words.clients.gone}
          </Badge>
        ) : (
          <Badge color="red">{words.clients.revoked}</Badge>
        )}
      </Table.Td>
      <Table.Td>
        {principal
          ? (words.clients.builtIn[principal.name]?.title ?? principal.name)
          : words.clients.noIdentity}
      </Table.Td>
      <Table.Td className={classes.short ?? ''}>
        <Ago at={since} />
      </Table.Td>
      <Table.Td className={classes.short ?? ''}>
        {lastCallAt ? <Ago at={lastCallAt} /> : words.clients.noCall}
      </Table.Td>
    </Table.Tr>
  );
}
