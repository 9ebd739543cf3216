import { Button, NativeSelect, Stack } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { makeVisible } from '../../../server/contract/visible.ts';
import { Dialog } from '../../components/dialog.tsx';
import { words } from '../../words.ts';
import { BlamedFile } from './blamed-file.tsx';

/** A button that opens the lines of these files, each with the turn that wrote it. */
export function WhoWrote({ threadId, files }: { threadId: string; files: readonly string[] }) {
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const file = chosen !== undefined && files.includes(chosen) ? chosen : files[0];
  if (file === undefined) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        mt="sm"
        leftSection={<IconUserQuestion size={14} />}
        onClick={() => setOpen(true)}
      >
        {words.whoWrote.open}
      </Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title={words.whoWrote.open} size="xl">
        <Stack gap="sm">
          <NativeSelect
            label={words.whoWrote.file}
            value={file}
            data={files.map((one) => ({ value: one, label: makeVisible(one) }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <BlamedFile key={file} threadId={threadId} file={file} onLeave={() => setOpen(false)} />
        </Stack>
      </Dialog>
    </>
  );
}
