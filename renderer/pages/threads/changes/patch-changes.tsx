import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { filesOfDiff } from '../../../components/patch-files.ts';
import { PatchView } from '../../../components/patch-view.tsx';
import { usePatchView } from '../../../components/use-patch-view.ts';
import { useHost } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';

interface Props {
  readonly threadId: string;
  /** While the turn runs, as it grows. */
  readonly live: string | undefined;
  readonly version: string;
  /** Above it: what is not in it. */
  readonly hint: string;
}

/** The diff of the last turn as the engine reports it: its patches alone. Nothing where there is none. */
export function PatchChanges({ threadId, live, version, hint }: Props) {
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('changes', { threadId }), version);
  const diff = live ?? (loaded.kind === 'ready' ? loaded.value.diff : '');
  const files = useMemo(() => filesOfDiff(diff), [diff]);
  const view = usePatchView();
  if (live === undefined && loaded.kind === 'failed') {
    return <LoadProblem error={loaded.error} onRetry={reload} />;
  }
  if (files.length === 0) return null;
  return (
    <>
      <Text c="dimmed">{hint}</Text>
      <PatchView files={files} view={view} />
    </>
  );
}
