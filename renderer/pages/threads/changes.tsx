import { IconFileDiff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadProblem } from '../../components/load-problem.tsx';
import { filesOfDiff } from '../../components/patch-files.ts';
import { PatchView } from '../../components/patch-view.tsx';
import { Rows } from '../../components/rows.tsx';
import { usePatchView } from '../../components/use-patch-view.ts';
import { useHost } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';
import { WhoWrote } from './who-wrote.tsx';

/** The whole diff of the thread's last turn. */
export function Changes({ threadId, liveDiff }: { threadId: string; liveDiff: string | undefined }) {
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('changes', { threadId }), threadId);
  const diff = liveDiff ?? (loaded.kind === 'ready' ? loaded.value.diff : '');
  const files = useMemo(() => filesOfDiff(diff), [diff]);
  const view = usePatchView();
  if (liveDiff === undefined && loaded.kind === 'loading') return <Rows />;
  if (liveDiff === undefined && loaded.kind === 'failed') {
    return <LoadProblem error={loaded.error} onRetry={reload} />;
  }
  if (files.length === 0) {
    return (
      <EmptyState icon={IconFileDiff} title={words.threads.noChanges} hint={words.threads.noChangesHint} />
    );
  }
  return (
    <>
      <PatchView files={files} view={view} />
      <WhoWrote threadId={threadId} files={files.map((file) => file.movedTo ?? file.path)} />
    </>
  );
}
