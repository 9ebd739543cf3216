import { Text } from '@mantine/core';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { words } from '../../words.ts';
import classes from './status-note.module.css';
import { shortWhere } from './where.ts';

/** One line in every state, so that nothing below it moves when the state changes. What is wrong is said below. */
export function StatusLine({ remote }: { remote: RemoteRow }) {
  return (
    <Text size="xs" c="dimmed" truncate className={classes.hint ?? ''}>
      {makeVisible(lineOf(remote))}
    </Text>
  );
}

function lineOf(remote: RemoteRow): string {
  const { status, calls, failedCalls } = remote;
  switch (status.kind) {
    case 'ready':
      return words.remotes.calls(calls, failedCalls);
    case 'unused':
    case 'idle':
    case 'connecting':
    case 'disabled':
      return words.remotes.stateHints[status.kind];
    case 'broken':
      return status.file;
    default:
      return shortWhere(remote);
  }
}
