import { ActionIcon, Menu } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconGitFork,
  IconMarkdown,
  IconPencil,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { Shortcut } from '../../components/shortcut.tsx';
import { isDialogOpen } from '../../host/dialogs.ts';
import { words } from '../../words.ts';
import { type ActedThread, useThreadActions } from './thread-actions.tsx';

const COPY = 'mod+shift+C';

/** What can be done with a thread as a whole. */
export function ThreadMenu(thread: ActedThread) {
  const { id, title, isArchived, isBusy, isOfOthers } = thread;
  const { rename, fork, archive, copyMarkdown, show } = useThreadActions();
  useEffect(() => {
    show({ id, title, isArchived, isBusy, isOfOthers });
    return () => show(undefined);
  }, [id, title, isArchived, isBusy, isOfOthers, show]);
  useHotkeys([[COPY, () => isDialogOpen() || copyMarkdown(id)]]);
  const text = words.threads;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={text.actions}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconMarkdown size={14} />}
          rightSection={<Shortcut keys={COPY} />}
          onClick={() => copyMarkdown(id)}
        >
          {text.copyMarkdown}
        </Menu.Item>
        {!isArchived && (
          <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => rename({ id, title })}>
            {text.rename}
          </Menu.Item>
        )}
        {!isArchived && (
          <Menu.Item
            leftSection={<IconGitFork size={14} />}
            disabled={isBusy || isOfOthers}
            title={text.forkHint}
            onClick={() => fork(id)}
          >
            {text.fork}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={isArchived ? <IconArchiveOff size={14} /> : <IconArchive size={14} />}
          disabled={isBusy}
          onClick={() => archive(id, !isArchived)}
        >
          {isArchived ? text.unarchive : text.archive}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
