import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import type { ImportLine } from '../../../server/contract/rules.ts';
import { exposedThreads } from '../../../server/contract/selectors.ts';
import { Dialog } from '../../components/dialog.tsx';
import { RuleText } from '../../components/prose.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import classes from './rule-files.module.css';

const text = words.rules.importing;

interface Look extends CommandResult<'look-at-rules-file'> {
  readonly file: string;
}

/** Asks for a file, and shows what becomes of each of its lines before anything is saved. */
export function ImportRules() {
  const { run } = useHost();
  const [look, setLook] = useState<Look>();
  const [isChoosing, setChoosing] = useState(false);

  async function choose() {
    if (isChoosing) return;
    setChoosing(true);
    const chosen = await run('choose-file', {});
    const file = chosen.ok ? chosen.value.file : undefined;
    if (file !== undefined) {
      const outcome = await run('look-at-rules-file', { file });
      if (outcome.ok) setLook({ ...outcome.value, file });
    }
    setChoosing(false);
  }

  return (
    <>
      <Button variant="default" aria-busy={isChoosing} onClick={choose}>
        {words.rules.import}
      </Button>
      {look && <ImportDialog look={look} onClose={() => setLook(undefined)} />}
    </>
  );
}

function ImportDialog({ look, onClose }: { look: Look; onClose(): void }) {
  const { threads } = useReadyState();
  const [save, isSaving] = useCommand('import-rules');
  const { id, file, lines, differences, saves } = look;
  const title = text.title(file.split(/[\\/]/).at(-1) ?? file);
  async function saveAll() {
    const outcome = await save({ id });
    if (outcome.ok) onClose();
  }
  return (
    <Dialog onClose={onClose} title={<VisibleText>{title}</VisibleText>} size="lg">
      <Stack gap="sm">
        <Text>{saves > 0 ? text.becomes : text.nothing}</Text>
        <ScrollRegion label={title} className={classes.lines}>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity, and never move
            <Line key={at} line={line} />
          ))}
        </ScrollRegion>
        {differences.map((sentence) => (
          <Text key={sentence} size="xs" c="dimmed">
            {sentence}
          </Text>
        ))}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {saves > 0 ? words.cancel : words.close}
          </Button>
          {saves > 0 && (
            <Button loading={isSaving} disabled={exposedThreads(threads).length > 0} onClick={saveAll}>
              {text.save(saves)}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

/** What stands in the file, and below it what that becomes. */
function Line({ line }: { line: ImportLine }) {
  return (
    <div className={classes.line}>
      <Text size="xs" c="dimmed" ff="monospace">
        <VisibleText>{line.source}</VisibleText>
      </Text>
      {'leftOut' in line ? (
        <Text c="dimmed">
          <VisibleText>{text.leftOut(line.leftOut)}</VisibleText>
        </Text>
      ) : (
        <>
          <Text>
            <RuleText sentence={line.sentence} />
          </Text>
          {line.note !== undefined && <Text size="xs">{line.note}</Text>}
        </>
      )}
    </div>
  );
}
