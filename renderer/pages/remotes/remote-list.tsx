import { ActionIcon, CloseButton, TextInput, Tooltip } from '@mantine/core';
import { IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { words } from '../../words.ts';
import { RemoteButton } from './remote-button.tsx';
import classes from './remote-list.module.css';

interface Props {
  readonly remotes: readonly RemoteRow[];
  readonly openName: string | undefined;
  onOpen(name: string): void;
  onAdd(): void;
  onImport(): void;
}

export function RemoteList({ remotes, openName, onOpen, onAdd, onImport }: Props) {
  const [search, setSearch] = useState('');
  const wanted = search.toLowerCase();
  const shown = remotes.filter(({ name, where = '' }) => `${name} ${where}`.toLowerCase().includes(wanted));
  return (
    <nav className={classes.list} aria-label={words.remotes.list}>
      <div className={classes.head}>
        <TextInput
          size="xs"
          flex={1}
          placeholder={words.remotes.search}
          aria-label={words.remotes.search}
          leftSection={<IconSearch size={14} />}
          rightSection={
            search && <CloseButton size="xs" aria-label={words.threads.clear} onClick={() => setSearch('')} />
          }
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Tooltip label={words.connecting.importFrom}>
          <ActionIcon variant="default" size={30} aria-label={words.connecting.importFrom} onClick={onImport}>
            <IconFileImport size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={words.remotes.add}>
          <ActionIcon
            variant="filled"
            color="indigo"
            size={30}
            aria-label={words.remotes.add}
            onClick={onAdd}
          >
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.scroll}>
        {shown.map((remote) => (
          <RemoteButton key={remote.name} remote={remote} isOpen={remote.name === openName} onOpen={onOpen} />
        ))}
      </div>
    </nav>
  );
}
