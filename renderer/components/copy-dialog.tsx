import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CopyChanges } from '../../server/contract/commands/copies.ts';
import type { CommandError } from '../../server/contract/ipc.ts';
import { shortPath } from '../../server/contract/shown-paths.ts';
import { useHost } from '../host/host-context.tsx';
import { useLoaded } from '../host/use-loaded.ts';
import { words } from '../words.ts';
import { Dialog } from './dialog.tsx';
import { LoadProblem } from './load-problem.tsx';
import { showNotice } from './notices.tsx';
import { patchFiles } from './patch-files.ts';
import { PatchView } from './patch-view.tsx';
import { Prose } from './prose.tsx';
import { usePatchView } from './use-patch-view.ts';
import { VisibleText } from './visible-text.tsx';

const text = words.copies;

interface Props {
  readonly id: string;
  /** The working tree it is a copy of. */
  readonly of: string;
  onClose(): void;
}

/** What merging a copy would change; it is done when the person says so. */
export function CopyDialog({ id, of, onClose }: Props) {
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('copy-changes', { id }), id);
  const [problem, setProblem] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);

  async function merge({ digest }: CopyChanges) {
    setBusy(true);
    const outcome = await ask('merge-copy', { id, digest });
    setBusy(false);
    if (!outcome.ok) {
      setProblem(outcome.error);
      return reload();
    }
    showNotice(text.merged);
    onClose();
  }

  const shown = loaded.kind === 'ready' ? loaded.value : undefined;
  const canMerge = shown !== undefined && shown.diffs.length > 0 && shown.conflicts.length === 0;
  return (
    <Dialog onClose={onClose} title={text.title(shortPath(of))} size="xl">
      <Stack gap="sm">
        {problem && (
          <Alert color="red">
            <Prose>{[problem.summary, problem.fix].filter(Boolean).join(' ')}</Prose>
          </Alert>
        )}
        {loaded.kind === 'failed' && <LoadProblem error={loaded.error} onRetry={reload} />}
        {shown && <Shown changes={shown} />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {words.close}
          </Button>
          {canMerge && (
            <Button loading={isBusy} onClick={() => merge(shown)}>
              {text.merge}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

function Shown({ changes: { diffs, conflicts, leftOut } }: { changes: CopyChanges }) {
  const view = usePatchView();
  const files = useMemo(() => {
    const kind = { type: 'update' as const };
    return patchFiles(
      diffs.map(({ path, diff }) => ({ path, kind, diff })),
      '',
    );
  }, [diffs]);
  return (
    <>
      {conflicts.length > 0 && (
        <Alert color="orange" title={text.conflicts}>
          <VisibleText>{conflicts.join(', ')}</VisibleText>
          <Text mt="xs">{text.conflictsHint}</Text>
        </Alert>
      )}
      {files.length === 0 && conflicts.length === 0 && <Text>{text.nothing}</Text>}
      {files.length > 0 && (
        <>
          <Text size="sm" c="dimmed">
            {text.hint}
          </Text>
          <PatchView files={files} view={view} />
        </>
      )}
      {leftOut.length > 0 && (
        <Text size="sm" c="dimmed">
          <VisibleText>{text.leftOut(leftOut)}</VisibleText>
        </Text>
      )}
    </>
  );
}
