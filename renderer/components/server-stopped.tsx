import { Button } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useReadyState } from '../host/host-context.tsx';
import { useCommand } from '../host/use-command.ts';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';
import { EmptyState } from './empty-state.tsx';

/** A page that has nothing to show while the server does not run. @param hint what that means for this page */
export function ServerStopped({ icon, hint }: { icon: Icon; hint: string }) {
  const { server } = useReadyState();
  const { go } = useNavigation();
  const [start, isStarting] = useCommand('start-server');
  // It cannot start as long as another program has the port; the banner says which, and what helps.
  const canStart = server.kind !== 'error' || server.code !== 'port-in-use';
  return (
    <EmptyState isPage icon={icon} title={words.status.notRunning} hint={hint}>
      {canStart ? (
        <Button loading={isStarting || server.kind === 'starting'} onClick={() => start({})}>
          {words.status.start}
        </Button>
      ) : (
        <Button variant="default" onClick={() => go({ page: 'settings' })}>
          {words.status.otherPort}
        </Button>
      )}
    </EmptyState>
  );
}
