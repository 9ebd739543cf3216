import { Select } from '@mantine/core';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { modeChoices, modeOf } from '../../mode-choices.ts';
import { words } from '../../words.ts';

/** How much one client asks: as everybody, or a mode of its own. */
export function ModeSelect({ principal }: { principal: PrincipalRow }) {
  const { run } = useHost();
  const { settings } = useReadyState();
  const { id, name, mode, hasOwnMode } = principal;
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
      onChange={(value) => run('change-principal', { id, changes: { mode: modeOf(value) ?? null } })}
    />
  );
}
