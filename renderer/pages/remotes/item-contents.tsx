import { Badge, Group, Stack, Text } from '@mantine/core';
import { makeVisible } from '../../../server/contract/visible.ts';
import { AnsiOutput } from '../../components/ansi-output.tsx';
import { CodeText } from '../../components/code-text.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Markdown } from '../../components/markdown.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';
import { asObject } from './tool-facts.ts';

/** One part of a resource, or one message of a prompt. */
export interface Part {
  /** The address of the part, or who says the message. */
  readonly label: string;
  readonly mimeType: string | undefined;
  /** Undefined for what is no text. */
  readonly text: string | undefined;
  /** In base64. */
  readonly blob: string | undefined;
}

/** Pictures that a browser draws without running anything. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const text = words.remotes.item;

export function partsOfResource(result: Readonly<Record<string, unknown>>): Part[] {
  const contents = Array.isArray(result['contents']) ? result['contents'].map(asObject) : [];
  return contents.map((one) => partOf(one, String(one['uri'] ?? '')));
}

export function partsOfPrompt(result: Readonly<Record<string, unknown>>): Part[] {
  const messages = Array.isArray(result['messages']) ? result['messages'].map(asObject) : [];
  return messages.map((message) => {
    const content = asObject(message['content']);
    const inner = content['type'] === 'resource' ? asObject(content['resource']) : content;
    return partOf({ ...inner, blob: inner['blob'] ?? inner['data'] }, String(message['role'] ?? ''));
  });
}

function partOf({ text: itsText, blob, mimeType }: Readonly<Record<string, unknown>>, label: string): Part {
  return {
    label,
    mimeType: typeof mimeType === 'string' ? mimeType : undefined,
    text: typeof itsText === 'string' ? itsText : undefined,
    blob: typeof blob === 'string' ? blob : undefined,
  };
}

export function ItemContents({ parts }: { parts: readonly Part[] }) {
  if (parts.length === 0) return <Text c="dimmed">{text.empty}</Text>;
  return (
    <Stack gap="sm" role="status">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one answer have no other identity
        <div key={index}>
          <Group gap={6} mb={4}>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              <VisibleText>{part.label}</VisibleText>
            </Text>
            {part.mimeType && <Badge color="gray">{makeVisible(part.mimeType)}</Badge>}
            {part.text !== undefined && <CopyButton text={part.text} label={text.copyText} />}
          </Group>
          <Content part={part} />
        </div>
      ))}
    </Stack>
  );
}

function Content({ part: { text: itsText, blob, mimeType, label } }: { part: Part }) {
  if (itsText === undefined) {
    if (blob !== undefined && mimeType !== undefined && PICTURES.includes(mimeType)) {
      return (
        <img src={`data:${mimeType};base64,${blob}`} alt={makeVisible(label)} style={{ maxWidth: '100%' }} />
      );
    }
    return <Text c="dimmed">{text.binary(Math.floor(((blob?.length ?? 0) * 3) / 4))}</Text>;
  }
  if (mimeType === 'text/markdown') return <Markdown>{makeVisible(itsText)}</Markdown>;
  if (/[/+]json$/.test(mimeType ?? '')) {
    return <CodeText text={itsText} language="json" label={text.content} maxHeight="320px" />;
  }
  return <AnsiOutput output={itsText} label={text.content} />;
}
