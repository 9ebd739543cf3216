import { Alert, Button, Group, Loader, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { BundledFile } from '../../../../server/contract/commands/diagnostics.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { useCommand } from '../../../host/use-command.ts';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import classes from './bundle-dialog.module.css';

/** Shows the content of a diagnostics bundle before it is saved. */
export function BundleDialog({ onClose }: { onClose(): void }) {
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('prepare-bundle', {}), '');
  return (
    <Dialog onClose={onClose} title={words.bundle.title} size="xl">
      {loaded.kind === 'loading' && (
        <Group gap="sm" role="status">
          <Loader size="sm" aria-hidden />
          <Text>{words.bundle.collecting}</Text>
        </Group>
      )}
      {loaded.kind === 'failed' && <LoadProblem error={loaded.error} onRetry={reload} />}
      {loaded.kind === 'ready' && <Contents files={loaded.value.files} onClose={onClose} />}
    </Dialog>
  );
}

function Contents({ files, onClose }: { files: readonly BundledFile[]; onClose(): void }) {
  const { run } = useHost();
  const [save, isSaving] = useCommand('save-bundle');
  const [openName, setOpenName] = useState(files[0]?.name);
  const [savedAs, setSavedAs] = useState<string>();
  const open = files.find(({ name }) => name === openName);
  async function saveAs() {
    const outcome = await save({});
    if (outcome.ok) setSavedAs(outcome.value.savedAs);
  }
  return (
    <Stack gap="sm">
      <Text>{words.bundle.hint}</Text>
      <div className={classes.columns}>
        <ul className={classes.files} aria-label={words.bundle.files}>
          {files.map(({ name, sizeBytes }) => (
            <li key={name}>
              <UnstyledButton
                className={classes.file}
                aria-current={name === openName}
                onClick={() => setOpenName(name)}
              >
                <span className={classes.name}>{name}</span>
                <span className={classes.size}>{words.bundle.size(sizeBytes)}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
        {open && (
          <div className={classes.shown}>
            <Text size="xs" c="dimmed">
              {open.about}
            </Text>
            <ScrollRegion className={classes.text} label={open.name}>
              {open.text || words.bundle.empty}
            </ScrollRegion>
          </div>
        )}
      </div>
      {savedAs && <Alert color="green">{words.bundle.saved(savedAs)}</Alert>}
      <Group justify="flex-end">
        {savedAs ? (
          <>
            <Button variant="default" onClick={() => run('open-path', { path: savedAs })}>
              {words.bundle.show}
            </Button>
            <Button onClick={onClose}>{words.close}</Button>
          </>
        ) : (
          <>
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button loading={isSaving} onClick={saveAs}>
              {words.bundle.save}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}
