import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

/** Lets a client start nothing new, or again. */
export function PauseClient({ principal: { id, isPaused } }: { principal: PrincipalRow }) {
  const [change, isChanging] = useCommand('change-client');
  const Icon = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button
      variant={isPaused ? 'light' : 'subtle'}
      color={isPaused ? 'blue' : 'gray'}
      leftSection={<Icon size={14} />}
      loading={isChanging}
      title={words.clients.pauseHint}
      onClick={() => change({ id, change: { do: 'pause', isPaused: !isPaused } })}
    >
      {isPaused ? words.clients.resume : words.clients.pause}
    </Button>
  );
}
