import { Anchor, Button, Code, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { memo, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { useHost } from '../host/host-context.tsx';
import { words } from '../words.ts';
import { Dialog } from './dialog.tsx';
import classes from './markdown.module.css';
import { blocksOf } from './markdown-blocks.ts';
import { VisibleText } from './visible-text.tsx';

const components: Components = {
  a: ({ href, children }) => <CheckedLink address={href ?? ''}>{children}</CheckedLink>,
  // An image could be fetched from anywhere, so its description is shown instead.
  img: ({ alt, src }) => <CheckedLink address={String(src ?? '')}>{alt || words.markdown.image}</CheckedLink>,
};

/** A message that still grows: finished blocks are not rendered again. */
export function GrowingMarkdown({ children }: { children: string }) {
  return blocksOf(children).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only added
    <Block key={index}>{block}</Block>
  ));
}

const Block = memo(Markdown);

/** A message of the model. Raw HTML stays text; a link opens only after its whole address was shown. */
export function Markdown({ children }: { children: string }) {
  return (
    <div className={classes.text}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
        {children}
      </ReactMarkdown>
    </div>
  );
}

function CheckedLink({ address, children }: { address: string; children: ReactNode }) {
  const [isOpen, { open, close }] = useDisclosure();
  const { run } = useHost();
  if (!/^https?:/.test(address)) return <span>{children}</span>;
  return (
    <>
      <Anchor component="button" type="button" inherit onClick={open} className={classes.link}>
        {children}
      </Anchor>
      <Dialog opened={isOpen} onClose={close} title={words.markdown.openTitle}>
        <Code block>
          <VisibleText>{address}</VisibleText>
        </Code>
        <Text c="dimmed" mt="xs">
          {words.markdown.openHint}
        </Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button
            onClick={() => {
              close();
              void run('open-address', { url: address });
            }}
          >
            {words.markdown.open}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
