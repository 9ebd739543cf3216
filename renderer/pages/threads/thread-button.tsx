import { Text, UnstyledButton } from '@mantine/core';
import { hasRunningTurn } from '../../../server/contract/selectors.ts';
import { folderName, shortPath } from '../../../server/contract/shown-paths.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import { queuedText } from '../../../server/contract/turn-queue.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { Ago, Elapsed } from '../../components/elapsed.tsx';
import button from '../../components/list-button.module.css';
import { Prose, proseInQuotes } from '../../components/prose.tsx';
import { Silence, SpentMeter } from '../../components/spent-meter.tsx';
import { words } from '../../words.ts';
import { useThreadSearch } from './find/thread-search.tsx';
import classes from './thread-button.module.css';

interface Props {
  readonly thread: ThreadRow;
  /** How many threads write in its folder at the same time, when it is more than one. */
  readonly sharedBy: number | undefined;
  readonly isOpen: boolean;
  onOpen(id: string): void;
}

export function ThreadButton({ thread, sharedBy, isOpen, onOpen }: Props) {
  const { id, title, folder, branch, who, state, doing, why, startedAt, endedAt } = thread;
  const { showsTokens } = useThreadSearch();
  const isActive = hasRunningTurn(thread);
  const isOpenEnded = isActive || state === 'waiting';
  return (
    <UnstyledButton
      className={button.row}
      data-open={isOpen || undefined}
      aria-current={isOpen}
      onClick={() => onOpen(id)}
    >
      <span className={button.line}>
        <span className={classes.dot} data-state={state} title={words.threads.states[state]} />
        <Text component="span" size="sm" fw={500} truncate className={classes.title}>
          {makeVisible(title) || words.threads.untitled}
        </Text>
        <Text component="span" size="xs" c="dimmed" className={classes.time}>
          {isOpenEnded ? <Elapsed since={startedAt} /> : <Ago at={endedAt ?? startedAt} />}
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
        {folderName(folder)}
        {branch && ` (${makeVisible(branch)})`} · {who}
      </Text>
      {why !== undefined && (
        <Text component="span" size="xs" truncate title={proseInQuotes(why)} className={classes.under}>
          <Prose>{why}</Prose>
        </Text>
      )}
      {thread.queued && (
        <Text component="span" size="xs" truncate className={classes.under}>
          {queuedText(thread.queued)}
        </Text>
      )}
      {isActive && doing && (
        <Text component="span" size="xs" truncate className={classes.under}>
          {makeVisible(doing)}
        </Text>
      )}
      {isActive && thread.spent && (
        <Text component="span" size="xs" c="dimmed" className={classes.under}>
          <SpentMeter spent={thread.spent} />
        </Text>
      )}
      {showsTokens && thread.tokens && (
        <Text component="span" size="xs" c="dimmed" className={classes.under}>
          {words.threads.tokensShort(thread.tokens.total)}
        </Text>
      )}
      {thread.silentSince !== undefined && (
        <Text component="span" size="xs" c="var(--pb-warn)" className={classes.under}>
          <Silence since={thread.silentSince} />
        </Text>
      )}
      {isActive && sharedBy !== undefined && (
        <Text component="span" size="xs" c="var(--pb-warn)" className={classes.under}>
          {words.threads.shared(sharedBy)}
        </Text>
      )}
    </UnstyledButton>
  );
}
