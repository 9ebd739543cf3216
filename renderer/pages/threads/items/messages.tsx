import { Text } from '@mantine/core';
import { IconBrain } from '@tabler/icons-react';
import { GrowingMarkdown, Markdown } from '../../../components/markdown.tsx';
import { VisibleText } from '../../../components/visible-text.tsx';
import { words } from '../../../words.ts';
import type { ItemOf } from './item.ts';
import classes from './messages.module.css';
import { Step } from './step.tsx';

export function PromptEntry({ item }: { item: ItemOf<'prompt'> }) {
  return (
    <div className={classes.prompt}>
      <Text size="xs" c="dimmed">
        {item.by === 'window' ? words.timeline.you : (item.by ?? words.timeline.prompt)}
      </Text>
      <div className={classes.text}>
        <VisibleText>{item.text}</VisibleText>
      </div>
    </div>
  );
}

export function MessageEntry({ item }: { item: ItemOf<'message'> }) {
  return (
    <div className={classes.message}>
      {item.progress === 'running' ? (
        <GrowingMarkdown>{item.text}</GrowingMarkdown>
      ) : (
        <Markdown>{item.text}</Markdown>
      )}
    </div>
  );
}

export function ReasoningEntry({ item }: { item: ItemOf<'reasoning'> }) {
  const firstLine =
    item.text
      .trim()
      .split('\n')[0]
      ?.replace(/^\*+|\*+$/g, '') ?? '';
  return (
    <Step
      item={item}
      icon={IconBrain}
      title={
        <Text component="span" c="dimmed" fs="italic">
          {firstLine || words.timeline.thinking}
        </Text>
      }
    >
      {item.text.trim().includes('\n') && <Markdown>{item.text}</Markdown>}
    </Step>
  );
}
