import { ActionIcon, Badge, Button, Group, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { shownStateOf } from '../../../server/contract/selectors.ts';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { RemoteForm } from './form/remote-form.tsx';
import classes from './remote-actions.module.css';
import { StartDialog } from './start-dialog.tsx';
import { stateColors } from './state-colors.ts';

/** States in which connecting is the most likely action. */
const connectsFirst: readonly string[] = ['unused', 'idle', 'failed', 'connecting'];

/** The actions for a remote. */
export function RemoteActions({ remote }: { remote: RemoteRow }) {
  const { run, ask } = useHost();
  const { go } = useNavigation();
  const [open, setOpen] = useState<'edit' | 'remove' | 'start'>();
  const { name, status, where, transport, isKnown } = remote;
  const shown = shownStateOf(remote);
  const close = () => setOpen(undefined);
  const canConnect = !['disabled', 'loop', 'broken'].includes(status.kind) && where !== undefined;
  /** The state says why it fails. */
  const connect = () => ask('connect-remote', { name, where: where ?? '' });
  const isDisabled = status.kind === 'disabled';
  const connectText = status.kind === 'ready' ? words.remotes.reconnect : words.remotes.connect;
  return (
    <Group gap={6}>
      <div className={classes.state}>
        <Badge key={shown} color={stateColors[shown]}>
          {words.remotes.states[shown]}
        </Badge>
      </div>
      {canConnect && (
        <Button
          key={connectText}
          className={classes.connect}
          variant={connectsFirst.includes(status.kind) ? 'filled' : 'default'}
          loading={status.kind === 'connecting'}
          onClick={() => (isKnown ? connect() : setOpen('start'))}
        >
          {connectText}
        </Button>
      )}
      {status.kind !== 'broken' && (
        <Button variant="default" leftSection={<IconPencil size={14} />} onClick={() => setOpen('edit')}>
          {words.remotes.edit}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={words.remotes.more}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {status.kind !== 'broken' && (
            <Menu.Item
              leftSection={isDisabled ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
              onClick={() => run('enable-remote', { name, isEnabled: isDisabled })}
            >
              {isDisabled ? words.remotes.enable : words.remotes.disable}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={14} />} onClick={() => setOpen('remove')}>
            {words.remotes.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        isOpen={open === 'remove'}
        title={words.remotes.removeTitle(name)}
        text={words.remotes.removeHint}
        action={words.remotes.removeAction}
        onClose={close}
        onConfirm={async () => {
          const outcome = await run('remove-remote', { name });
          if (outcome.ok) go({ page: 'remotes' });
        }}
      />
      {open === 'start' && transport && (
        <StartDialog
          name={name}
          kind={transport}
          where={where ?? ''}
          action={words.remotes.start.connect[transport]}
          onClose={close}
          onConfirm={() => {
            close();
            void connect();
          }}
        />
      )}
      {open === 'edit' && <RemoteForm name={name} onClose={close} onSaved={close} />}
    </Group>
  );
}
