import { Badge, Stack, Text } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useState } from 'react';
import { withoutShell } from '../../../../server/contract/describe-subject.ts';
import { shortPath } from '../../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { AnsiOutput } from '../../../components/ansi-output.tsx';
import { CodeText } from '../../../components/code-text.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import type { ItemOf } from './item.ts';
import { Step } from './step.tsx';

const MAX_OUTPUT_CHARS = 1_000_000;

export function CommandEntry({ item, threadId }: { item: ItemOf<'command'>; threadId: string }) {
  const { run } = useHost();
  const [whole, setWhole] = useState<string>();
  const isCut = item.outputChars > item.output.length && whole === undefined;
  async function showAll() {
    const args = { threadId, itemId: item.id, start: 0, limit: MAX_OUTPUT_CHARS };
    const outcome = await run('command-output', args);
    if (outcome.ok) setWhole(outcome.value.text);
  }
  return (
    <Step
      item={item}
      icon={IconTerminal2}
      title={<code>{makeVisible(withoutShell(item.command))}</code>}
      mark={
        item.exitCode !== undefined &&
        item.exitCode !== 0 && <Badge color="red">{words.timeline.exit(item.exitCode)}</Badge>
      }
      isOpenByItself={item.progress === 'running' || item.progress === 'failed'}
    >
      <Stack gap={6}>
        {!isPlain(item.command) && (
          <CodeText text={item.command} language="bash" label={words.approval.command} maxHeight="240px" />
        )}
        <Text size="xs" c="dimmed">
          {words.approval.folder(shortPath(item.cwd))}
        </Text>
        {item.output || whole ? (
          <AnsiOutput
            output={whole ?? item.output}
            label={words.timeline.output}
            onShowAll={isCut ? showAll : undefined}
          />
        ) : (
          <Text size="xs" c="dimmed">
            {item.progress === 'running' ? words.output.noneYet : words.output.none}
          </Text>
        )}
      </Stack>
    </Step>
  );
}

/** Whether its line already shows everything. */
function isPlain(command: string): boolean {
  return command.length < 60 && withoutShell(command) === command && !command.includes('\n');
}
