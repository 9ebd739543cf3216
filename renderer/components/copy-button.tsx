import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useHost } from '../host/host-context.tsx';
import { words } from '../words.ts';

const SHOWN_MS = 1500;

/**
 * Copies a text; a function is called to get it. Without `children`, it is an icon with a tooltip that says what it
 * copies.
 */
export function CopyButton(props: { text: string | (() => string); label: string; children?: string }) {
  const { run } = useHost();
  const [isCopied, setCopied] = useState(false);
  const { start } = useTimeout(() => setCopied(false), SHOWN_MS);
  async function copy() {
    const text = typeof props.text === 'string' ? props.text : props.text();
    const outcome = await run('copy', { text });
    if (!outcome.ok) return;
    setCopied(true);
    start();
  }
  const icon = isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />;
  if (props.children) {
    return (
      <Button variant="default" leftSection={icon} onClick={copy} title={props.label}>
        {isCopied ? words.copied : props.children}
      </Button>
    );
  }
  const label = isCopied ? words.copied : props.label;
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" onClick={copy} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
