import { Text, UnstyledButton } from '@mantine/core';
import { folderName, shortPath } from '../../../../server/contract/shown-paths.ts';
import type { ThreadRow } from '../../../../server/contract/state.ts';
import type { FoundThread } from '../../../../server/contract/thread-search.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { Ago } from '../../../components/elapsed.tsx';
import button from '../../../components/list-button.module.css';
import { words } from '../../../words.ts';
import classes from '../thread-button.module.css';
import { useThreadSearch } from './thread-search.tsx';

interface Props {
  readonly thread: FoundThread;
  /** Of this run. */
  readonly row: ThreadRow | undefined;
  readonly isOpen: boolean;
  onOpen(): void;
}

/** A thread that was found. */
export function FoundThreadButton({ thread, row, isOpen, onOpen }: Props) {
  const { showsTokens } = useThreadSearch();
  const { title, folder, client, state, changedAt, isOfOthers, tokens } = thread;
  const shownState = row?.state ?? state;
  const facts = [folderName(folder), client && makeVisible(client)].filter(Boolean).join(' · ');
  return (
    <UnstyledButton
      className={button.row}
      data-open={isOpen || undefined}
      aria-current={isOpen}
      onClick={onOpen}
    >
      <span className={button.line}>
        {!isOfOthers && (
          <span className={classes.dot} data-state={shownState} title={words.threads.states[shownState]} />
        )}
        <Text component="span" size="sm" fw={500} truncate className={classes.title}>
          {makeVisible(row?.title ?? title) || words.threads.untitled}
        </Text>
        <Text component="span" size="xs" c="dimmed" className={classes.time}>
          <Ago at={row?.endedAt ?? changedAt} />
        </Text>
      </span>
      <Text
        component="span"
        size="xs"
        c="dimmed"
        truncate
        title={shortPath(folder)}
        className={classes.under}
      >
        {facts}
      </Text>
      {showsTokens && tokens && (
        <Text component="span" size="xs" c="dimmed" className={classes.under}>
          {words.threads.tokensShort(tokens.total)}
        </Text>
      )}
    </UnstyledButton>
  );
}
