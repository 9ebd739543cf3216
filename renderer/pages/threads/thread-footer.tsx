import { Button } from '@mantine/core';
import { IconCode, IconPlayerStop } from '@tabler/icons-react';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import { hasRunningTurn, hasTurn } from '../../../server/contract/selectors.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import { ContinueField, SteerField } from './prompt-field.tsx';
import classes from './thread-footer.module.css';

/** The actions for a thread: steer and stop while it runs, continue it when it does not; open it elsewhere at any time. */
export function ThreadFooter({
  thread,
  row,
}: {
  thread: ThreadRow | PastThread;
  row: ThreadRow | undefined;
}) {
  const { run } = useHost();
  const [stop, isStopping] = useCommand('stop-turn');
  const isActive = row !== undefined && hasRunningTurn(row);
  const canStop = row !== undefined && hasTurn(row);
  const resume = `codex resume ${thread.id}`;
  return (
    <footer className={classes.bar}>
      {isActive ? <SteerField threadId={thread.id} /> : <ContinueField thread={thread} />}
      {canStop && (
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
