import { ActionIcon, CloseButton, Group, Indicator, Pill, TextInput, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { folderName } from '../../../../server/contract/shown-paths.ts';
import type { ThreadFilter } from '../../../../server/contract/thread-search.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { words } from '../../../words.ts';
import { FilterFields } from './filter-fields.tsx';
import classes from './find.module.css';
import { filterCount, useThreadSearch } from './thread-search.tsx';

/** Looks for threads: words, and filters that unfold below. Set filters can be seen and removed while it is folded. */
export function SearchField() {
  const { text, setText, filter, setFilter } = useThreadSearch();
  const [isOpen, setOpen] = useState(false);
  const count = filterCount(filter);
  const label = count > 0 ? words.threads.filtersSet(count) : words.threads.filters;
  return (
    <div className={classes.search}>
      <Group gap={4} wrap="nowrap">
        <TextInput
          size="xs"
          flex={1}
          placeholder={words.threads.search}
          aria-label={words.threads.search}
          leftSection={<IconSearch size={14} />}
          rightSection={
            text && <CloseButton size="xs" aria-label={words.threads.clear} onClick={() => setText('')} />
          }
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Tooltip label={label}>
          <Indicator disabled={count === 0} size={7} offset={4}>
            <ActionIcon
              aria-label={label}
              aria-expanded={isOpen}
              variant={isOpen ? 'light' : 'subtle'}
              onClick={() => setOpen(!isOpen)}
            >
              <IconAdjustmentsHorizontal size={16} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Group>
      {isOpen && <FilterFields />}
      {!isOpen && count > 0 && (
        <Pill.Group>
          {pillsOf(filter).map(([name, shown]) => (
            <Pill
              key={name}
              size="sm"
              withRemoveButton
              removeButtonProps={{
                'aria-label': words.threads.removeFilter(shown),
                'aria-hidden': false,
                tabIndex: 0,
              }}
              onRemove={() => setFilter({ ...filter, [name]: undefined })}
            >
              {shown}
            </Pill>
          ))}
        </Pill.Group>
      )}
    </div>
  );
}

function pillsOf({ folder, client, state, day, isArchived }: ThreadFilter): (readonly [string, string])[] {
  const pills = [
    ['folder', folder && folderName(folder)],
    ['client', client && makeVisible(client)],
    ['state', state && words.threads.states[state]],
    ['day', day],
    ['isArchived', isArchived && words.threads.filter.archived],
  ] as const;
  return pills.flatMap(([name, shown]) => (shown ? [[name, shown] as const] : []));
}
