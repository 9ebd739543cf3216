import { Button } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { isQuiet } from '../../server/contract/notifications.ts';
import { useHost, useReadyState } from '../host/host-context.tsx';
import { words } from '../words.ts';

const text = words.notifications;

/** While the person does not want to be disturbed: until when, and the way to end it. */
export function QuietState() {
  const { doNotDisturb: wish } = useReadyState().settings;
  const { run } = useHost();
  if (!isQuiet(wish, Date.now())) return null;
  const label = wish.kind === 'until' ? text.until(wish.at) : text.untilEnded;
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-xs"
      leftSection={<IconBellOff size={12} aria-hidden />}
      aria-label={`${label}. ${text.endQuiet}`}
      onClick={() => run('change-settings', { changes: { doNotDisturb: { kind: 'off' } } })}
    >
      {label} · {text.end}
    </Button>
  );
}
