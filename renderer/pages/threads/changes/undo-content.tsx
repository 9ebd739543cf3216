import { Group, Stack, Text } from '@mantine/core';
import { shortPath } from '../../../../server/contract/shown-paths.ts';
import type { UndoPreview } from '../../../../server/contract/thread-changes.ts';
import { words } from '../../../words.ts';
import { BusyNote } from './busy-note.tsx';
import { DiffLayout, useDiffLayout } from './diff-layout.tsx';
import { PathList } from './path-list.tsx';
import { UndoConflicts } from './undo-conflicts.tsx';
import { UndoSteps } from './undo-steps.tsx';

const text = words.changes.dialog;

interface Props {
  readonly preview: UndoPreview;
  /** Shows what would change without these files. */
  onLeave(paths: readonly string[]): void;
}

/** What stands in the way, and what would change, file by file. */
export function UndoContent({ preview, onLeave }: Props) {
  const { folder, steps, stepCount, conflictCount, leftOut, busyThread } = preview;
  const layout = useDiffLayout();
  const place = shortPath(folder);
  const isNothing = stepCount === 0 && conflictCount === 0;
  return (
    <Stack gap="sm" mb="md">
      {busyThread !== undefined && <BusyNote threadId={busyThread} />}
      {conflictCount > 0 && <UndoConflicts preview={preview} layout={layout} onLeave={onLeave} />}
      {isNothing && <Text>{text.nothing(place)}</Text>}
      {conflictCount === 0 && stepCount > 0 && (
        <>
          <Group justify="space-between">
            <Text fw={600}>{text.summary(place, steps, stepCount)}</Text>
            <DiffLayout layout={layout} />
          </Group>
          <UndoSteps preview={preview} layout={layout} />
        </>
      )}
      <PathList label={words.changes.leftOut} paths={leftOut} />
    </Stack>
  );
}
