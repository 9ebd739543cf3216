import { Stack, Text } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { AnsiOutput } from '../../../components/ansi-output.tsx';
import { CodeText } from '../../../components/code-text.tsx';
import { VisibleText } from '../../../components/visible-text.tsx';
import { words } from '../../../words.ts';
import type { ItemOf } from './item.ts';
import { Step } from './step.tsx';

export function ToolCallEntry({ item }: { item: ItemOf<'tool'> }) {
  return (
    <Step
      item={item}
      icon={IconTool}
      title={<code>{makeVisible(`${item.server}.${item.tool}`)}</code>}
      mark={
        item.doing && (
          <Text component="span" size="xs" c="dimmed" truncate>
            {makeVisible(item.doing)}
          </Text>
        )
      }
      isOpenByItself={item.progress === 'failed'}
    >
      <Stack gap={6}>
        <CodeText
          text={JSON.stringify(item.arguments, null, 2) ?? ''}
          language="json"
          label={words.approval.arguments}
          maxHeight="240px"
        />
        {item.error && (
          <Text c="var(--pb-danger)">
            <VisibleText>{item.error}</VisibleText>
          </Text>
        )}
        {item.result && <AnsiOutput output={item.result} label={words.timeline.result} />}
      </Stack>
    </Step>
  );
}
