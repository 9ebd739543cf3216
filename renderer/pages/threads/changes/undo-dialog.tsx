import { Alert, Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefreshAlert } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CommandError } from '../../../../server/contract/ipc.ts';
import { runningThreads } from '../../../../server/contract/selectors.ts';
import type { UndoPreview } from '../../../../server/contract/thread-changes.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { showNotice } from '../../../components/notices.tsx';
import { Prose } from '../../../components/prose.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useHost, useReadyState } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import { UndoContent } from './undo-content.tsx';
import classes from './undo-dialog.module.css';
import { fileCountOf, titleOf, type UndoRequest } from './undo-request.ts';

const text = words.changes.dialog;

/** The message about the last undo; it must not cover the next one. */
const TOLD = 'undone';
/** The files are others now than those that were shown. */
const CHANGED: readonly string[] = ['undo-changed', 'undo-conflict'];

interface Props {
  readonly request: UndoRequest;
  onClose(): void;
  /** Files were changed. */
  onDone(): void;
}

/** What taking back, or bringing back, would change, and one button that does exactly what is shown. */
export function UndoDialog({ request: first, onClose, onDone }: Props) {
  const { ask } = useHost();
  const { threads } = useReadyState();
  const [request, setRequest] = useState(first);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<CommandError>();
  const [round, setRound] = useState(0);
  // A turn that begins or ends may have changed what would be done, and whether anything can be.
  const key = JSON.stringify([request, round, runningThreads(threads).map(({ id }) => id)]);
  const [loaded, reload] = useLoaded<'preview-undo' | 'preview-redo'>(() => {
    if (request.kind === 'redo') return ask('preview-redo', { threadId: request.threadId });
    const { kind: _, ...wanted } = request;
    return ask('preview-undo', wanted);
  }, key);
  const preview = loaded.kind === 'ready' ? loaded.value : undefined;
  const isCurrent = loaded.kind === 'ready' && loaded.key === key;

  useEffect(() => void notifications.hide(TOLD), []);

  async function confirm({ id }: UndoPreview) {
    setSending(true);
    const outcome = await ask('confirm-undo', { id });
    setSending(false);
    if (outcome.ok) {
      const { fileCount } = outcome.value;
      showNotice(request.kind === 'undo' ? text.done(fileCount) : text.redone(fileCount), TOLD);
      onDone();
      onClose();
      return;
    }
    setProblem(outcome.error);
    setRound((before) => before + 1);
  }

  return (
    <Dialog onClose={onClose} title={titleOf(request, preview)} size="min(960px, 100%)">
      {problem && <Problem error={problem} />}
      {loaded.kind === 'failed' && <LoadProblem error={loaded.error} onRetry={reload} />}
      {loaded.kind === 'loading' && <Rows />}
      {preview && (
        <UndoContent
          preview={preview}
          onLeave={(paths) => {
            if (request.kind !== 'undo') return;
            setProblem(undefined);
            setRequest({ ...request, except: [...(request.except ?? []), ...paths] });
          }}
        />
      )}
      <Group justify="flex-end" className={classes.actions ?? ''}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {words.cancel}
        </Button>
        {preview && preview.conflictCount === 0 && preview.stepCount > 0 && (
          <Button
            loading={isSending}
            disabled={!isCurrent || preview.busyThread !== undefined}
            onClick={() => confirm(preview)}
          >
            {request.kind === 'undo'
              ? text.confirmUndo(fileCountOf(preview))
              : text.confirmRedo(fileCountOf(preview))}
          </Button>
        )}
      </Group>
    </Dialog>
  );
}

function Problem({ error }: { error: CommandError }) {
  return (
    <Alert color="orange" icon={<IconRefreshAlert />} mb="sm" role="alert">
      <Prose>
        {CHANGED.includes(error.code) ? text.changedSince : `${error.summary} ${error.fix}`.trim()}
      </Prose>
    </Alert>
  );
}
