import { Select, Stack, Switch, TextInput } from '@mantine/core';
import { shortPath } from '../../../../server/contract/shown-paths.ts';
import { type ThreadFilter, threadStates } from '../../../../server/contract/thread-search.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { useHost, useReadyState } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import { useThreadSearch } from './thread-search.tsx';

const text = words.threads.filter;

/** What the list of threads is reduced to, and what it shows. */
export function FilterFields() {
  const { ask } = useHost();
  const { threads } = useReadyState();
  const { filter, setFilter, showsTokens, setShowsTokens } = useThreadSearch();
  const [loaded] = useLoaded(
    () => ask('find-threads', { asker: 'filters', text: '', filter: {}, limit: 1 }),
    '',
  );
  const recorded = loaded.kind === 'ready' ? loaded.value : { folders: [], clients: [] };
  const folders = [...new Set([...threads.map(({ folder }) => folder), ...recorded.folders])].filter(Boolean);
  const clients = [...new Set([...threads.map(({ who }) => who), ...recorded.clients])];
  const set = (changes: ThreadFilter) => setFilter({ ...filter, ...changes });
  const choice = (
    label: string,
    value: string | undefined,
    data: { value: string; label: string }[],
    onChange: (chosen: string | undefined) => void,
  ) => (
    <Select
      size="xs"
      aria-label={label}
      placeholder={label}
      data={data}
      value={value ?? null}
      clearable
      searchable
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
  return (
    <Stack gap={6} role="group" aria-label={words.threads.filters}>
      {choice(
        text.folder,
        filter.folder,
        withChosen(folders, filter.folder).map((value) => ({ value, label: shortPath(value) })),
        (folder) => set({ folder }),
      )}
      {choice(
        text.client,
        filter.client,
        withChosen(clients, filter.client).map((value) => ({ value, label: makeVisible(value) })),
        (client) => set({ client }),
      )}
      {choice(
        text.state,
        filter.state,
        threadStates.map((value) => ({ value, label: words.threads.states[value] })),
        (state) => set({ state: threadStates.find((one) => one === state) }),
      )}
      <TextInput
        size="xs"
        type="date"
        aria-label={text.day}
        value={filter.day ?? ''}
        onChange={(event) => set({ day: event.currentTarget.value || undefined })}
      />
      <Switch
        size="xs"
        label={text.archived}
        checked={filter.isArchived === true}
        onChange={(event) => set({ isArchived: event.currentTarget.checked ? true : undefined })}
      />
      <Switch
        size="xs"
        label={text.tokens}
        checked={showsTokens}
        onChange={(event) => setShowsTokens(event.currentTarget.checked)}
      />
    </Stack>
  );
}

function withChosen(values: readonly string[], chosen: string | undefined): readonly string[] {
  return chosen === undefined || values.includes(chosen) ? values : [chosen, ...values];
}
