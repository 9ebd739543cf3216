import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { ValueField } from '../../components/value-field.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import { useSettings } from './use-settings.ts';

const text = words.settings.about;

/** Which version this is, whether there is a newer one, and who is asked. */
export function AboutSection() {
  const { version, updates } = useReadyState();
  const { settings, change, problem } = useSettings();
  const { feed, looks } = settings.updates;
  const inForce = feed ?? updates.buildFeed;
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Text>{text.version(version)}</Text>
        <CopyButton text={version} label={text.copyVersion} />
      </Group>
      <UpdateLine />
      {updates.source === 'feed' && (
        <>
          <ValueField
            label={text.feed}
            description={text.feedHint}
            placeholder="https://"
            value={inForce}
            problem={problem}
            onSave={(value) => change({ updates: { ...settings.updates, feed: value } })}
          />
          <Switch
            label={text.looks}
            checked={looks !== false}
            disabled={inForce === ''}
            onChange={(event) =>
              change({ updates: { ...settings.updates, looks: event.currentTarget.checked } })
            }
          />
        </>
      )}
    </Stack>
  );
}

function UpdateLine() {
  const { state } = useReadyState().updates;
  const [look, isLooking] = useCommand('look-for-update');
  const [restart, isStarting] = useCommand('restart-to-update');
  const [keep] = useCommand('keep-version');
  const lookButton = (
    <Button variant="default" size="compact-sm" loading={isLooking} onClick={() => look({})}>
      {text.look}
    </Button>
  );
  switch (state.kind) {
    case 'off':
      return <Text c="dimmed">{text.off}</Text>;
    case 'unknown':
      return (
        <Group gap="xs">
          <Text c="dimmed">{text.unknown}</Text>
          {lookButton}
        </Group>
      );
    case 'newest':
      return (
        <Group gap="xs">
          <Text c="dimmed">{text.newest(state.askedAt)}</Text>
          {lookButton}
        </Group>
      );
    case 'offered':
      return (
        <Stack gap="xs" align="flex-start">
          <Group gap="xs">
            <Text>{text.offered[state.way](state.version)}</Text>
            {state.way === 'package-manager' && <CopyButton text={text.apt} label={text.copyCommand} />}
            {(state.way === 'restart' || state.way === 'fetch') && (
              <Button size="compact-sm" loading={isStarting} onClick={() => restart({})}>
                {text.restart}
              </Button>
            )}
          </Group>
          {state.problem !== undefined && <Alert color="red">{state.problem}</Alert>}
        </Stack>
      );
    case 'downloading':
      return <Text role="status">{text.downloading(state.version, state.percent)}</Text>;
    case 'waiting':
      return (
        <Group gap="xs">
          <Text role="status">{text.waiting(state.version)}</Text>
          <Button variant="default" size="compact-sm" onClick={() => keep({})}>
            {text.keep}
          </Button>
        </Group>
      );
  }
}
