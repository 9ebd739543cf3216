import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { UndoConflict, UndoPreview } from '../../../../server/contract/thread-changes.ts';
import { makeVisibleInLine } from '../../../../server/contract/visible.ts';
import { useHost } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import { DiffLayout } from './diff-layout.tsx';
import { FetchedDiff } from './lazy-diff.tsx';
import classes from './undo-conflicts.module.css';
import { fileCountOf } from './undo-request.ts';
import { useBounded } from './use-bounded.ts';

const text = words.changes.dialog;

interface Props {
  readonly preview: UndoPreview;
  readonly layout: 'unified' | 'split';
  onLeave(paths: readonly string[]): void;
}

/** The files that somebody else has changed since, each as the turn left it, as it is, and as it would be. */
export function UndoConflicts({ preview, layout, onLeave }: Props) {
  const { kind, conflicts, conflictCount } = preview;
  const { shown, restCount, showMore } = useBounded(conflicts);
  const others = fileCountOf(preview);
  return (
    <Stack gap="sm">
      <Alert color="orange" icon={<IconAlertTriangle />} role="alert">
        {kind === 'undo' ? text.conflicts(conflictCount) : text.conflictsOfRedo(conflictCount)}
      </Alert>
      <Group justify="flex-end">
        <DiffLayout layout={layout} />
      </Group>
      {shown.map((conflict) => (
        <Conflict key={conflict.path} conflict={conflict} preview={preview} layout={layout} />
      ))}
      {restCount > 0 && (
        <Button variant="default" onClick={showMore}>
          {words.changes.more(restCount)}
        </Button>
      )}
      {conflictCount > conflicts.length && (
        <Text c="dimmed">{words.changes.notListed(conflictCount - conflicts.length)}</Text>
      )}
      {kind === 'undo' && others > 0 && conflictCount === conflicts.length && (
        <Group>
          <Button variant="default" onClick={() => onLeave(conflicts.map(({ path }) => path))}>
            {text.without(conflictCount, others)}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Conflict(props: { conflict: UndoConflict; preview: UndoPreview; layout: 'unified' | 'split' }) {
  const { ask } = useHost();
  const { conflict, preview, layout } = props;
  const { path, left, now } = conflict;
  const { id, kind } = preview;
  const [sides, setSides] = useState<'since' | 'undo'>('since');
  const name = makeVisibleInLine(path);
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is no form, and no landmark
    <div className={classes.conflict} role="group" aria-label={name}>
      <div className={classes.head}>
        <Text component="span" ff="monospace" size="xs" fw={600} className={classes.name}>
          {name}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={text.sides}
          value={sides}
          onChange={(value) => setSides(value === 'undo' ? 'undo' : 'since')}
          data={[
            { value: 'since', label: text.since },
            { value: 'undo', label: kind === 'undo' ? text.undoSide : text.redoSide },
          ]}
        />
      </div>
      <Text size="xs" px={10} pb={6}>
        {kind === 'undo' ? text.conflict(left, now) : text.conflictOfRedo(left, now)}
      </Text>
      <FetchedDiff
        name={name}
        kind="update"
        layout={layout}
        version={`${id} ${sides}`}
        load={() => ask('preview-text', { id, path, sides })}
      />
    </div>
  );
}
