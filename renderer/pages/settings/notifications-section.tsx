import { SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import {
  levelOf,
  type NotificationKind,
  notificationKinds,
  notificationLevels,
} from '../../../server/contract/notifications.ts';
import { words } from '../../words.ts';
import { DoNotDisturb } from './do-not-disturb.tsx';
import classes from './notifications-section.module.css';
import { ShortcutField } from './shortcut-field.tsx';
import { useSettings } from './use-settings.ts';

const text = words.notifications;
const levels = notificationLevels.map((value) => ({ value, label: text.levels[value] }));

/** What is shown outside of the window, when not, and the keys that lead here. */
export function NotificationsSection() {
  const { settings, change } = useSettings();
  return (
    <Stack gap="md">
      <Switch
        label={text.notifies}
        description={text.notifiesHint}
        checked={settings.notifies}
        onChange={(event) => change({ notifies: event.currentTarget.checked })}
      />
      <Stack gap="xs">
        {notificationKinds.map((kind) => (
          <Kind key={kind} kind={kind} />
        ))}
      </Stack>
      <DoNotDisturb />
      <ShortcutField />
    </Stack>
  );
}

function Kind({ kind }: { kind: NotificationKind }) {
  const { settings, change } = useSettings();
  const { notifies, notifications } = settings;
  return (
    <div className={classes.kind}>
      <div>
        <Text size="sm" id={`notifications-${kind}`}>
          {text.kinds[kind]}
        </Text>
        <Text size="xs" c="dimmed">
          {text.hints[kind]}
        </Text>
      </div>
      <SegmentedControl
        size="xs"
        data={levels}
        aria-labelledby={`notifications-${kind}`}
        disabled={!notifies}
        value={levelOf(notifications, kind)}
        onChange={(level) => change({ notifications: { ...notifications, [kind]: level } })}
      />
    </div>
  );
}
