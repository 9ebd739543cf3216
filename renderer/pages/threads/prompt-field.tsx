import { Button, Text, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import type { Outcome } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import classes from './thread-footer.module.css';

/** Tells Codex something while it works. */
export function SteerField({ threadId }: { threadId: string }) {
  const [steer, isBusy] = useCommand('steer');
  return (
    <PromptField
      hint={words.threads.steerHint}
      action={words.threads.steer}
      isBusy={isBusy}
      onSend={(text) => steer({ threadId, text })}
    />
  );
}

/** Begins a turn; where that is not possible, it says why. */
export function ContinueField({ thread }: { thread: ThreadRow | PastThread }) {
  const [go, isBusy] = useCommand('continue-thread');
  const why = thread.isArchived
    ? words.threads.continueArchived
    : 'isOfOthers' in thread && words.threads.continueOfOthers;
  if (why) {
    return (
      <Text size="xs" c="dimmed" className={classes.steer ?? ''}>
        {why}
      </Text>
    );
  }
  return (
    <PromptField
      hint={words.threads.continueHint}
      action={words.threads.continue}
      isBusy={isBusy}
      onSend={(text) => go({ threadId: thread.id, text })}
    />
  );
}

interface Props {
  readonly hint: string;
  readonly action: string;
  readonly isBusy: boolean;
  onSend(text: string): Promise<Outcome<'steer' | 'continue-thread'>>;
}

function PromptField({ hint, action, isBusy, onSend }: Props) {
  const [text, setText] = useState('');
  async function send(event: FormEvent) {
    event.preventDefault();
    if (!text.trim()) return;
    const outcome = await onSend(text.trim());
    if (outcome.ok) setText('');
  }
  return (
    <form className={classes.steer} onSubmit={send}>
      <TextInput
        size="xs"
        className={classes.input ?? ''}
        placeholder={hint}
        aria-label={hint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="light"
        leftSection={<IconSend size={14} />}
        loading={isBusy}
        disabled={!text.trim()}
      >
        {action}
      </Button>
    </form>
  );
}
