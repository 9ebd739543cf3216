import { Button } from '@mantine/core';
import { IconFileDiff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { DiffCounts } from '../../../components/diff-counts.tsx';
import { patchFiles, type RawChange, totalsOf } from '../../../components/patch-files.ts';
import { PatchView } from '../../../components/patch-view.tsx';
import { usePatchView } from '../../../components/use-patch-view.ts';
import { useHost, useReadyState } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import type { ItemOf } from './item.ts';
import { Step } from './step.tsx';

export function PatchEntry({ item, threadId }: { item: ItemOf<'patch'>; threadId: string }) {
  const { run } = useHost();
  const { threads } = useReadyState();
  const folder = threads.find(({ id }) => id === threadId)?.folder ?? '';
  const [whole, setWhole] = useState<readonly RawChange[]>();
  const files = useMemo(() => patchFiles(whole ?? item.changes, folder), [whole, item.changes, folder]);
  const view = usePatchView();
  async function fetchWhole() {
    const outcome = await run('patch', { threadId, itemId: item.id });
    if (outcome.ok) setWhole(outcome.value);
  }
  const names = files.map(({ path }) => path).join(', ');
  return (
    <Step
      item={item}
      icon={IconFileDiff}
      title={`${words.timeline.patch(files.length)} ${names}`}
      mark={<DiffCounts {...totalsOf(files)} />}
    >
      {item.isCut && !whole && (
        <Button variant="default" mb="xs" onClick={fetchWhole}>
          {words.timeline.wholePatch}
        </Button>
      )}
      <PatchView files={files} view={view} />
    </Step>
  );
}
