import { Button, TextInput } from '@mantine/core';
import { IconCode, IconPlayerStop, IconSend } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import { hasRunningTurn } from '../../../server/contract/selectors.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import classes from './thread-footer.module.css';

/** The actions for a thread: steer and stop while it runs; open and continue elsewhere at any time. */
export function ThreadFooter({
  thread,
  row,
}: {
  thread: ThreadRow | PastThread;
  row: ThreadRow | undefined;
}) {
  const { run } = useHost();
  const [steer, isSteering] = useCommand('steer');
  const [stop, isStopping] = useCommand('stop-turn');
  const [text, setText] = useState('');
  const isActive = row !== undefined && hasRunningTurn(row);
  const resume = `codex resume ${thread.id}`;
  async function send(event: FormEvent) {
    event.preventDefault();
    if (!text.trim()) return;
    const outcome = await steer({ threadId: thread.id, text: text.trim() });
    if (outcome.ok) setText('');
  }
  return (
    <footer className={classes.bar}>
      {isActive && (
        <form className={classes.steer} onSubmit={send}>
          <TextInput
            size="xs"
            className={classes.input ?? ''}
            placeholder={words.threads.steerHint}
            aria-label={words.threads.steerHint}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="light"
            leftSection={<IconSend size={14} />}
            loading={isSteering}
            disabled={!text.trim()}
          >
            {words.threads.steer}
          </Button>
        </form>
      )}
      {isActive && (
        <Button
          variant="light"
          color="red"
          leftSection={<IconPlayerStop size={14} />}
          loading={isStopping}
          onClick={() => stop({ threadId: thread.id })}
        >
          {words.threads.stop}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconCode size={14} />}
        onClick={() => run('open-path', { path: thread.folder })}
      >
        {words.threads.openInEditor}
      </Button>
      <CopyButton text={resume} label={words.threads.copyResume}>
        {words.threads.copyResume}
      </CopyButton>
    </footer>
  );
}
