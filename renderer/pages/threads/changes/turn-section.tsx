import { ActionIcon, Badge, Button, Menu, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconDots } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ChangedTurn } from '../../../../server/contract/thread-changes.ts';
import { words } from '../../../words.ts';
import { TurnFiles } from './turn-files.tsx';
import classes from './turn-section.module.css';
import { useUndo } from './undo-context.tsx';

const text = words.changes;
const colors = { running: 'indigo', 'cut-off': 'yellow', uncovered: 'orange', undone: 'gray' } as const;

interface Props {
  readonly threadId: string;
  readonly turn: ChangedTurn;
  readonly version: string;
  readonly layout: 'unified' | 'split';
  readonly isOpenAtFirst: boolean;
  /** The person came for this one: it is scrolled into view. */
  readonly isWanted: boolean;
  /** A turn runs in the folder, so that nothing can be undone. */
  readonly isBusy: boolean;
  /** How many later turns are not undone. */
  readonly later: number;
  /** What its patches changed, where nothing else is known. */
  readonly children: ReactNode;
}

/** One turn: when it was, what it changed, and the ways to take it back. */
export function TurnSection(props: Props) {
  const { threadId, turn, isOpenAtFirst, isWanted, isBusy } = props;
  const { number, beganAt, state } = turn;
  const { open: openUndo } = useUndo();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isWanted) return;
    setOpen(true);
    place.current?.scrollIntoView({ block: 'start' });
  }, [isWanted]);
  const canUndo = state.kind === 'cut-off' || (state.kind === 'kept' && state.fileCount > 0);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const undo = (andLater: boolean) =>
    openUndo({ kind: 'undo', threadId, turn: number, ...(andLater && { andLater }) });
  return (
    <section ref={place} className={classes.turn} aria-label={text.turn(number)}>
      <div className={classes.head}>
        <UnstyledButton className={classes.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Chevron size={16} aria-hidden className={classes.chevron} />
          <Text component="h2" fw={600}>
            {text.turn(number)}
          </Text>
          <Text component="span" size="xs" c="dimmed">
            {[words.time.moment(beganAt), ...filesOf(state)].join(' · ')}
          </Text>
          {state.kind !== 'kept' && <Badge color={colors[state.kind]}>{text.states[state.kind]}</Badge>}
        </UnstyledButton>
        {canUndo && (
          <Button size="compact-xs" variant="default" disabled={isBusy} onClick={() => undo(false)}>
            {text.undoTurn}
          </Button>
        )}
        {canUndo && props.later > 0 && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={text.actions(number)}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={isBusy} onClick={() => undo(true)}>
                {text.goBack}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {isOpen && <Body {...props} />}
    </section>
  );
}

function Body({ threadId, turn, version, layout, isBusy, children }: Props) {
  const { number, state, leftOut } = turn;
  if (state.kind === 'running') {
    return (
      <Stack gap="xs" className={classes.body ?? ''}>
        {children || <Text c="dimmed">{text.runningHint}</Text>}
      </Stack>
    );
  }
  if (state.kind === 'uncovered') {
    return (
      <Stack gap="xs" className={classes.body ?? ''}>
        <Text fw={600}>{text.uncovered(state.why)}</Text>
        <Text>{text.uncoveredFix}</Text>
        {children}
      </Stack>
    );
  }
  return (
    <Stack gap="xs" className={classes.body ?? ''}>
      {state.kind === 'cut-off' && <Text c="dimmed">{text.cutOffHint}</Text>}
      <TurnFiles
        threadId={threadId}
        turn={number}
        version={version}
        layout={layout}
        canUndo={state.kind !== 'undone'}
        isBusy={isBusy}
        leftOut={leftOut}
      />
    </Stack>
  );
}

function filesOf(state: ChangedTurn['state']): string[] {
  if (state.kind !== 'kept' && state.kind !== 'undone') return [];
  return [state.fileCount === 0 ? text.noFiles : text.files(state.fileCount)];
}
