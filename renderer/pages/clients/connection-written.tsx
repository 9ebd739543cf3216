import { Alert, Button, Code, Group, Loader, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { makeVisible } from '../../../server/contract/visible.ts';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import type { Proposal, Written } from './connection-change.tsx';

const text = words.connecting;

/** What was written, what the person does now, and the client's first connection when it comes. */
export function ConnectionWritten(props: {
  proposal: Proposal;
  written: Written;
  /** When writing began, in ms since 1970. */
  since: number;
  onClose: () => void;
}) {
  const { proposal, written, since, onClose } = props;
  const connected = useFirstConnection(written.token, since);
  const isConnecting = proposal.kind === 'connect';
  return (
    <Stack gap="sm">
      <Alert color="green" icon={<IconCircleCheck />}>
        {isConnecting ? text.written : text.removed}
      </Alert>
      {isConnecting && <Text>{text.next(proposal.afterwards)}</Text>}
      {written.backup !== undefined && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {text.backup} <Code>{makeVisible(written.backup)}</Code>
        </Text>
      )}
      {isConnecting && (
        <Group gap="xs" role="status">
          {connected === undefined ? <Loader size="xs" /> : <IconCircleCheck size={16} aria-hidden />}
          <Text>{connected === undefined ? text.waiting : text.isConnected(makeVisible(connected))}</Text>
        </Group>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose}>{words.clients.done}</Button>
      </Group>
    </Stack>
  );
}

/** @returns the name of the first client that came in this way since then */
function useFirstConnection(token: string | undefined, from: number): string | undefined {
  const { clients, principals } = useReadyState();
  const owner = principals.find(({ name }) => name === token)?.id;
  const found = clients.findLast(
    ({ since, transport, principal }) =>
      since >= from && (token === undefined ? transport === 'relay' : principal === owner),
  );
  return found?.name;
}
