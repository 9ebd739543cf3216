import { Badge, Group, Stack, Text } from '@mantine/core';
import { AnsiOutput } from '../../components/ansi-output.tsx';
import { CodeText } from '../../components/code-text.tsx';
import { words } from '../../words.ts';
import { asObject } from './tool-facts.ts';

const text = words.remotes.try;

/** A tool's answer: its texts, and the whole answer unchanged. */
export function ToolResult(props: { result: Readonly<Record<string, unknown>>; tookMs: number }) {
  const { result, tookMs } = props;
  const content = Array.isArray(result['content']) ? result['content'].map(asObject) : [];
  return (
    <Stack gap="xs" role="status">
      <Group gap="xs">
        <Text fw={500}>{text.result}</Text>
        <Text size="xs" c="dimmed">
          {text.took(words.time.duration(tookMs))}
        </Text>
        {result['isError'] === true && <Badge color="red">{text.failed}</Badge>}
      </Group>
      {content.length === 0 && <Text c="dimmed">{text.empty}</Text>}
      {content.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one answer have no other identity
        <Block key={index} block={block} />
      ))}
      <details>
        <summary>{text.raw}</summary>
        <CodeText text={JSON.stringify(result, null, 2)} language="json" label={text.raw} maxHeight="320px" />
      </details>
    </Stack>
  );
}

function Block({ block }: { block: Readonly<Record<string, unknown>> }) {
  const { type, text: words_, mimeType } = block;
  if (type === 'text') return <AnsiOutput output={String(words_ ?? '')} label={text.result} />;
  if (type === 'image' || type === 'audio') {
    return <Text c="dimmed">{text.image(String(mimeType ?? type))}</Text>;
  }
  return (
    <CodeText text={JSON.stringify(block, null, 2)} language="json" label={text.result} maxHeight="240px" />
  );
}
