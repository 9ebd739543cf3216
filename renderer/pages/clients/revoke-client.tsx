import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { showUndo } from '../../components/notices.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

/** Revokes the token of a client at once, and offers to take that back. */
export function RevokeClient({ name }: { name: string }) {
  const { run } = useHost();
  const [revoke, isRevoking] = useCommand('revoke-token');
  async function start() {
    const outcome = await revoke({ name });
    if (!outcome.ok) return;
    showUndo({
      id: `revoked-${name}`,
      text: words.clients.revokedNow(name),
      undo: () => run('restore-token', { name }),
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
