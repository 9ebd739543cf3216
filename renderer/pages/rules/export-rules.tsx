import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Prose } from '../../components/prose.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import classes from './rule-files.module.css';

const text = words.rules.exporting;

/** Shows the rules as a text that can be imported elsewhere. */
export function ExportRules() {
  const { run } = useHost();
  const [shown, setShown] = useState<CommandResult<'export-rules'>>();
  async function open() {
    const outcome = await run('export-rules', {});
    if (outcome.ok) setShown(outcome.value);
  }
  return (
    <>
      <Button variant="default" onClick={open}>
        {words.rules.export}
      </Button>
      {shown && (
        <Dialog onClose={() => setShown(undefined)} title={text.title} size="lg">
          <Stack gap="sm">
            <Text>
              <Prose>{text.hint}</Prose>
            </Text>
            <ScrollRegion label={text.text} className={classes.text}>
              <VisibleText>{shown.text}</VisibleText>
            </ScrollRegion>
            <Group justify="space-between">
              <Text size="xs" c="dimmed">
                {text.count(shown.exported, shown.leftOut)}
              </Text>
              <CopyButton text={shown.text} label={text.text}>
                {text.copy}
              </CopyButton>
            </Group>
          </Stack>
        </Dialog>
      )}
    </>
  );
}
