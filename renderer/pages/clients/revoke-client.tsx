import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

const UNDO_SHOWN_MS = 8000;

/** Revokes the token of a client at once, and offers to take that back. */
export function RevokeClient({ name }: { name: string }) {
  const [revoke, isRevoking] = useCommand('revoke-token');
  async function start() {
    const outcome = await revoke({ name });
    if (!outcome.ok) return;
    notifications.show({
      id: noteOf(name),
      message: <Revoked name={name} />,
      autoClose: UNDO_SHOWN_MS,
      closeButtonProps: { 'aria-label': words.close },
    });
  }
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={14} />}
      loading={isRevoking}
      title={words.clients.revokeHint}
      onClick={start}
    >
      {words.clients.revoke}
    </Button>
  );
}

function Revoked({ name }: { name: string }) {
  const [restore, isRestoring] = useCommand('restore-token');
  async function takeBack() {
    await restore({ name });
    notifications.hide(noteOf(name));
  }
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{words.clients.revokedNow(name)}</Text>
      <Button variant="default" size="compact-sm" loading={isRestoring} onClick={takeBack}>
        {words.clients.takeBack}
      </Button>
    </Group>
  );
}

const noteOf = (name: string) => `revoked-${name}`;
