import { Group, Select, type SelectProps, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { showUndo } from '../../components/notices.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { isWider, modeChoices, modeOf } from '../../mode-choices.ts';
import { words } from '../../words.ts';

/** How much one client asks: as everybody, or a mode of its own. A wider one can be taken back for a moment. */
export function ModeSelect({ principal }: { principal: PrincipalRow }) {
  const { run } = useHost();
  const { settings } = useReadyState();
  const { id, name, mode, hasOwnMode } = principal;
  async function choose(value: string | null) {
    const chosen = modeOf(value);
    const outcome = await run('change-principal', { id, changes: { mode: chosen ?? null } });
    const now = chosen ?? settings.mode;
    if (!outcome.ok || !isWider(now, mode)) return;
    showUndo({
      id: `mode-${id}`,
      text: words.modes.changed(words.clients.builtIn[name]?.title ?? name, words.modes.names[now]),
      undo: () => run('change-principal', { id, changes: { mode: hasOwnMode ? mode : null } }),
    });
  }
  return (
    <Select
      size="xs"
      w={215}
      aria-label={words.clients.modeOf(name)}
      allowDeselect={false}
      data={[
        { value: 'default', label: words.modes.asEverybody(words.modes.names[settings.mode]) },
        ...modeChoices,
      ]}
      value={hasOwnMode ? mode : 'default'}
      renderOption={Choice}
      comboboxProps={{ width: 300, position: 'bottom-start' }}
      maxDropdownHeight={400}
      onChange={choose}
    />
  );
}

const Choice: NonNullable<SelectProps['renderOption']> = ({ option: { value, label }, checked }) => {
  const mode = modeOf(value);
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between" flex={1}>
      <div>
        <Text size="xs">{label}</Text>
        {mode && (
          <Text size="xs" c="dimmed">
            {words.modes.hints[mode]}
          </Text>
        )}
      </div>
      {checked && <IconCheck size={14} aria-hidden />}
    </Group>
  );
};
