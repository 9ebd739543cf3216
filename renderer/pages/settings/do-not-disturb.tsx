import { Button, Group, Stack, Text } from '@mantine/core';
import { isQuiet, quietFor, quietSpans } from '../../../server/contract/notifications.ts';
import { words } from '../../words.ts';
import { useSettings } from './use-settings.ts';

const text = words.notifications;

/** Nothing is shown outside of the window for a while. */
export function DoNotDisturb() {
  const { settings, change } = useSettings();
  const wish = settings.doNotDisturb;
  return (
    <Stack gap={4}>
      <Text fw={500} size="sm">
        {wish.kind === 'until' ? text.until(wish.at) : text.doNotDisturb}
      </Text>
      <Text size="xs" c="dimmed">
        {text.doNotDisturbHint}
      </Text>
      <Group gap="xs">
        {isQuiet(wish, Date.now()) ? (
          <Button variant="default" onClick={() => change({ doNotDisturb: { kind: 'off' } })}>
            {text.endQuiet}
          </Button>
        ) : (
          quietSpans.map((span) => (
            <Button
              key={span}
              variant="default"
              onClick={() => change({ doNotDisturb: quietFor(span, Date.now()) })}
            >
              {text.spans[span]}
            </Button>
          ))
        )}
      </Group>
    </Stack>
  );
}
