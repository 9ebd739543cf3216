import { ActionIcon, Alert, Anchor, Menu, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Prose } from '../../../components/prose.tsx';
import { useNavigation } from '../../../navigation.tsx';
import { words } from '../../../words.ts';
import { useUndo } from '../changes/undo-context.tsx';
import { useThreadActions } from '../thread-actions.tsx';
import type { ItemOf } from './item.ts';
import classes from './turn-end.module.css';

const text = words.changes;

/** The end of a turn: how it ended, how long it took, what it did, which leads to its changes, what it used. */
export function TurnEndEntry({ item, threadId }: { item: ItemOf<'turn-end'>; threadId: string }) {
  const { outcome, durationMs, did, tokens, checkpoint } = item;
  const before = [
    words.timeline.outcomes[outcome],
    ...(durationMs ? [words.time.duration(durationMs)] : []),
    ...(did && checkpoint === undefined ? [did] : []),
  ];
  return (
    <>
      {item.text && outcome !== 'completed' && (
        <Alert color={outcome === 'interrupted' ? 'yellow' : 'red'} p="6px 12px">
          <Prose>{item.text}</Prose>
        </Alert>
      )}
      <div className={classes.line}>
        <Text component="span" size="xs" c="dimmed">
          {before.join(' · ')}
          {did && checkpoint !== undefined && (
            <>
              {' · '}
              <Did did={did} threadId={threadId} turn={checkpoint} />
            </>
          )}
          {tokens && (
            <span title={words.threads.tokens(tokens)}>
              {' · '}
              {words.timeline.tokens(tokens.total)}
            </span>
          )}
        </Text>
        {(checkpoint !== undefined || item.turnId !== '') && (
          <TurnMenu threadId={threadId} turn={checkpoint} turnId={item.turnId} />
        )}
      </div>
    </>
  );
}

function Did({ did, threadId, turn }: { did: string; threadId: string; turn: number }) {
  const { go } = useNavigation();
  return (
    <Anchor
      component="button"
      type="button"
      inherit
      underline="always"
      aria-label={text.showChangesOf(did)}
      onClick={() => go({ page: 'threads', threadId, tab: 'changes', turn })}
    >
      {did}
    </Anchor>
  );
}

interface MenuProps {
  readonly threadId: string;
  /** Its number among the turns whose changes are stored. */
  readonly turn: number | undefined;
  /** The engine's id of it; may be empty. */
  readonly turnId: string;
}

function TurnMenu({ threadId, turn, turnId }: MenuProps) {
  const { go } = useNavigation();
  const { open } = useUndo();
  const { copyMarkdown } = useThreadActions();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" aria-label={text.turnMenu}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {turn !== undefined && (
          <>
            <Menu.Item onClick={() => go({ page: 'threads', threadId, tab: 'changes', turn })}>
              {text.showChanges}
            </Menu.Item>
            <Menu.Item onClick={() => open({ kind: 'undo', threadId, turn })}>{text.undoTurn}</Menu.Item>
          </>
        )}
        {turnId !== '' && (
          <Menu.Item onClick={() => copyMarkdown(threadId, turnId)}>{words.threads.copyTurn}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
