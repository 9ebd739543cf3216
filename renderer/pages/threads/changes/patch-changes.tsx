import { Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
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
  /** In its place where there is none. */
  readonly children?: ReactNode;
}

/** The diff of the last turn as the engine reports it: its patches alone. */
export function PatchChanges({ threadId, live, version, hint, children }: Props) {
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('changes', { threadId }), version);
  const diff = live ?? (loaded.kind === 'ready' ? loaded.value.diff : '');
  const files = useMemo(() => filesOfDiff(diff), [diff]);
  const view = usePatchView();
  if (live === undefined && loaded.kind === 'failed') {
    return <LoadProblem error={loaded.error} onRetry={reload} />;
  }
  if (files.length === 0) return children;
  return (
    <>
      <Text c="dimmed">{hint}</Text>
      <PatchView files={files} view={view} />
    </>
  );
}
