import { Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { shortcutOfKeys, shownShortcut } from '../../../server/contract/shortcut.ts';
import { Prose } from '../../components/prose.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { isMac } from '../../host/platform.ts';
import { words } from '../../words.ts';

const text = words.notifications;
const MODIFIERS = ['Control', 'Alt', 'AltGraph', 'Shift', 'Meta', 'OS'];

/** The keys that open the oldest question from any program: pressed to be set, and refused when another program has them. */
export function ShortcutField() {
  const { settings, shortcut: state } = useReadyState();
  const { ask } = useHost();
  const [isListening, setListening] = useState(false);
  const [problem, setProblem] = useState<string>();
  const refused = state.kind === 'refused' ? text.refused(state.why) : undefined;

  async function save(shortcut: string) {
    setListening(false);
    const outcome = await ask('set-shortcut', { shortcut });
    setProblem(outcome.ok ? undefined : `${outcome.error.summary} ${outcome.error.fix}`);
  }

  function hear(event: KeyboardEvent) {
    if (!isListening || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (MODIFIERS.includes(event.key)) return;
    if (event.key === 'Escape') return setListening(false);
    const shortcut = shortcutOfKeys(event.nativeEvent, isMac);
    if (shortcut === undefined) setProblem(text.notPossible);
    else void save(shortcut);
  }

  return (
    <Stack gap={4} maw={520}>
      <Text fw={500} size="sm">
        {text.shortcut}
      </Text>
      <Text size="xs" c="dimmed">
        <Prose>{text.shortcutHint}</Prose>
      </Text>
      {(problem ?? refused) && (
        <Text size="xs" c="var(--pb-danger)" role="alert">
          {problem ?? refused}
        </Text>
      )}
      <Group gap="xs">
        {settings.shortcut === '' ? (
          <Text size="sm">{text.none}</Text>
        ) : (
          <Kbd>{shownShortcut(settings.shortcut, isMac)}</Kbd>
        )}
        <Button
          variant="default"
          aria-pressed={isListening}
          onKeyDown={hear}
          onBlur={() => setListening(false)}
          onClick={() => {
            setProblem(undefined);
            setListening(true);
          }}
        >
          {isListening ? text.press : text.change}
        </Button>
        {settings.shortcut !== '' && (
          <Button variant="subtle" onClick={() => save('')}>
            {text.remove}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
