import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Rows } from '../../components/rows.tsx';
import { words } from '../../words.ts';
import type { LoadedItems } from './use-remote-items.ts';

/**
 * Whether a page of this remote may fetch what it offers: only if it was connected before, so nothing new is started.
 */
export function isFetchable({ status, isKnown }: RemoteRow): boolean {
  return isKnown && (status.kind === 'ready' || status.kind === 'idle');
}

/**
 * A list of what a remote offers, in each of its states. The list stays when a later fetch fails, because a form may
 * be filled in.
 */
export function Offered(props: {
  remote: RemoteRow;
  loaded: LoadedItems;
  none: string;
  children: ReactNode;
}) {
  const { remote, loaded } = props;
  const { items, problem } = loaded;
  const shownProblem = problem && remote.status.kind !== 'failed' && (
    <LoadProblem error={problem} onRetry={loaded.reload} />
  );
  if (!items) {
    if (shownProblem) return shownProblem;
    const isComing = isFetchable(remote) || remote.status.kind === 'connecting';
    return isComing ? <Rows /> : <Text c="dimmed">{words.remotes.notConnected}</Text>;
  }
  if (items.length === 0) return <Text c="dimmed">{props.none}</Text>;
  return (
    <>
      {shownProblem}
      {props.children}
      {loaded.hasMore && (
        <Button variant="default" mt="sm" loading={loaded.isLoading} onClick={loaded.more}>
          {words.remotes.next}
        </Button>
      )}
    </>
  );
}
