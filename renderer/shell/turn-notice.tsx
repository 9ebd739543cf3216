import { Button } from '@mantine/core';
import type { ThreadRow } from '../../server/contract/state.ts';
import { useCommand } from '../host/use-command.ts';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';
import { NoticeBar } from './notice-bar.tsx';

interface Props {
  readonly thread: ThreadRow;
  readonly text: string;
  /** What the person can do about the turn, beside looking at it. */
  readonly command: 'keep-going' | 'stop-turn';
  readonly label: string;
}

/** A notice about a running turn, with a clock. */
export function TurnNotice({ thread, text, command, label }: Props) {
  const { go } = useNavigation();
  const [run, isRunning] = useCommand(command);
  return (
    // Screen readers must not read its clock every second.
    <div aria-live="off">
      <NoticeBar level="warning" text={text}>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => go({ page: 'threads', threadId: thread.id })}
        >
          {words.notices.open}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          loading={isRunning}
          onClick={() => run({ threadId: thread.id })}
        >
          {label}
        </Button>
      </NoticeBar>
    </div>
  );
}
