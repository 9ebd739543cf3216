import { Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { type FolderUse, neighboursOf } from '../../server/contract/neighbours.ts';
import { hasRunningTurn } from '../../server/contract/selectors.ts';
import type { ThreadRow } from '../../server/contract/state.ts';
import { useReadyState } from '../host/host-context.tsx';
import { words } from '../words.ts';
import { Ago } from './elapsed.tsx';
import classes from './neighbours.module.css';
import { useNow } from './use-now.ts';
import { VisibleText } from './visible-text.tsx';

/** The other threads that write where this one does; nothing where there are none. */
export function Neighbours({ threadId }: { threadId: string }) {
  const { threads } = useReadyState();
  const now = useNow(30_000);
  const row = threads.find(({ id }) => id === threadId);
  if (!row || !hasRunningTurn(row)) return null;
  const found = neighboursOf(folderUseOf(row), threads.map(folderUseOf), now);
  if (found.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={words.neighbours.label}>
      {found.map(({ id, place, isRunning }) => {
        const other = threads.find((thread) => thread.id === id);
        return (
          <li key={id}>
            <IconUsers size={15} aria-hidden className={classes.icon} />
            <Text component="span" size="sm">
              <VisibleText>{other?.who ?? ''}</VisibleText>{' '}
              {isRunning ? (
                words.neighbours.works(place)
              ) : (
                <>
                  {words.neighbours.changed(place)} <Ago at={other?.changedAt ?? now} />
                </>
              )}
              {other?.title && <VisibleText>{words.neighbours.thread(other.title)}</VisibleText>}
            </Text>
          </li>
        );
      })}
    </ul>
  );
}

function folderUseOf(row: ThreadRow): FolderUse {
  const { id, folder, worktree, sandbox, changedAt } = row;
  return {
    id,
    folder,
    worktree,
    canWrite: sandbox !== 'read-only',
    isRunning: hasRunningTurn(row),
    changedAt,
  };
}
