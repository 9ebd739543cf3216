import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import { CopyDialog } from '../../components/copy-dialog.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';

/** Says that a thread works in a copy, and leads to what it changed there. */
export function CopyLine({ copy }: { copy: NonNullable<ThreadRow['copy']> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Group gap="xs" px={20} pb={6}>
      <Text size="sm">
        <VisibleText>{words.copies.threadIn(shortPath(copy.of))}</VisibleText>
      </Text>
      <Button variant="default" size="compact-xs" onClick={() => setOpen(true)}>
        {words.copies.look}
      </Button>
      {isOpen && <CopyDialog id={copy.id} of={copy.of} onClose={() => setOpen(false)} />}
    </Group>
  );
}
